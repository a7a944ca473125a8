# SPDX-License-Identifier: Apache-2.0
"""`[passwords]` in node.toml: the list of every password that was ever seen stolen.

    [passwords]
    breached = "/srv/passwords/pwned-sha1-ordered-by-hash.txt"

Lines of SHA-1 in capital hex, in their order, each perhaps with a colon and a count: the form in which
Have I Been Pwned gives it away. It is looked up here; nothing of a password leaves the machine.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from rogatory.bootstrap.node_toml.table_forms import form_problems
from rogatory.errors import Phrase
from rogatory.wire.words import P_, TextsInTurn

LONGEST_LINE = 128
"""Bytes of a line, with space for any count; a file without line ends is no list."""


@dataclass(frozen=True, kw_only=True)
class StolenPasswords:
    """A list of every password that was ever seen stolen; without it none is asked."""

    breached: str
    """The whole path of the list."""


def passwords_problem(given: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with the table, or None; everything in one sentence."""
    found = list(form_problems("passwords", given, StolenPasswords))
    named = given.get("breached")
    if isinstance(named, str) and not (named.startswith("/") and Path(named).is_file()):
        found.append(P_("passwords.breached is no whole path of a file that is there"))
    return TextsInTurn.of(found) if found else None


def is_breached(path: Path, name: bytes) -> bool:
    """Decide whether a line of a sorted file begins with a name: some thirty reads of a file of any
    size.
    """
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            at, line = _line_from(file, middle)
            if not line or line[: len(name)] > name:
                high = middle
            elif line[: len(name)] == name:
                return True
            else:
                low = at + len(line)
    return False


def _line_from(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """Return the first line that begins at a place or after it, and where."""
    file.seek(max(0, place - 1))
    if place:
        file.readline(LONGEST_LINE)
    at = file.tell()
    return at, file.readline(LONGEST_LINE)
