# SPDX-License-Identifier: Apache-2.0
"""docs/asvs.md: every requirement of levels 1 and 2 has its line, and what a line names exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in (ROOT / "docs" / "asvs.md").read_text().splitlines()
    if re.match(r"\| \d", line)
]

OF_EACH_SECTION = {
    "1.1": "1 2", "1.2": "1 2 3 4 5 6 7 8 9", "1.3": "1 2 3 4 5 6 7 8 9 10 11", "1.4": "1 2 3",
    "1.5": "1 2",
    "2.1": "1 2 3", "2.2": "1 2 3", "2.3": "1 2 3 4", "2.4": "1",
    "3.2": "1 2", "3.3": "1 2 3 4", "3.4": "1 2 3 4 5 6", "3.5": "1 2 3 4 5", "3.7": "1 2",
    "4.1": "1 2 3", "4.2": "1", "4.3": "1 2", "4.4": "1 2 3 4",
    "5.1": "1", "5.2": "1 2 3", "5.3": "1 2", "5.4": "1 2 3",
    "6.1": "1 2 3", "6.2": "1 2 3 4 5 6 7 8 9 10 11 12", "6.3": "1 2 3 4", "6.4": "1 2 3 4",
    "6.5": "1 2 3 4 5", "6.6": "1 2 3", "6.8": "1 2 3 4",
    "7.1": "1 2 3", "7.2": "1 2 3 4", "7.3": "1 2", "7.4": "1 2 3 4 5", "7.5": "1 2", "7.6": "1 2",
    "8.1": "1 2", "8.2": "1 2 3", "8.3": "1", "8.4": "1",
    "9.1": "1 2 3", "9.2": "1 2 3 4",
    "10.1": "1 2", "10.2": "1 2", "10.3": "*", "10.4": "*", "10.5": "1 2 3 4 5", "10.6": "*",
    "10.7": "*",
    "11.1": "1 2", "11.2": "1 2 3", "11.3": "1 2 3", "11.4": "1 2 3 4", "11.5": "1", "11.6": "1",
    "12.1": "1 2 3", "12.2": "1 2", "12.3": "1 2 3 4",
    "13.1": "1", "13.2": "1 2 3 4 5", "13.3": "1 2", "13.4": "1 2 3 4 5",
    "14.1": "1 2", "14.2": "1 2 3 4", "14.3": "1 2 3",
    "15.1": "1 2 3", "15.2": "1 2 3", "15.3": "1 2 3 4 5 6 7",
    "16.1": "1", "16.2": "1 2 3 4 5", "16.3": "1 2 3 4", "16.4": "1 2 3", "16.5": "1 2 3",
    "17": "*",
}  # fmt: skip
"""The requirements of levels 1 and 2 of each section, as version 5.0.0 numbers them; `*` is a section, or a
chapter, of which all is said at once.
"""

LEFT = {"partly", "not met", "left to the deployer", "does not apply"}


@cache
def functions(path):
    tree = ast.parse((ROOT / path).read_text())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def test_every_requirement_of_levels_1_and_2_has_one_line():
    wanted = [
        f"{section}.{number}"
        for section, numbers in OF_EACH_SECTION.items()
        for number in numbers.split()
    ]
    assert [row[0] for row in ROWS] == wanted


def test_each_line_states_plainly_its_status_and_why():
    for number, wanted, here, how, _test in ROWS:
        assert here in {"met", *LEFT}, number
        assert wanted, number
        assert len(how) > 3, number


def test_what_is_said_to_be_met_or_left_to_others_names_a_test_that_exists():
    for number, _wanted, here, _how, test in ROWS:
        named = re.fullmatch(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", test)
        assert named or here in {"not met", "does not apply"}, number
        if named:
            assert (ROOT / named[1]).is_file(), number
            assert named[2] is None or named[2] in functions(named[1]), f"{number}: {test}"


def test_no_document_names_a_test_that_is_not_there():
    for document in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for path, name in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", document.read_text()):
            assert (ROOT / path).is_file(), f"{document.name}: {path}"
            assert not name or name in functions(path), f"{document.name}: {path}::{name}"


def test_the_modules_that_it_names_are_there():
    for row in ROWS:
        for path in re.findall(r"`([a-z_]+/[\w/]*)`|`([a-z_]+/[\w/]+\.py)`", row[3]):
            named = path[0] or path[1]
            places = (ROOT / "src" / "rogatory", ROOT / "src" / "rogatory" / "console")
            assert any((place / named).exists() for place in places), named
