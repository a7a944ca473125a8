# SPDX-License-Identifier: Apache-2.0
"""Segments that arrive part by part: none is at its place before who receives it has checked it.

One that was checked after it was written at its place could spoil what another process has checked there
meanwhile.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location
from rogatory.storage.files.package_layout import segment_outside

PART = 256 << 10
"""Bytes of a segment that are in memory at once: a node gives and takes many segments at the same time."""


class SpooledSegment:
    """A segment in an unnamed file, which vanishes with the process."""

    def __init__(
        self,
        seal: str,
        index: int,
        size: int,
        file: IO[bytes],
        folder: Location,
        put: Callable[[str, int, int, Iterable[bytes]], None],
    ) -> None:
        self._place = seal, index
        self._expected = size
        self._file = file
        self._folder = folder
        self._put = put
        self._size = 0

    def write(self, part: bytes) -> None:
        """Take the next part; refuses more bytes than the segment has."""
        self._size += len(part)
        if self._size > self._expected:
            raise segment_outside(*self._place, self._size)
        with faults_at(self._folder):
            self._file.write(part)

    def keep(self) -> None:
        """Put the segment at its place, durably; refuses one that is not whole."""
        with faults_at(self._folder):
            self._file.flush()
        self._put(*self._place, self._size, read_parts(self._file, 0, self._size))


class GatheredSegment:
    """A segment in memory, for a store that takes it in one piece."""

    def __init__(
        self, seal: str, index: int, size: int, put: Callable[[str, int, bytes], None]
    ) -> None:
        self._place = seal, index
        self._expected = size
        self._put = put
        self._file = io.BytesIO()

    def write(self, part: bytes) -> None:
        """Take the next part; refuses more bytes than the segment has."""
        if self._file.tell() + len(part) > self._expected:
            raise segment_outside(*self._place, self._file.tell() + len(part))
        self._file.write(part)

    def keep(self) -> None:
        """Put the segment at its place, durably; refuses one that is not whole."""
        self._put(*self._place, self._file.getvalue())


def read_parts(file: IO[bytes], start: int, size: int) -> Iterator[bytes]:
    """Yield `size` bytes of a file from `start`, at most `PART` at a time; fewer where it ends before."""
    while size > 0 and (part := os.pread(file.fileno(), min(PART, size), start)):
        yield part
        start, size = start + len(part), size - len(part)
