# SPDX-License-Identifier: Apache-2.0
"""Numbers and what they count, on the command line."""

import re
from pathlib import Path

import pytest

import rogatory.cli
from rogatory.cli.output.counted import counted

COMMANDS = sorted(Path(rogatory.cli.__file__).parent.rglob("*.py"))

UNITS = "bytes|entries|events|files|hours|items|keys|messages|minutes|segments|seconds|texts|tiles|times|tries"
PLAIN = re.compile(rf"\{{[^{{}}]+\}} (?:{UNITS})\b(?!/)")
"""A number that is put before a plural whatever it is."""

NEVER_ONE = re.compile(r"\{[^{}]*:\.\d+f\} |\{count\} files'|part\['length'\]")
"""A decimal, a number that is shown only above one, a length of sectors."""


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        (1, ("segment",), "1 segment"),
        (0, ("segment",), "0 segments"),
        (12_345, ("file",), "12,345 files"),
        (2, ("entry",), "2 entries"),
        (2, ("day",), "2 days"),
        (2, ("try",), "2 tries"),
        (1, ("call waits", "calls wait"), "1 call waits"),
        (2, ("call waits", "calls wait"), "2 calls wait"),
    ],
)
def test_what_is_counted_agrees_with_its_number(number, words, expected):
    assert counted(number, *words) == expected


def test_no_command_puts_a_number_before_a_plural_by_hand():
    found = [
        f"{path.name}: {line.strip()}"
        for path in COMMANDS
        for line in path.read_text().splitlines()
        if PLAIN.search(line) and not NEVER_ONE.search(line)
    ]
    assert found == []
