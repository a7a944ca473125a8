# SPDX-License-Identifier: Apache-2.0
"""Keys that cosign checkpoints (C2SP tlog-cosignature): Ed25519 (type 0x04), ML-DSA-44 (0x06).

What they sign is built by the custody package: the two kinds have different messages, and only the
ML-DSA one names the cosigner. So no key here ever signs for two names.
"""

from dataclasses import dataclass, field
from enum import Enum

from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa

from rogatory.seal.note_key_text import (
    KeyText,
    bad_key,
    key_id,
    key_name,
    parse_public_key,
    parse_secret_key,
    write_key,
    write_secret,
)
from rogatory.seal.raw_signatures import PublicKeyKind, made_by
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_

SEED_SIZE = 32


class Cosigning(Enum):
    """A kind of cosignature; the value is its C2SP type byte."""

    ED25519 = 0x04
    MLDSA44 = 0x06

    @property
    def kind(self) -> bytes:
        return bytes([self.value])

    @property
    def public_key(self) -> PublicKeyKind:
        """Return the kind of public key that verifies it."""
        of_kind: dict[Cosigning, PublicKeyKind] = {
            Cosigning.ED25519: ed25519.Ed25519PublicKey,
            Cosigning.MLDSA44: mldsa.MLDSA44PublicKey,
        }
        return of_kind[self]

    @property
    def public_size(self) -> int:
        """Bytes of a public key."""
        return {Cosigning.ED25519: 32, Cosigning.MLDSA44: 1312}[self]

    @property
    def signature_size(self) -> int:
        return {Cosigning.ED25519: 64, Cosigning.MLDSA44: 2420}[self]


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """A cosigner's public key with the name it signs under."""

    name: str
    algorithm: Cosigning
    public_key: bytes

    @classmethod
    def parse(cls, vkey: str) -> "CosignerKey":
        """Return the key of a vkey; refuses other types and a key id that does not fit."""
        read = parse_public_key(vkey)
        key = cls(read.name, _algorithm(read), read.material)
        if len(read.material) != key.algorithm.public_size:
            raise bad_key(P_("the key has another length than its type"))
        if key.key_id != read.key_id:
            raise bad_key(P_("the key id is not that of the name and key"))
        return key

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, self.algorithm.kind, self.public_key)

    @property
    def vkey(self) -> str:
        return write_key(KeyText(self.name, self.key_id, self.algorithm.kind, self.public_key))

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Decide whether this key made the raw signature over `message`."""
        return made_by(self.algorithm.public_key, self.public_key, message, signature)


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A cosigner's private key with the name it signs under. Never shows the key."""

    name: str
    algorithm: Cosigning
    _key: ed25519.Ed25519PrivateKey | mldsa.MLDSA44PrivateKey = field(repr=False)

    @classmethod
    def generate(cls, name: str, algorithm: Cosigning, random: Random) -> "Cosigner":
        return cls(key_name(name), algorithm, _private(algorithm, random(SEED_SIZE)))

    @classmethod
    def parse(cls, skey: str) -> "Cosigner":
        """Return the cosigner of a `PRIVATE+KEY+name+keyid+base64` line; refuses anything else."""
        read = parse_secret_key(skey)
        if len(read.material) != SEED_SIZE:
            raise bad_key(P_("the seed has another length than its type"))
        algorithm = _algorithm(read)
        cosigner = cls(read.name, algorithm, _private(algorithm, read.material))
        if cosigner.key.key_id != read.key_id:
            raise bad_key(P_("the key id is not that of the name and key"))
        return cosigner

    def encode(self) -> str:
        """Return the secret line that `parse` reads."""
        seed = self._key.private_bytes_raw()
        return write_secret(KeyText(self.name, self.key.key_id, self.algorithm.kind, seed))

    @property
    def key(self) -> CosignerKey:
        return CosignerKey(self.name, self.algorithm, self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature. The caller has built the message for this name."""
        return self._key.sign(message)


def _algorithm(key: KeyText) -> Cosigning:
    try:
        return Cosigning(key.kind[0] if key.kind else None)
    except ValueError as error:
        raise bad_key(P_("it is not a key for cosignatures, of type 4 or 6")) from error


def _private(
    algorithm: Cosigning, seed: bytes
) -> ed25519.Ed25519PrivateKey | mldsa.MLDSA44PrivateKey:
    if algorithm is Cosigning.ED25519:
        return ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    return mldsa.MLDSA44PrivateKey.from_seed_bytes(seed)
