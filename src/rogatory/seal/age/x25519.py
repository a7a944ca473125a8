# SPDX-License-Identifier: Apache-2.0
"""Classical recipients: X25519 (stanza `X25519`), for files from programs that know no other."""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from rogatory.errors import Refused
from rogatory.seal.age import bech32, canonical_base64, refusals
from rogatory.seal.age.file_key import FileKey, derive
from rogatory.seal.age.header import Stanza
from rogatory.seal.age.wrapped_key import unwrap_key, wrap_key
from rogatory.seal.age.written_key import (
    not_a_recipient,
    read_identity,
    read_recipient,
    read_share,
)
from rogatory.wire.randomness import Random

KIND = "X25519"
_RECIPIENT_PREFIX = "age"
_IDENTITY_PREFIX = "age-secret-key-"
_INFO = b"age-encryption.org/v1/X25519"
_KEY = 32


@dataclass(frozen=True, slots=True)
class X25519Recipient:
    """Written `age1...`."""

    key: bytes
    kind: str = field(default=KIND, init=False)

    @classmethod
    def parse(cls, text: str) -> "X25519Recipient":
        return cls(read_recipient(text, _RECIPIENT_PREFIX, _KEY))

    def encode(self) -> str:
        return bech32.encode(_RECIPIENT_PREFIX, self.key)

    def __str__(self) -> str:
        return self.encode()

    def wrap(self, file_key: FileKey, random: Random) -> Stanza:
        """Refuse a recipient of low order, which would leave the file open to everyone."""
        ephemeral = X25519PrivateKey.from_private_bytes(random(_KEY))
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.key))
        except ValueError as error:
            raise not_a_recipient(self.encode()) from error
        body = wrap_key(derive(shared, share + self.key, _INFO), file_key)
        return Stanza((KIND, canonical_base64.encode(share).decode()), body)


@dataclass(frozen=True, slots=True)
class X25519Identity:
    """Written `AGE-SECRET-KEY-1...`."""

    secret: bytes = field(repr=False)
    kind: str = field(default=KIND, init=False)

    @classmethod
    def generate(cls, random: Random) -> "X25519Identity":
        return cls(random(_KEY))

    @classmethod
    def parse(cls, text: str) -> "X25519Identity":
        return cls(read_identity(text, _IDENTITY_PREFIX, _KEY))

    def encode(self) -> str:
        return bech32.encode(_IDENTITY_PREFIX, self.secret).upper()

    @property
    def recipient(self) -> X25519Recipient:
        return X25519Recipient(self._key().public_key().public_bytes_raw())

    def unwrap(self, stanza: Stanza, number: int) -> FileKey | None:
        share = parse_share(stanza, number)
        try:
            shared = self._key().exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise Refused(refusals.STANZA_LOW_ORDER.because(number=number)) from error
        return unwrap_key(derive(shared, share + self.recipient.key, _INFO), stanza.body)

    def _key(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.secret)


def parse_share(stanza: Stanza, number: int) -> bytes:
    """Return the ephemeral public key of an X25519 stanza; refuses a stanza of any other shape."""
    return read_share(stanza, number, KIND, _KEY)
