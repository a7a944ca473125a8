# SPDX-License-Identifier: Apache-2.0
"""Large files written past the page cache, where the file system allows it.

Filling new pages of the cache costs more processor time than hashing and encrypting what goes
into them; O_DIRECT spares it. It wants address, length and offset in whole blocks, so what is
not comes through a buffer of our own.
"""

import ctypes
import errno
import fcntl
import mmap
import os
from types import TracebackType
from typing import Self

from rogatory.disk import kernel, refusals
from rogatory.disk.faults import faults_at
from rogatory.disk.holes import runs
from rogatory.disk.new_file import NewFile
from rogatory.disk.paths import Location, shown
from rogatory.disk.temporary import write_all
from rogatory.errors import Unreachable

BLOCK = 4096
"""A multiple of the logical block of every disk in use (512 or 4096)."""

_STAGE = 1 << 20


def aligned_buffer(size: int) -> memoryview:
    """Return a zeroed buffer that begins at a page, as O_DIRECT needs it."""
    return memoryview(mmap.mmap(-1, size))


class DirectStream:
    """Appends to an open file, empty or cut at a whole block, in whole blocks past the cache.

    A part that begins at a page and comes while the position is a multiple of `BLOCK` is
    written from where it is, up to its last whole block; everything else is copied once. The
    file has its exact size only after `finish`, which does not sync.
    """

    def __init__(
        self, fd: int, path: Location, *, expected_size: int | None = None, holes: bool = False
    ) -> None:
        """Reserve `expected_size` at once, so that a full disk is reported now, not at the end;
        not with `holes`, where zeros take no space.
        """
        self._holes = holes
        self._fd = fd
        self._path = path
        self._stage = aligned_buffer(_STAGE)
        self._staged = 0
        self._written = os.lseek(fd, 0, os.SEEK_CUR)
        if expected_size and not holes:
            reserve(fd, expected_size, path)
        self._direct = _switch_direct(fd, on=True)

    @property
    def position(self) -> int:
        """How many bytes were given so far."""
        return self._written + self._staged

    @property
    def written(self) -> int:
        """How many of these the file has: the others wait for a whole block."""
        return self._written

    @property
    def direct(self) -> bool:
        """Decide whether the page cache is passed by."""
        return self._direct

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append all of `data`; fails coded when the disk is full or fails."""
        rest = memoryview(data).cast("B")
        with faults_at(self._path):
            if not self._staged:
                rest = rest[self._write_blocks(rest) :]
            while rest:
                part = rest[: _STAGE - self._staged]
                self._stage[self._staged : self._staged + len(part)] = part
                self._staged += len(part)
                rest = rest[len(part) :]
                if self._staged == _STAGE:
                    self._flush(_STAGE)

    def finish(self) -> int:
        """Write what is left and cut the file to its exact size, which is returned."""
        size = self.position
        with faults_at(self._path):
            padded = -(-self._staged // BLOCK) * BLOCK if self._direct else self._staged
            self._stage[self._staged : padded] = bytes(padded - self._staged)
            self._flush(padded)
            os.ftruncate(self._fd, size)
        self._written = size
        return size

    def _write_blocks(self, data: memoryview) -> int:
        """Write the whole blocks of `data` from where they are, if they are aligned."""
        size = len(data) - len(data) % BLOCK
        if not size or not _at_page(data):
            return 0
        self._put(data[:size])
        return size

    def _flush(self, size: int) -> None:
        self._put(self._stage[:size])
        self._staged = 0

    def _put(self, blocks: memoryview) -> None:
        for is_hole, part in runs(blocks) if self._holes else ((False, blocks),):
            if is_hole:
                os.lseek(self._fd, len(part), os.SEEK_CUR)
                self._written += len(part)
            else:
                self._put_data(part)

    def _put_data(self, blocks: memoryview) -> None:
        rest = blocks
        try:
            while rest:
                rest = rest[os.write(self._fd, rest) :]
        except OSError as error:
            # Some file systems take the flag and refuse the write.
            if error.errno != errno.EINVAL or not self._direct:
                raise
            self._direct = _switch_direct(self._fd, on=False)
            write_all(self._fd, rest)
        self._written += len(blocks)


class DirectWriter:
    """A new large file: `with DirectWriter(path, expected_size=n) as file: file.write(...)`.

    As `NewFile`: it gets its name, durably, at the end of the block unless an exception passes.
    """

    def __init__(
        self, path: Location, *, expected_size: int | None = None, secret: bool = False
    ) -> None:
        self._path = path
        self._expected_size = expected_size
        self._new = NewFile(path, secret=secret)

    @property
    def position(self) -> int:
        return self._stream.position

    @property
    def direct(self) -> bool:
        return self._stream.direct

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._stream.write(data)

    def __enter__(self) -> Self:
        self._new.__enter__()
        try:
            self._stream = DirectStream(self._new.fd, self._path, expected_size=self._expected_size)
        except BaseException as error:
            self._new.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            try:
                self._stream.finish()
            except BaseException as failure:
                self._new.__exit__(type(failure), failure, failure.__traceback__)
                raise
        self._new.__exit__(kind, error, trace)


def reserve(fd: int, size: int, path: Location) -> None:
    """Reserve space for `size` bytes of a file; refuses (`disk-full`) if there is none.

    Where the file system cannot reserve, the space free at the moment must suffice.
    """
    with faults_at(path):
        try:
            kernel.allocate(fd, size)
        except OSError as error:
            if error.errno not in kernel.UNSUPPORTED:
                raise
            if _free(os.fstatvfs(fd)) < size:
                raise Unreachable(refusals.FULL.because(path=shown(path))) from error


def free_space(path: Location) -> int:
    """Return the bytes that this process can still write to the file system of `path`."""
    with faults_at(path):
        return _free(os.statvfs(path))


def free_names(path: Location) -> int | None:
    """Return how many files and folders can still be made there; None where no number limits them."""
    with faults_at(path):
        status = os.statvfs(path)
    return status.f_favail if status.f_files else None


def _free(status: os.statvfs_result) -> int:
    return status.f_bavail * status.f_frsize


def _switch_direct(fd: int, *, on: bool) -> bool:
    """Turn O_DIRECT on or off; whether it is on then."""
    flags = fcntl.fcntl(fd, fcntl.F_GETFL)
    try:
        fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_DIRECT if on else flags & ~os.O_DIRECT)
    except OSError:
        return False
    return on


def _at_page(data: memoryview) -> bool:
    if data.readonly:
        return False
    return ctypes.addressof(ctypes.c_char.from_buffer(data)) % BLOCK == 0
