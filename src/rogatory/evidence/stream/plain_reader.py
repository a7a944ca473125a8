# SPDX-License-Identifier: Apache-2.0
"""Any part of the stream inside a sealed package, without decrypting the rest.

Each chunk verifies for itself, at its place; nothing else of the stream is checked here.
"""

from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.pipeline.packer import new_buffer
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.stream.stream_in import read_exactly
from rogatory.seal.age import (
    CHUNK,
    NONCE_SIZE,
    SEALED_CHUNK,
    FileKey,
    PayloadCipher,
    chunk_of,
    chunk_place,
    plain_size,
)

CHUNKS = 16
"""Chunks decrypted at once: a buffer holds as many."""


class ChunkReader:
    """Decrypts runs of chunks of an open package file into buffers of the caller's."""

    def __init__(self, package: int, seal: Seal, key: FileKey) -> None:
        self._package, self._payload_size = package, seal.payload_size
        self._start = len(seal.header)
        nonce = read_exactly(package, new_buffer(4096)[:NONCE_SIZE], self._start)
        self._cipher = PayloadCipher(key, bytes(nonce))
        self._sealed = new_buffer(CHUNKS * SEALED_CHUNK + 4096)
        self.size = plain_size(seal.payload_size)

    def decrypt(self, index: int, count: int, out: memoryview) -> int:
        """Decrypt chunks `index` and following, at most `CHUNKS`; return the bytes written."""
        first = chunk_place(index, self._payload_size)
        final = chunk_place(index + count - 1, self._payload_size)
        space = self._sealed[: final.end - first.start]
        part = read_exactly(self._package, space, self._start + first.start)
        return self._cipher.decrypt_into(index, final.last, part, out)


class PlainReader:
    """Reads the stream of an open package file; keeps the chunks that it decrypted last, so
    that reading on, or searching nearby, decrypts none of them again.
    """

    def __init__(self, package: int, seal: Seal, key: FileKey) -> None:
        self._chunks = ChunkReader(package, seal, key)
        self._plain = new_buffer(CHUNKS * CHUNK)
        self._held = range(0)
        self._written = 0
        self.size = self._chunks.size

    def blocks(self, offset: int, length: int) -> Iterator[memoryview]:
        """Yield the bytes from an offset on; a block is good until the next is asked for."""
        if not 0 <= offset <= offset + length <= self.size:
            raise Refused(refusals.OFFSETS.because())
        while length:
            self._hold(chunk_of(offset), chunk_of(offset + length - 1))
            within = offset - self._held.start * CHUNK
            taken = min(self._written - within, length)
            yield self._plain[within : within + taken]
            offset += taken
            length -= taken

    def read(self, offset: int, length: int) -> bytes:
        """Read a part small enough for memory."""
        return b"".join(bytes(block) for block in self.blocks(offset, length))

    def _hold(self, index: int, last: int) -> None:
        if index in self._held:
            return
        count = min(CHUNKS, last - index + 1)
        self._held = range(0)  # what a failure leaves in the buffer is nothing
        self._written = self._chunks.decrypt(index, count, self._plain)
        self._held = range(index, index + count)
