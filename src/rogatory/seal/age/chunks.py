# SPDX-License-Identifier: Apache-2.0
"""Where things lie in an age payload: arithmetic only.

A payload is everything after the header: a nonce of 16 bytes, then chunks of 65,536 bytes of
plaintext, each with a tag of 16 bytes; only the last may be shorter, and it is empty only if
the whole plaintext is. All offsets and sizes are in bytes, all indexes count from 0.
"""

from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.seal.age import refusals
from rogatory.seal.age.file_key import NONCE_SIZE

CHUNK = 64 << 10
TAG = 16
SEALED_CHUNK = CHUNK + TAG


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one chunk lies: `start` to `end` in the payload, `last` if it is the final one."""

    index: int
    start: int
    end: int
    last: bool


def chunk_count(plain_size: int) -> int:
    return max(1, -(-plain_size // CHUNK))


def payload_size(plain_size: int) -> int:
    """Return the size of the payload, nonce included, of that many bytes of plaintext."""
    return NONCE_SIZE + plain_size + TAG * chunk_count(plain_size)


def plain_size(payload_size: int) -> int:
    """Return the size of the plaintext in a payload of that size.

    Raises:
        Refused: no payload has that size.
    """
    sealed = payload_size - NONCE_SIZE
    rest = sealed % SEALED_CHUNK
    if sealed < TAG or 0 < rest < TAG or (rest == TAG and sealed > TAG):
        raise Refused(refusals.PAYLOAD_SIZE.because(size=payload_size))
    return sealed - TAG * -(-sealed // SEALED_CHUNK)


def chunk_of(plain_offset: int) -> int:
    """Return the index of the chunk that holds the byte at an offset of the plaintext."""
    return plain_offset // CHUNK


def chunk_place(index: int, payload_size: int) -> Placed:
    """Return where the chunk of that index lies in a payload of that size; beyond it is our fault."""
    start = NONCE_SIZE + index * SEALED_CHUNK
    if index < 0 or payload_size - start < TAG:
        raise ValueError(f"a payload of {payload_size} bytes has no chunk {index}")
    end = min(start + SEALED_CHUNK, payload_size)
    return Placed(index, start, end, end == payload_size)


def chunks_covering(plain_offset: int, length: int) -> range:
    """Return the indexes of the chunks that hold `length` bytes of the plaintext from an offset on."""
    if length <= 0:
        return range(0)
    return range(chunk_of(plain_offset), chunk_of(plain_offset + length - 1) + 1)
