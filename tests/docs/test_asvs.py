# SPDX-License-Identifier: Apache-2.0
"""docs/asvs.md: every requirement of levels 1 and 2 has its line, and what a line names exists."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("| \n").split(" | ")]
    for line in (ROOT / "docs" / "asvs.md").read_text().splitlines()
    if re.match(r"\| \d", line)
]

IN_EACH_SECTION = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 11, "6.3": 3, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 1, "10.4": 1, "10.5": 5, "10.6": 1, "10.7": 1,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.*": 1,
}  # fmt: skip
"""How many requirements of levels 1 and 2 each section of version 5.0.0 has; `10.3.*` is a whole section."""


def section(number):
    return ".".join(number.split(".")[:2])


@cache
def functions(path):
    tree = ast.parse((ROOT / path).read_text())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def test_every_requirement_of_levels_1_and_2_has_one_line():
    numbers = [row[0] for row in ROWS]
    assert len(set(numbers)) == len(numbers)
    assert Counter(map(section, numbers)) == IN_EACH_SECTION


def test_each_line_says_plainly_how_it_stands_and_why():
    for number, wanted, here, how, _test in ROWS:
        assert here in {"met", "partly", "not met", "does not apply"}, number
        assert wanted, number
        assert len(how) > 3, number


def test_what_is_said_to_be_met_names_a_test_that_exists():
    for number, _wanted, here, _how, test in ROWS:
        named = re.fullmatch(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", test)
        assert named or here in {"partly", "not met", "does not apply"}, number
        if named:
            assert (ROOT / named[1]).is_file(), number
            assert named[2] is None or named[2] in functions(named[1]), f"{number}: {test}"


def test_the_modules_that_it_names_are_there():
    for row in ROWS:
        for path in re.findall(r"`([a-z_]+/[\w/]*)`|`([a-z_]+/[\w/]+\.py)`", row[3]):
            named = path[0] or path[1]
            places = (ROOT / "src" / "rogatory", ROOT / "src" / "rogatory" / "console")
            assert any((place / named).exists() for place in places), named
