# SPDX-License-Identifier: Apache-2.0
"""Removing objects that several machines share, so that nobody loses what he has just put.

A removal is begun by a mark. Its bytes go when the grace is over and no row names them; a tombstone
stays. Who puts the same bytes meanwhile takes the mark away, and who removes them says so by a claim
before he looks at the mark for the last time: one of the two always sees the other.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from rogatory.errors import Refused, Unreachable
from rogatory.node.ports import FindNamed
from rogatory.storage.files import refusals
from rogatory.wire.moments import format_moment, parse_moment

GRACE = timedelta(hours=24)
"""Another machine may have put the same bytes, and not written its row yet; a shorter time would have to
be longer than its longest act."""

LONGEST_REMOVAL = timedelta(hours=1)
"""A claim that is older was left by a process that died; requests to a store are given up after a minute."""

_LARGEST_MARK = 64
"""Bytes. A mark is a moment."""


class Marks(Protocol):
    """Small objects by name, which all machines see alike."""

    def create(self, name: str, data: bytes) -> bool: ...
    def read(self, name: str, *, limit: int) -> bytes | None: ...
    def remove(self, name: str) -> None: ...
    def names(self, within: str) -> Iterable[str]: ...


class Removals:
    def __init__(self, marks: Marks, erase: Callable[[str], object]) -> None:
        """Keep the marks of a store, whose bytes of a digest `erase` removes."""
        self._marks = marks
        self._erase = erase

    def begin(self, digest: str, at: datetime) -> None:
        """Mark an object as no longer needed; doing so again does not prolong its grace."""
        self._marks.create(_mark(digest), format_moment(at).encode())

    def cancel(self, digest: str) -> None:
        """Keep an object that was put again.

        Raises:
            Unreachable: its bytes are being removed at this moment.
        """
        self._marks.remove(_mark(digest))
        if self._marks.read(_claim(digest), limit=_LARGEST_MARK) is not None:
            raise Unreachable(refusals.OBJECT_GOES.because(digest=digest))

    def is_removed(self, digest: str) -> bool:
        return self._marks.read(_tombstone(digest), limit=_LARGEST_MARK) is not None

    def refusal_of_absent(self, digest: str) -> Refused:
        """Return the refusal of an object that is not there: it was removed, or it never was."""
        code = refusals.OBJECT_REMOVED if self.is_removed(digest) else refusals.OBJECT_ABSENT
        return Refused(code.because(digest=digest))

    def finish(self, at: datetime, named: FindNamed) -> Sequence[str]:
        """Remove the bytes of every object whose grace is over, unless a row names it now; return
        their digests. What a process that died left half done begins a new grace.

        `named` is asked once all marks are read: who names bytes later than it looks has put them, or has
        their digest from a row that it sees.
        """
        self._take_over(at)
        due = [one for one in sorted(self._marks.names("removals")) if self._is_due(one, at)]
        kept = named(due) if due else ()
        return [digest for digest in due if self._finish(digest, at, is_named=digest in kept)]

    def _finish(self, digest: str, at: datetime, *, is_named: bool) -> bool:
        if is_named:
            self._marks.remove(_mark(digest))
            return False
        if not self._marks.create(_claim(digest), format_moment(at).encode()):
            return False
        is_wanted = self._moment(_mark(digest)) is not None
        if is_wanted:
            self._erase(digest)
            self._marks.create(_tombstone(digest), format_moment(at).encode())
            self._marks.remove(_mark(digest))
        self._marks.remove(_claim(digest))
        return is_wanted

    def _take_over(self, at: datetime) -> None:
        """Begin anew what a process that died left half done: its bytes may have been put again since."""
        for digest in sorted(self._marks.names("claims")):
            claimed = self._moment(_claim(digest))
            if claimed is None or at - claimed < LONGEST_REMOVAL:
                continue
            if self._moment(_mark(digest)) is not None:
                self._marks.remove(_mark(digest))
                self.begin(digest, at)
            self._marks.remove(_claim(digest))

    def _is_due(self, digest: str, at: datetime) -> bool:
        begun = self._moment(_mark(digest))
        return begun is not None and at - begun >= GRACE

    def _moment(self, name: str) -> datetime | None:
        found = self._marks.read(name, limit=_LARGEST_MARK)
        return None if found is None else parse_moment(found.decode("ascii", "replace"))


def _mark(digest: str) -> str:
    return f"removals/{digest}"


def _claim(digest: str) -> str:
    return f"claims/{digest}"


def _tombstone(digest: str) -> str:
    return f"tombstones/{digest}"
