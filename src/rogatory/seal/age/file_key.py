# SPDX-License-Identifier: Apache-2.0
"""The file key: 16 random bytes that recipients wrap, and the two keys derived from it."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rogatory.wire.randomness import Random

FILE_KEY_SIZE = 16
NONCE_SIZE = 16


class FileKey:
    """Opaque: its holder can read the file, so it neither prints nor compares."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != FILE_KEY_SIZE:
            raise ValueError("a file key has 16 bytes")
        self._secret = secret

    @classmethod
    def generate(cls, random: Random) -> "FileKey":
        return cls(random(FILE_KEY_SIZE))

    def reveal(self) -> bytes:
        """Return the bytes, for a recipient to wrap."""
        return self._secret

    def header_mac(self, authenticated: bytes) -> bytes:
        """Return the MAC over a header up to and with the three hyphens of its last line."""
        return hmac.digest(derive(self._secret, b"", b"header"), authenticated, "sha256")

    def payload_key(self, nonce: bytes) -> bytes:
        """Return the key of the payload that begins with `nonce`."""
        if len(nonce) != NONCE_SIZE:
            raise ValueError("a payload nonce has 16 bytes")
        return derive(self._secret, nonce, b"payload")


def derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    """Return 32 bytes of HKDF-SHA-256 (RFC 5869)."""
    return HKDF(SHA256(), 32, salt, info).derive(secret)
