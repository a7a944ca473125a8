# SPDX-License-Identifier: Apache-2.0
"""The decision records: each under its own number, which its heading repeats."""

import re
from pathlib import Path

RECORDS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("0*.md"))


def test_decisions_are_numbered_without_a_gap_and_head_with_their_number():
    numbers = [int(each.name[:4]) for each in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))
    headed = [int(re.match(r"# (\d+)\. ", each.read_text())[1]) for each in RECORDS]
    assert headed == numbers
