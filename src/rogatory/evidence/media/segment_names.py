# SPDX-License-Identifier: Apache-2.0
"""How the files of a split image are named: .E01 to .E99, then .EAA to .ZZZ; others likewise."""

import re
from dataclasses import dataclass

MOST_SEGMENTS = 14_971
"""Files of one set: as many as `.E01` to `.ZZZ` has names. No set is longer than its names."""

_FIRST = re.compile(r"(.+)\.(?:([eEsSlL])|([eElL][xX]))01\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SetName:
    """The names of a set: the part before the dot, and the letters, in the case of the first."""

    stem: str
    letters: str

    def segment(self, number: int) -> str:
        """Return the name of a segment, from 1."""
        return f"{self.stem}.{_suffix(self.letters, number)}"


def first_of(name: str) -> SetName | None:
    """Return the set whose first segment would have this name."""
    found = _FIRST.match(name)
    return SetName(found[1], found[2] or found[3]) if found else None


_LETTERS = frozenset({".e", ".s", ".l", "ex", "lx"})


def looks_numbered(name: str) -> bool:
    """Decide whether a name may be of a set's first 99 files: asked of every file, so by its end
    alone.
    """
    return name[-4:-2].lower() in _LETTERS and name[-2:].isdecimal()


def first_name_of(name: str) -> str | None:
    """Return the name of the first file of the set that a numbered name belongs to."""
    first = f"{name[:-2]}01"
    return first if looks_numbered(name) and first_of(first) is not None else None


def _suffix(letters: str, number: int) -> str:
    if number <= 99:
        return f"{letters}{number:02d}"
    base = "A" if letters[0].isupper() else "a"
    rest = number - 100
    last, rest = rest % 26, rest // 26
    if len(letters) == 2:  # .Ex01 counts its last two places alone
        middle, carry = rest % 26, rest // 26
        prefix = letters[0] + chr(ord(letters[1]) + carry)
    else:
        middle, carry = rest % 26, rest // 26
        prefix = chr(ord(letters[0]) + carry)
    return prefix + chr(ord(base) + middle) + chr(ord(base) + last)
