# SPDX-License-Identifier: Apache-2.0
"""The stream of a damaged package: what decrypts, and holes where chunks do not or cannot be read.

Each chunk verifies for itself, so what is not a hole is what the sealing authority put there.
"""

import os
from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.pipeline.packer import new_buffer
from rogatory.evidence.stream.plain_reader import CHUNKS
from rogatory.seal.age import (
    CHUNK,
    NONCE_SIZE,
    SEALED_CHUNK,
    TAG,
    FileKey,
    PayloadCipher,
    chunk_of,
    plain_size,
)
from rogatory.wire.words import P_

MOST_LOST_KEPT = 200_000
"""Lost chunks remembered by number (12 GiB of them), so that a package of which every other
chunk is bad fills no memory; from there on they are lost without being counted."""


class HoleyReader:
    """Reads an open package file from `start`, where the payload begins. `payload_size` is what the
    seal announces; None where there is no seal, and then the file's size counts.
    """

    def __init__(self, package: int, start: int, payload_size: int | None, key: FileKey) -> None:
        self._package, self._start = package, start
        there = os.fstat(package).st_size - start
        self._announced = payload_size is not None
        self.size = _size(there if payload_size is None else payload_size)
        self._payload = there if payload_size is None else payload_size
        nonce = self._read(start, NONCE_SIZE)
        if nonce is None:
            raise Refused(
                refusals.SALVAGE_NOTHING.because(problem=P_("its first 16 bytes are lost"))
            )
        self._cipher = PayloadCipher(key, nonce)
        self._last = max(0, -(-(self._payload - NONCE_SIZE) // SEALED_CHUNK) - 1)
        self._plain = new_buffer(CHUNKS * CHUNK)
        self._held = range(0)
        self._holes: set[int] = set()
        self._lost: set[int] = set()

    def pieces(self, offset: int, length: int) -> Iterator[tuple[int, memoryview | None]]:
        """Yield the bytes from an offset on, in order: each piece's length, and the piece, or None
        for a hole. A piece is good until the next is asked for.
        """
        end = offset + length
        while offset < end:
            index = chunk_of(offset)
            if offset >= self.size:
                yield end - offset, None
                return
            self._hold(index)
            within = (index - self._held.start) * CHUNK + offset % CHUNK
            taken = min(CHUNK - offset % CHUNK, end - offset, self.size - offset)
            lost = index in self._holes
            yield taken, None if lost else self._plain[within : within + taken]
            offset += taken

    def read(self, offset: int, length: int) -> bytes:
        """Read a part without holes; refuse one with any."""
        parts: list[bytes] = []
        for _, piece in self.pieces(offset, length):
            if piece is None:
                raise Refused(refusals.SALVAGE_HOLE.because(offset=offset, size=length))
            parts.append(bytes(piece))
        return b"".join(parts)

    @property
    def lost(self) -> list[tuple[int, int]]:
        """First and last chunk of each stretch that was looked at and is lost."""
        stretches: list[tuple[int, int]] = []
        for index in sorted(self._lost):
            if stretches and stretches[-1][1] == index - 1:
                stretches[-1] = (stretches[-1][0], index)
            else:
                stretches.append((index, index))
        return stretches

    def _hold(self, index: int) -> None:
        if index in self._held:
            return
        first = index - index % CHUNKS
        count = min(CHUNKS, self._last - first + 1)
        self._holes = set()
        if not self._decrypt(first, count, self._plain):
            for each in range(first, first + count):
                space = self._plain[(each - first) * CHUNK :]
                if not self._decrypt(each, 1, space):
                    self._holes.add(each)
                    if len(self._lost) < MOST_LOST_KEPT:
                        self._lost.add(each)
        self._held = range(first, first + count)

    def _decrypt(self, index: int, count: int, out: memoryview) -> bool:
        size = min(count * SEALED_CHUNK, self._payload - NONCE_SIZE - index * SEALED_CHUNK)
        sealed = self._read(self._start + NONCE_SIZE + index * SEALED_CHUNK, size)
        if sealed is None:
            return False
        final = index + count - 1 == self._last
        # Where no seal gives the size, a file cut between two chunks ends in one that is not final.
        ends = (final,) if self._announced or not final else (True, False)
        return any(self._verifies(index, last, sealed, out) for last in ends)

    def _verifies(self, index: int, last: bool, sealed: bytes, out: memoryview) -> bool:  # noqa: FBT001 - as the cipher's
        try:
            self._cipher.decrypt_into(index, last, memoryview(sealed), out)
        except Refused:
            return False
        return True

    def _read(self, at: int, size: int) -> bytes | None:
        """Read those bytes of the file, or return None: it ends before, or the disk does not give them."""
        try:
            data = os.pread(self._package, size, at)
        except OSError:
            return None
        return data if len(data) == size and size else None


def _size(payload: int) -> int:
    """Return the size of the stream in a payload of that size, whose last chunk may be cut anywhere."""
    try:
        return plain_size(payload)
    except Refused:
        whole, rest = divmod(max(0, payload - NONCE_SIZE), SEALED_CHUNK)
        return whole * CHUNK + max(0, rest - TAG)
