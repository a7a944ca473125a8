# SPDX-License-Identifier: Apache-2.0
"""A list of lines in byte order of their key, inside a sealed package: searched where it lies.

The table of offsets, the manifests and the inventory are such lists. To find a place in one of
a gigabyte, a dozen windows of it are decrypted; to read on from there, each chunk once.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from rogatory.errors import Refused
from rogatory.evidence.refusals import OFFSETS

_WINDOW = 16 << 10
"""Bytes looked at in one step of the search."""

_READ = 256 << 10


class Reads(Protocol):
    """A stream that can be read at any place; refuses what it cannot give."""

    size: int

    def read(self, offset: int, length: int) -> bytes: ...


class SortedLines[T]:
    """`size` bytes from `start` of the stream. `parse` makes of a line (with its newline) its
    key and what it says; lines have at most `longest` bytes, or the search is refused.
    """

    def __init__(
        self,
        reader: Reads,
        start: int,
        size: int,
        parse: Callable[[bytes], tuple[bytes, T]],
        *,
        longest: int = 4 << 10,
    ) -> None:
        self._reader, self._start, self._end = reader, start, start + size
        self._parse = parse
        self._window = max(_WINDOW, 4 * longest)

    def between(self, low: bytes = b"", high: bytes | None = None) -> Iterator[T]:
        """Yield what the lines say whose key is at least `low` and below `high`, in order.

        Raises:
            Refused: two keys are out of order or equal, or a line ends with the list.
        """
        before: bytes | None = None
        for line in self._lines(self._first(low) if low else self._start):
            key, line_key = self._parse(line)
            if before is not None and key <= before:
                raise Refused(OFFSETS.because())
            before = key
            if high is not None and key >= high:
                return
            if key >= low:
                yield line_key

    def _lines(self, start: int) -> Iterator[bytes]:
        at, rest = start, b""
        while at < self._end:
            size = min(_READ, self._end - at)
            *whole, rest = (rest + self._reader.read(at, size)).split(b"\n")
            at += size
            for line in whole:
                yield line + b"\n"
        if rest:
            raise Refused(OFFSETS.because())

    def _first(self, wanted: bytes) -> int:
        """Find the start of a line at or before the first whose key is `wanted` or behind it, near it."""
        low, high = self._start, self._end
        while high - low > self._window:
            middle = (low + high) // 2
            window = self._reader.read(middle, min(self._window, high - middle))
            newline = window.find(b"\n")
            end = window.find(b"\n", newline + 1)
            if newline < 0 or end < 0:
                raise Refused(OFFSETS.because())  # a line longer than any can be
            if self._parse(window[newline + 1 : end + 1])[0] < wanted:
                low = middle + end + 1
            else:
                high = middle + newline + 1
        return low
