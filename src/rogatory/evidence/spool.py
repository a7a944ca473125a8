# SPDX-License-Identifier: Apache-2.0
"""Lists that may be too long for memory: an unnamed file that vanishes with the process."""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

IN_MEMORY = 4 << 20
"""Bytes kept in memory before a spool becomes a file; a dozen spools stay below 50 MiB."""

AT_ONCE = 32 << 10
"""Bytes of short lines that are hashed and written together: each costs less than its own call."""


class Spool:
    """Written once from start to end, then read any number of times; knows size and digests."""

    def __init__(self, folder: Path | None) -> None:
        self._file: IO[bytes] = io.BytesIO()
        self._folder = folder
        self._sha256 = hashlib.sha256()
        self._waiting: list[bytes] = []
        self._waiting_size = 0
        self.size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._waiting.append(data)
        self._waiting_size += len(data)
        if self._waiting_size > AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        data = b"".join(self._waiting)
        self._waiting, self._waiting_size = [], 0
        self._sha256.update(data)
        self._file.write(data)
        if self.size > IN_MEMORY and isinstance(self._file, io.BytesIO):
            self._spill(self._file)

    def _spill(self, held: io.BytesIO) -> None:
        self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by `close`
        self._file.write(held.getbuffer())

    def sha256(self) -> str:
        self._settle()
        return self._sha256.hexdigest()

    def lines(self) -> Iterator[bytes]:
        rest = b""
        for block in self.blocks():
            *whole, rest = (rest + block).split(b"\n")
            for line in whole:
                yield line + b"\n"

    def blocks(self, size: int = 1 << 18) -> Iterator[bytes]:
        self._settle()
        if isinstance(self._file, io.BytesIO):
            held = self._file.getvalue()
            yield from (held[at : at + size] for at in range(0, len(held), size))
            return
        # By offset, since a forked reader shares the file's own position with its parent.
        self._file.flush()
        at = 0
        while block := os.pread(self._file.fileno(), size, at):
            at += len(block)
            yield block

    def read_at(self, start: int, size: int) -> bytes:
        """Read some bytes from the middle; fewer at the end."""
        self._settle()
        if isinstance(self._file, io.BytesIO):
            return bytes(self._file.getbuffer()[start : start + size])
        self._file.flush()
        return os.pread(self._file.fileno(), size, start)

    def flush(self) -> None:
        self._settle()
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class Spools:
    """Makes spools in a folder and closes them all: `with Spools(folder) as spools: ...`."""

    def __init__(self, folder: bytes | None) -> None:
        """Make spools in a folder; None is the system's folder for what is temporary."""
        self._folder = None if folder is None else Path(os.fsdecode(folder))
        self._made: list[Spool] = []

    def new(self) -> Spool:
        spool = Spool(self._folder)
        self._made.append(spool)
        return spool

    def flush(self) -> None:
        """Write out what is in buffers, before a fork: else it would be written by both processes."""
        for spool in self._made:
            spool.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for spool in self._made:
            spool.close()
