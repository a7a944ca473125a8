# SPDX-License-Identifier: Apache-2.0
"""Hybrid post-quantum recipients: ML-KEM-768 with X25519 through HPKE (stanza `mlkem768x25519`).

A recording of today stays closed unless both are broken. An identity is a seed of 32 bytes,
from which SHAKE-256 makes the 64-byte ML-KEM seed and the X25519 key; a recipient is the
ML-KEM encapsulation key (1,184 bytes) and the X25519 public key (32). HPKE is RFC 9180 in base
mode with HKDF-SHA-256 and ChaCha20-Poly1305. It draws its own randomness: the library does not
let the caller give it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from rogatory.errors import Refused
from rogatory.seal.age import bech32, canonical_base64, refusals
from rogatory.seal.age.file_key import FileKey
from rogatory.seal.age.header import Stanza
from rogatory.seal.age.written_key import (
    not_a_recipient,
    read_identity,
    read_recipient,
    read_share,
)
from rogatory.wire.randomness import Random

KIND = "mlkem768x25519"
_RECIPIENT_PREFIX = "age1pq"
_IDENTITY_PREFIX = "age-secret-key-pq-"
_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_SEED = 32
_MLKEM_SEED = 64
_MLKEM_PUBLIC = 1184
_MLKEM_CIPHERTEXT = 1088
_PUBLIC = _MLKEM_PUBLIC + 32
_ENCAPSULATED = _MLKEM_CIPHERTEXT + 32


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """Someone a package is sealed to, written `age1pq1...`."""

    key: bytes
    kind: str = field(default=KIND, init=False)

    @classmethod
    def parse(cls, text: str) -> "HybridRecipient":
        """Refuse what is not a hybrid recipient, and keys that are none."""
        recipient = cls(read_recipient(text, _RECIPIENT_PREFIX, _PUBLIC))
        try:
            recipient._public_key()
        except ValueError as error:
            raise not_a_recipient(text) from error
        return recipient

    def encode(self) -> str:
        return bech32.encode(_RECIPIENT_PREFIX, self.key)

    def __str__(self) -> str:
        return self.encode()

    def wrap(self, file_key: FileKey, random: Random) -> Stanza:  # noqa: ARG002 - HPKE draws its own
        """Refuse a recipient whose X25519 part is of low order, since it would add nothing."""
        try:
            sealed = _SUITE.encrypt(file_key.reveal(), self._public_key(), _INFO)
        except ValueError as error:
            raise not_a_recipient(self.encode()) from error
        share, body = sealed[:_ENCAPSULATED], sealed[_ENCAPSULATED:]
        return Stanza((KIND, canonical_base64.encode(share).decode()), body)

    def _public_key(self) -> hpke.MLKEM768X25519PublicKey:
        if len(self.key) != _PUBLIC:
            raise ValueError("a hybrid recipient has 1216 bytes")
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.key[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(self.key[_MLKEM_PUBLIC:]),
        )


@dataclass(frozen=True, slots=True)
class HybridIdentity:
    """Someone who opens a package, written `AGE-SECRET-KEY-PQ-1...`."""

    seed: bytes = field(repr=False)
    kind: str = field(default=KIND, init=False)

    @classmethod
    def generate(cls, random: Random) -> "HybridIdentity":
        return cls(random(_SEED))

    @classmethod
    def parse(cls, text: str) -> "HybridIdentity":
        return cls(read_identity(text, _IDENTITY_PREFIX, _SEED))

    def encode(self) -> str:
        return bech32.encode(_IDENTITY_PREFIX, self.seed).upper()

    @property
    def recipient(self) -> HybridRecipient:
        mlkem, x25519 = self._keys()
        return HybridRecipient(
            mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()
        )

    def unwrap(self, stanza: Stanza, number: int) -> FileKey | None:
        """Return the file key of a stanza for this identity, None for another's.

        Refuses a share whose X25519 part is of low order: it contributes nothing (RFC 7748 6.1).
        """
        share = parse_share(stanza, number)
        mlkem, x25519 = self._keys()
        try:
            x25519.exchange(X25519PublicKey.from_public_bytes(share[_MLKEM_CIPHERTEXT:]))
        except ValueError as error:
            raise Refused(refusals.STANZA_LOW_ORDER.because(number=number)) from error
        key = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        try:
            return FileKey(_SUITE.decrypt(share + stanza.body, key, _INFO))
        except InvalidTag:
            return None

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        expanded = hashlib.shake_256(self.seed).digest(_MLKEM_SEED + 32)
        return (
            MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED]),
            X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED:]),
        )


def refuse_other_stanzas(stanzas: Iterable[Stanza]) -> None:
    """Refuse a header with a stanza of another kind, or in another shape than a hybrid one has."""
    for number, stanza in enumerate(stanzas, 1):
        if stanza.arguments[0] != KIND:
            raise Refused(refusals.STANZA_MALFORMED.because(number=number, kind=KIND))
        parse_share(stanza, number)


def parse_share(stanza: Stanza, number: int) -> bytes:
    """Return the encapsulated key of a hybrid stanza; refuses a stanza of any other shape."""
    return read_share(stanza, number, KIND, _ENCAPSULATED)
