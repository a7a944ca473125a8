# SPDX-License-Identifier: Apache-2.0
"""Passphrase recipients: scrypt (stanza `scrypt`), which protect an identity file at rest.

A passphrase stanza is the only one in its file: somebody who knows one passphrase could otherwise
make a file that opens for someone else.
"""

import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from rogatory.errors import Refused
from rogatory.seal.age import canonical_base64, refusals
from rogatory.seal.age.file_key import FileKey
from rogatory.seal.age.header import Stanza
from rogatory.seal.age.wrapped_key import WRAPPED_SIZE, unwrap_key, wrap_key
from rogatory.wire.randomness import Random

KIND = "scrypt"
_LABEL = b"age-encryption.org/v1/scrypt"
_SALT = 16
_WORK_FACTOR = re.compile(r"[1-9][0-9]{0,3}\Z")

WORK_FACTOR = 17
"""128 MiB and about half a second: one step under other age programs, so that opening a package
with a protected identity stays within the 200 MiB that every command keeps to."""

LARGEST_WORK_FACTOR = 20
"""1 GiB. A file that demands more makes its reader run out of memory before it is refused."""


@dataclass(frozen=True, slots=True)
class PassphraseRecipient:
    """A recipient who knows the passphrase."""

    passphrase: str = field(repr=False)
    work_factor: int = field(default_factory=lambda: WORK_FACTOR)
    kind: str = field(default=KIND, init=False)

    def __post_init__(self) -> None:
        if not self.passphrase:
            raise Refused(refusals.PASSPHRASE_EMPTY.because())
        _refuse_excessive(self.work_factor)

    def wrap(self, file_key: FileKey, random: Random) -> Stanza:
        salt = random(_SALT)
        body = wrap_key(_wrapping_key(self.passphrase, salt, self.work_factor), file_key)
        return Stanza((KIND, canonical_base64.encode(salt).decode(), str(self.work_factor)), body)


@dataclass(frozen=True, slots=True)
class PassphraseIdentity:
    """An identity that knows the passphrase, opening."""

    passphrase: str = field(repr=False)
    kind: str = field(default=KIND, init=False)

    def unwrap(self, stanza: Stanza, number: int) -> FileKey | None:
        """Return the file key, None if the passphrase is another; refuses excessive work undone."""
        salt, work_factor = parse_salt(stanza, number)
        _refuse_excessive(work_factor)
        return unwrap_key(_wrapping_key(self.passphrase, salt, work_factor), stanza.body)


def parse_salt(stanza: Stanza, number: int) -> tuple[bytes, int]:
    """Return salt and work factor of a passphrase stanza; refuses a stanza of any other shape."""
    salt = work_factor = None
    if len(stanza.arguments) == 3:
        salt = canonical_base64.decode(stanza.arguments[1].encode())
        work_factor = _WORK_FACTOR.match(stanza.arguments[2])
    if (
        salt is None
        or len(salt) != _SALT
        or work_factor is None
        or len(stanza.body) != WRAPPED_SIZE
    ):
        raise Refused(refusals.STANZA_MALFORMED.because(number=number, kind=KIND))
    return salt, int(work_factor[0])


def _refuse_excessive(work_factor: int) -> None:
    if not 0 < work_factor <= LARGEST_WORK_FACTOR:
        raise Refused(
            refusals.WORK_FACTOR.because(work_factor=work_factor, limit=LARGEST_WORK_FACTOR)
        )


def _wrapping_key(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    scrypt = Scrypt(salt=_LABEL + salt, length=32, n=1 << work_factor, r=8, p=1)
    return scrypt.derive(passphrase.encode())
