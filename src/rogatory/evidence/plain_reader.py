# SPDX-License-Identifier: Apache-2.0
"""Any part of the stream inside a sealed package, without decrypting the rest.

Each chunk verifies for itself, at its place; nothing else of the stream is checked here.
"""

from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.packer import new_buffer
from rogatory.evidence.seal_document import Seal
from rogatory.evidence.sealed_files import LARGEST_SMALL_FILE
from rogatory.evidence.stream_in import read_exactly
from rogatory.evidence.tarstream import BLOCK, Locator, parse_locator, parse_offset_line
from rogatory.seal.age import (
    CHUNK,
    NONCE_SIZE,
    SEALED_CHUNK,
    FileKey,
    PayloadCipher,
    chunk_count,
    chunk_of,
    place_of,
    plain_size,
)

_CHUNKS = 16

_WINDOW = 16 << 10
"""Bytes looked at in one step of the search; a line of the table has at most 4 KiB."""


class PlainReader:
    """Reads the stream of an open package file."""

    def __init__(self, package: int, seal: Seal, key: FileKey) -> None:
        self._package, self._seal = package, seal
        self._start = len(seal.header)
        nonce = read_exactly(package, new_buffer(4096)[:NONCE_SIZE], self._start)
        self._cipher = PayloadCipher(key, bytes(nonce))
        self._sealed = new_buffer(_CHUNKS * SEALED_CHUNK + 4096)
        self._plain = new_buffer(_CHUNKS * CHUNK)
        self.size = plain_size(seal.payload_size)
        self._last = chunk_count(self.size) - 1

    def blocks(self, offset: int, length: int) -> Iterator[memoryview]:
        """The bytes from an offset on; a block is good until the next is asked for."""
        if not 0 <= offset <= offset + length <= self.size:
            raise Refused(refusals.OFFSETS.because())
        while length:
            index = chunk_of(offset)
            within = offset - index * CHUNK
            count = min(_CHUNKS, chunk_of(offset + length - 1) - index + 1)
            written = self._decrypt(index, count)
            taken = min(written - within, length)
            yield self._plain[within : within + taken]
            offset += taken
            length -= taken

    def read(self, offset: int, length: int) -> bytes:
        """A part small enough for memory."""
        return b"".join(bytes(block) for block in self.blocks(offset, length))

    def _decrypt(self, index: int, count: int) -> int:
        first = place_of(index, self._seal.payload_size)
        final = place_of(index + count - 1, self._seal.payload_size)
        room = self._sealed[: final.end - first.start]
        part = read_exactly(self._package, room, self._start + first.start)
        return self._cipher.decrypt_into(index, final.last, part, self._plain)


class Table:
    """The table of offsets of a stream, searched where it lies."""

    def __init__(self, reader: PlainReader) -> None:
        self._reader = reader
        if reader.size < BLOCK:
            raise Refused(refusals.LOCATOR.because())
        self.locator: Locator = parse_locator(reader.read(reader.size - BLOCK, BLOCK))
        self._tags = self._read_tags()

    def find(self, path: str) -> tuple[int, int] | None:
        """Where the data of a member start, and their size; None if there is none."""
        return self._tags.get(path) or self._search(path)

    def _read_tags(self) -> dict[str, tuple[int, int]]:
        """The few lines before and after those of the payload."""
        at = self.locator
        before = (at.offsets_start, at.data_start)
        behind = at.data_start + at.data_size
        after = (at.offsets_start + behind, at.offsets_size - behind)
        tags: dict[str, tuple[int, int]] = {}
        for start, size in (before, after):
            if size > LARGEST_SMALL_FILE:
                raise Refused(refusals.OFFSETS.because())
            for line in self._reader.read(start, size).splitlines(keepends=True):
                path, member, length = parse_offset_line(line)
                tags[path] = (member, length)
        return tags

    def _search(self, path: str) -> tuple[int, int] | None:
        """Halve the part that lists the payload until one window holds the line, if any does."""
        wanted = path.encode()
        low = self.locator.offsets_start + self.locator.data_start
        high = low + self.locator.data_size
        while high - low > _WINDOW:
            middle = (low + high) // 2
            window = self._reader.read(middle, min(_WINDOW, high - middle))
            newline = window.find(b"\n")
            end = window.find(b"\n", newline + 1)
            if end < 0:
                raise Refused(refusals.OFFSETS.because())  # a line longer than any can be
            here = parse_offset_line(window[newline + 1 : end + 1])
            if here[0].encode() == wanted:
                return here[1], here[2]
            if here[0].encode() < wanted:
                low = middle + end + 1
            else:
                high = middle + newline + 1
        return self._scan(low, high - low, wanted)

    def _scan(self, start: int, size: int, wanted: bytes) -> tuple[int, int] | None:
        for line in self._reader.read(start, size).splitlines(keepends=True):
            path, member, length = parse_offset_line(line)
            if path.encode() == wanted:
                return member, length
        return None
