# SPDX-License-Identifier: Apache-2.0
"""Decision records and migrations: each under a number of its own, without a gap."""

import re
from pathlib import Path

from casts.docs.places import SOURCE

RECORDS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("0*.md"))


def test_decisions_are_numbered_without_a_gap_and_head_with_their_number():
    numbers = [int(each.name[:4]) for each in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))
    headed = [int(re.match(r"# (\d+)\. ", each.read_text())[1]) for each in RECORDS]
    assert headed == numbers


MIGRATIONS = sorted((SOURCE / "storage" / "migrations").glob("0*.py"))


def test_the_migrations_are_one_chain_since_two_beside_each_other_would_stop_every_node():
    names = [path.stem for path in MIGRATIONS]
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for before, path in zip(names, MIGRATIONS[1:], strict=False):
        listed = re.search(r"dependencies = \[(.*?)\]", path.read_text(), re.DOTALL)[1]
        found = re.findall(r"['\"]storage['\"], ['\"](\w+)['\"]", listed)
        assert found == [before], (
            f"{path.name} must depend on {before} alone: give it the next number"
        )
