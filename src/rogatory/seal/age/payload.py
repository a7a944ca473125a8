# SPDX-License-Identifier: Apache-2.0
"""The encrypted payload: STREAM over ChaCha20-Poly1305, into buffers that the caller owns.

The nonce of a chunk is its index in 11 bytes and one byte that is 1 for the final chunk, so a
chunk moved, repeated, left out or added does not verify. Chunks verify one by one; a plaintext
is whole only once its final chunk has verified and nothing follows it.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from rogatory.errors import Refused
from rogatory.seal.age import refusals
from rogatory.seal.age.chunks import CHUNK, SEALED_CHUNK, TAG
from rogatory.seal.age.file_key import FileKey

type Readable = bytes | bytearray | memoryview
type Writable = bytearray | memoryview


class PayloadCipher:
    """Encrypts and decrypts the chunks of one payload, in any order.

    Holds no state between calls, so threads may share one. `*_into` allocate nothing of the
    size of a chunk: input and output are the caller's, and must not overlap.
    """

    __slots__ = ("_aead",)

    def __init__(self, file_key: FileKey, nonce: bytes) -> None:
        self._aead = ChaCha20Poly1305(file_key.payload_key(nonce))

    def encrypt_chunk_into(self, index: int, last: bool, plain: Readable, out: Writable) -> int:  # noqa: FBT001 - position is the order of the nonce
        """Encrypt one chunk; `out` has exactly `len(plain) + TAG` bytes, which are returned.

        A chunk that the format does not know (too long, short and not final, empty and not
        the only one) is our fault: ValueError.
        """
        size = len(plain)
        if size > CHUNK or (size < CHUNK and not last) or (not size and index):
            raise ValueError("no such chunk in an age payload")
        return self._aead.encrypt_into(_nonce(index, last), plain, None, out)

    def decrypt_chunk_into(self, index: int, last: bool, sealed: Readable, out: Writable) -> int:  # noqa: FBT001 - likewise
        """Decrypt one chunk; `out` has exactly `len(sealed) - TAG` bytes, which are returned.

        Raises:
            Refused: the chunk does not verify at that place, or is empty and not the only one.
                What `out` then holds must not be used.
        """
        size = len(sealed)
        if size < TAG or size > SEALED_CHUNK or (size < SEALED_CHUNK and not last):
            raise Refused(refusals.CHUNK.because(index=index))
        if size == TAG and index:
            raise Refused(refusals.EMPTY_CHUNK.because(index=index))
        try:
            return self._aead.decrypt_into(_nonce(index, last), sealed, None, out)
        except InvalidTag as error:
            raise Refused(refusals.CHUNK.because(index=index)) from error

    def encrypt_into(self, index: int, last: bool, plain: memoryview, out: memoryview) -> int:  # noqa: FBT001 - likewise
        """Encrypt consecutive chunks, the first of them `index`; returns the bytes written.

        Only where `last` may the plaintext end within a chunk.
        """
        written = start = 0
        while True:
            chunk = plain[start : start + CHUNK]
            start += len(chunk)
            final = start == len(plain)
            place = out[written : written + len(chunk) + TAG]
            written += self.encrypt_chunk_into(index, last and final, chunk, place)
            if final:
                return written
            index += 1

    def decrypt_into(self, index: int, last: bool, sealed: memoryview, out: memoryview) -> int:  # noqa: FBT001 - likewise
        """Decrypt consecutive chunks, the first of them `index`; returns the bytes written.

        Raises:
            Refused: as `decrypt_chunk_into`.
        """
        written = start = 0
        while True:
            chunk = sealed[start : start + SEALED_CHUNK]
            start += len(chunk)
            final = start == len(sealed)
            place = out[written : written + max(0, len(chunk) - TAG)]
            written += self.decrypt_chunk_into(index, last and final, chunk, place)
            if final:
                return written
            index += 1


def stream_of(key: FileKey, nonce: bytes, index: int, last: bool, sealed: bytes) -> bytes:  # noqa: FBT001 - likewise
    """Return the plaintext of the beginning of a chunk whose end, with its proof, is lost.

    Nothing shows that it is what was encrypted: the caller must prove it by something else.
    """
    # RFC 8439 2.8: the first block of the key stream makes the key of the proof.
    counter = (1).to_bytes(4, "little")
    algorithm = ChaCha20(key.payload_key(nonce), counter + _nonce(index, last))
    return Cipher(algorithm, mode=None).decryptor().update(sealed)


def _nonce(index: int, last: bool) -> bytes:  # noqa: FBT001 - likewise
    return (index << 8 | last).to_bytes(12)
