# SPDX-License-Identifier: Apache-2.0
"""Names of an archive that come again: alike, in another Unicode form, or in another case.

What two members share when they are unpacked depends on the disk: one that folds case or Unicode
forms keeps one file of two. Each name is remembered by 64 bits of a digest, in tables of eight bytes
an entry: a million names take 50 MiB.
"""

import hashlib
import unicodedata
from array import array

_FIRST_PLACES = 1 << 10


class _Marks:
    """A set of 64-bit numbers other than zero, in one array."""

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * _FIRST_PLACES))
        self._count = 0

    def add(self, mark: int) -> bool:
        """Add a number; return whether it was there."""
        at = self._place(mark)
        if self._places[at]:
            return True
        self._places[at] = mark
        self._count += 1
        if 2 * self._count > len(self._places):
            self._grow()
        return False

    def _place(self, mark: int) -> int:
        last = len(self._places) - 1
        at = mark & last
        while self._places[at] not in {0, mark}:
            at = (at + 1) & last
        return at

    def _grow(self) -> None:
        old = self._places
        self._places = array("Q", bytes(16 * len(old)))
        for mark in old:
            if mark:
                self._places[self._place(mark)] = mark


class NamesSeen:
    """Finds names that come again."""

    def __init__(self) -> None:
        self._alike, self._normal, self._folded = _Marks(), _Marks(), _Marks()

    def problem(self, name: bytes) -> str | None:
        """Return `duplicate`, `duplicate-by-form`, `duplicate-by-case`, or None for a name that is
        new; remember the name.
        """
        parts = [part for part in name.split(b"/") if part not in {b"", b"."}]
        plain = b"/".join(parts)
        normal = unicodedata.normalize("NFC", plain.decode("utf-8", "surrogateescape"))
        folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", normal).casefold())
        # Each is asked, so that each is remembered.
        repeated = (
            self._alike.add(_mark(plain)),
            self._normal.add(_mark(normal.encode("utf-8", "surrogateescape"))),
            self._folded.add(_mark(folded.encode("utf-8", "surrogateescape"))),
        )
        words = ("duplicate", "duplicate-by-form", "duplicate-by-case")
        return next((word for word, found in zip(words, repeated, strict=True) if found), None)


def _mark(name: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()) or 1
