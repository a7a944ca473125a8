# SPDX-License-Identifier: Apache-2.0
"""Encrypts buffers as one age file, digests its segments, and hands whole blocks to a writer."""

from collections.abc import Callable

from rogatory.disk import BLOCK, DirectStream, aligned_buffer
from rogatory.evidence.pipeline.packer import DEPTH
from rogatory.evidence.pipeline.pipeline import Lane
from rogatory.evidence.sealed.segments import SegmentList
from rogatory.seal.age import CHUNK, SEALED_CHUNK, TAG, PayloadCipher

_OUT_CAPACITY = 17 * SEALED_CHUNK // BLOCK * BLOCK
"""A full input buffer and what the last hand-over left; the largest header fits as well."""

type Ciphertext = tuple[memoryview, int]
"""A buffer and how much of it is to be written; nothing, at the end."""


class Encryptor:
    """Takes the stream in buffers of whole chunks; the last may be shorter.

    What it hands over begins at a page and, but for the end, is whole blocks, so that the disk
    takes it from where it lies.
    """

    def __init__(
        self,
        header: bytes,
        nonce: bytes,
        cipher: PayloadCipher,
        segments: SegmentList,
        to_writer: Lane[Ciphertext],
        free: Lane[memoryview],
    ) -> None:
        self._cipher, self._segments = cipher, segments
        self._to_writer, self._free = to_writer, free
        self._out = free.take()
        self._at = self._digested = 0
        self._index = 0
        self.payload_size = 0
        self._put(header)
        self._digested = self._at
        self._put(nonce)

    def encrypt(self, plain: memoryview, *, last: bool) -> None:
        """Encrypt the next bytes of the stream: whole chunks, unless they are the last."""
        start = 0
        while True:
            chunk = plain[start : start + CHUNK]
            start += len(chunk)
            final = start == len(plain)
            size = len(chunk) + TAG
            place = self._place(size)
            self._cipher.encrypt_chunk_into(self._index, last and final, chunk, place)
            self._at += size
            self._index += 1
            if final:
                break
        if last:
            self._hand_over(whole=False)

    def _place(self, size: int) -> memoryview:
        if self._at + size > _OUT_CAPACITY:
            self._hand_over(whole=True)
        return self._out[self._at : self._at + size]

    def _put(self, data: bytes) -> None:
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            self._place(len(part))[:] = part
            self._at += len(part)

    def _hand_over(self, *, whole: bool) -> None:
        done = self._out[self._digested : self._at]
        self._segments.update(done)
        self.payload_size += len(done)
        size = self._at // BLOCK * BLOCK if whole else self._at
        rest = bytes(self._out[size : self._at])
        self._to_writer.put((self._out, size))
        if whole:
            self._out = self._free.take()
            self._out[: len(rest)] = rest
            self._at = self._digested = len(rest)
        else:
            self._to_writer.put((self._out, 0))


def new_output_ring(free: Lane[memoryview]) -> None:
    for _ in range(DEPTH):
        free.put(aligned_buffer(_OUT_CAPACITY))


def writer(
    stream: DirectStream, lane: Lane[Ciphertext], free: Lane[memoryview]
) -> Callable[[], None]:
    """Return the work of the thread that writes: until nothing is handed over."""

    def work() -> None:
        while True:
            view, size = lane.take()
            if size == 0:
                stream.finish()
                return
            stream.write(view[:size])
            free.put(view)

    return work
