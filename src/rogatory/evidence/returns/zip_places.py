# SPDX-License-Identifier: Apache-2.0
"""The places of a zip's members in its file: none may overlap, and what lies between them is found."""

from array import array
from bisect import bisect_right
from collections.abc import Iterator


class Places:
    """Which bytes of the archive belong to a member already."""

    def __init__(self) -> None:
        self._starts, self._ends = array("Q"), array("Q")

    def take(self, start: int, end: int) -> bool:
        """Decide whether nobody had any of these bytes."""
        at = bisect_right(self._starts, start)
        if (at and self._ends[at - 1] > start) or (
            at < len(self._starts) and self._starts[at] < end
        ):
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True

    def gaps(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what lies between them."""
        at = first
        for start, stop in zip(self._starts, self._ends, strict=True):
            if start > at:
                yield at, start
            at = max(at, stop)
        if end > at:
            yield at, end
