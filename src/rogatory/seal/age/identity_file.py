# SPDX-License-Identifier: Apache-2.0
"""`identity.txt`: age identities, one a line, with comment lines; in clear or under a passphrase.

The form is the one that age's own key program writes, so any age program reads it.
"""

import os
from collections.abc import Callable
from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.seal.age import armor, refusals
from rogatory.seal.age.files import decrypt, encrypt
from rogatory.seal.age.hybrid import HybridIdentity
from rogatory.seal.age.passphrase import PassphraseIdentity, PassphraseRecipient
from rogatory.seal.age.x25519 import X25519Identity
from rogatory.wire.moments import format_moment
from rogatory.wire.randomness import Random

type KeyIdentity = HybridIdentity | X25519Identity

LARGEST_IDENTITY_FILE = 64 << 10
"""Thirty hybrid identities with their comments; a larger file is another file named by mistake."""

_ENCRYPTED = b"age-encryption.org/"


def parse_identity(text: str) -> KeyIdentity:
    """Return the identity, of either kind, that a text is; refuses any other, without repeating it."""
    if text.startswith("AGE-SECRET-KEY-PQ-1"):
        return HybridIdentity.parse(text)
    return X25519Identity.parse(text)


def write_identity_file(
    identity: KeyIdentity,
    at: datetime,
    passphrase: str | None = None,
    *,
    random: Random = os.urandom,
) -> bytes:
    """Return the file of one identity, made at a moment; armored age under a passphrase, if one is
    given.
    """
    text = (
        f"# created: {format_moment(at)}\n# public key: {identity.recipient}\n{identity.encode()}\n"
    ).encode()
    if passphrase is None:
        return text
    return encrypt(text, [PassphraseRecipient(passphrase)], random, armored=True)


def needs_passphrase(data: bytes) -> bool:
    """Decide whether an identity file is an age file itself."""
    return data.startswith(_ENCRYPTED) or armor.is_armored(data)


def read_identity_file(
    data: bytes, passphrase: Callable[[], str] | None = None
) -> list[KeyIdentity]:
    """Return the identities of a file; `passphrase` is asked only if the file is protected.

    Raises:
        Refused: the file is too large, protected while no passphrase is given or a wrong one,
            holds no identity, or (each named) lines that are neither comment nor identity.
    """
    if len(data) > LARGEST_IDENTITY_FILE:
        raise Refused(
            refusals.IDENTITY_FILE_TOO_LARGE.because(size=len(data), limit=LARGEST_IDENTITY_FILE)
        )
    if needs_passphrase(data):
        if passphrase is None:
            raise Refused(refusals.PASSPHRASE_MISSING.because())
        data = decrypt(data, [PassphraseIdentity(passphrase())])
    return _identities(data)


def _identities(text: bytes) -> list[KeyIdentity]:
    found: list[KeyIdentity] = []
    reasons: list[Reason] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith(b"#"):
            continue
        try:
            found.append(parse_identity(line.decode("ascii", "replace")))
        except Refused:
            reasons.append(refusals.IDENTITY_LINE.because(line=number))
    refuse_if_any(reasons)
    if not found:
        raise Refused(refusals.NO_IDENTITY.because())
    return found
