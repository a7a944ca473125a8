# SPDX-License-Identifier: Apache-2.0
"""Each promise of THREATS.md names the tests in which who could profit from breaking it tries to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEADING = "| Threat | Kept by | Tested in |"
QUOTED = re.compile(r"`([^`]+)`")


def promises() -> dict[str, list[str]]:
    """Return what is quoted in the last cell of each row, by threat."""
    lines = (ROOT / "THREATS.md").read_text("utf-8").splitlines()
    rows = [line for line in lines[lines.index(HEADING) + 2 :] if line.startswith("|")]
    cells = [row.strip().strip("|").split("|") for row in rows]
    return {row[0].strip(): QUOTED.findall(row[-1]) for row in cells}


PROMISES = promises()


def test_there_are_promises_and_no_threat_is_there_twice():
    lines = (ROOT / "THREATS.md").read_text("utf-8").splitlines()
    rows = [line for line in lines[lines.index(HEADING) + 2 :] if line.startswith("|")]
    assert len(PROMISES) == len(rows) > 100


@pytest.mark.parametrize("threat", PROMISES)
def test_a_promise_names_test_files_that_are_there_and_hold_tests(threat):
    quoted = PROMISES[threat]
    files = [one for one in quoted if one.startswith(("tests/", "storms/", "fuzz/", "verifier/"))]
    commands = [one for one in quoted if one.startswith("just ")]
    assert files + commands == quoted, "something else than a test file or a command is named"
    assert any(one.endswith(".py") for one in files), "no test file is named"
    for one in files:
        place = ROOT / one
        assert place.is_file(), f"{one} is no file: name those that attack"
        if one.startswith("tests/") and one.endswith(".py"):
            assert re.search(r"^ *def test_", place.read_text("utf-8"), re.MULTILINE), one
    recipes = (ROOT / "justfile").read_text("utf-8")
    for one in commands:
        assert re.search(rf"^{one.split()[1]}\b.*:", recipes, re.MULTILINE), one
