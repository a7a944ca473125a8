# SPDX-License-Identifier: Apache-2.0
"""A long file that is collected in parts: marks on the way, from which an interrupted one goes on.

The state of a digest cannot be stored. So the journal has, at each mark, the digests of all that
the file has given so far; a run that resumes hashes what is stored up to there again, compares, and
continues with those hashes at the source. A mark is made in this order, and a crash after each step
loses only what comes after it:

1. the bytes before the mark are hashed and written: a crash now goes on from the mark before;
2. the file system is synced: a crash now does the same, the bytes are on the disk for nothing;
3. the journal's line is written and synced: from now on a crash goes on from this mark. A line
   that is torn does not count.

The line is never before the data, so no mark names bytes that a crash could take away.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.disk import BLOCK
from rogatory.evidence.hashing import Digests, Hash, Hasher, fresh
from rogatory.evidence.pipeline.folder_writer import BIG_FILE, FileMark
from rogatory.evidence.pipeline.plan import Fingerprint, Planned

PART_BYTES = 256 << 20
"""The most of one image that must be read again after an interruption; a mark costs one sync of the
file system, and at much shorter parts a slow disk would do little else.
"""

_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class PartialFile:
    """The journal's record of a file that was begun: as far as `offset` it is on the disk."""

    path: str
    fingerprint: Fingerprint
    size: int
    inode: int
    offset: int
    digests: Digests


def marks_between(start: int, stop: int, every: int) -> range:
    """Return the marks in a file behind `start` and as far as `stop`."""
    return range(start - start % every + every, stop + 1, every)


def hash_stored(file: int, offset: int, further: Sequence[str]) -> list[Hash] | None:
    """Return the hashes of the first `offset` bytes of an open file; None if it has not as many."""
    hashes = fresh(further)
    buffer = bytearray(_READ)
    at = 0
    while at < offset:
        space = memoryview(buffer)[: min(_READ, offset - at)]
        count = os.preadv(file, [space], at)
        if count == 0:
            return None
        for each in hashes:
            each.update(space[:count])
        at += count
    return hashes


class Parts:
    """Hashes one file after the other with marks; `begun` is the one that is gone on
    with, `hashes` what its first bytes gave.
    """

    def __init__(
        self,
        every: int = PART_BYTES,
        begun: tuple[str, int] | None = None,
        hashes: Sequence[Hash] | None = None,
    ) -> None:
        if every % BLOCK:
            raise ValueError("a file can only be gone on with at a whole block")
        self._every, self.begun, self._hashes = every, begun, hashes
        self._current: Planned | None = None
        self._at = 0
        self._marks: list[FileMark] = []

    def begin(self, planned: Planned, hasher: Hasher) -> int:
        """Note the next file; return how many of its bytes were stored before."""
        if planned is self._current:
            return 0
        self._current, self._at = planned, planned.begun
        if planned.begun:
            assert self._hashes is not None
            hasher.go_on(self._hashes)
        return planned.begun

    def hash_to_marks(self, planned: Planned, hasher: Hasher, data: memoryview) -> memoryview:
        """Hash as far as the last mark in the data; what is behind it is left to be hashed."""
        stop = self._at + len(data)
        if planned.size >= BIG_FILE:
            for offset in marks_between(self._at, min(stop, planned.size - 1), self._every):
                hasher.run(data[: offset - self._at], last=False)
                data, self._at = data[offset - self._at :], offset
                self._marks.append(FileMark(planned, offset, hasher.so_far()))
        self._at = stop
        return data

    def take_marks(self) -> list[FileMark]:
        """Take the marks since this was asked last."""
        marks, self._marks = self._marks, []
        return marks
