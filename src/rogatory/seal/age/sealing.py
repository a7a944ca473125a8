# SPDX-License-Identifier: Apache-2.0
"""Headers made for recipients and opened by identities."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.seal.age import hybrid, passphrase, refusals, x25519
from rogatory.seal.age.file_key import FileKey
from rogatory.seal.age.header import (
    LARGEST_HEADER,
    Header,
    Stanza,
    authenticated_part,
    parse_header,
    write_header,
    write_unauthenticated,
)
from rogatory.seal.age.recipients import AgeRecipient, Identity
from rogatory.wire.randomness import Random

_SHAPES: dict[str, Callable[[Stanza, int], object]] = {
    hybrid.KIND: hybrid.parse_share,
    x25519.KIND: x25519.parse_share,
    passphrase.KIND: passphrase.parse_salt,
}


@dataclass(frozen=True, slots=True)
class SealedHeader:
    """A new header with the key of the payload that goes behind it."""

    file_key: FileKey
    header: bytes


def seal_header(
    recipients: Sequence[AgeRecipient], random: Random, *, file_key: FileKey | None = None
) -> SealedHeader:
    """Return a header for these recipients, with a new file key unless a payload's own is given
    again.

    Raises:
        Refused: no recipient, recipients of several kinds, several passphrases, or more than
            a header can hold.
    """
    _refuse_unfit(recipients)
    key = file_key or FileKey.generate(random)
    stanzas = [recipient.wrap(key, random) for recipient in recipients]
    header = write_header(stanzas, key.header_mac(write_unauthenticated(stanzas)))
    if len(header) > LARGEST_HEADER:
        raise Refused(refusals.HEADER_TOO_LARGE.because(limit=LARGEST_HEADER))
    return SealedHeader(key, header)


def open_header(header: bytes, identities: Sequence[Identity]) -> FileKey:
    """Return the file key of a header, for one of the identities.

    What must hold:
        1. the header is in its one form, and nothing follows it;
        2. each stanza of a kind that we know has the shape of its kind, regardless of its
        recipient;
        3. a passphrase stanza is the only one;
        4. one of the identities opens one of the stanzas;
        5. the MAC holds under the file key, so nobody added, took or changed a stanza.

    Raises:
        Refused: the first of these that does not hold. A header that lies about its form has
            no further reasons worth telling.
    """
    parsed = parse_header(header)  # 1
    if parsed.size != len(header):
        raise Refused(refusals.HEADER_TRAILING.because(size=len(header) - parsed.size))
    for number, stanza in enumerate(parsed.stanzas, 1):  # 2
        if stanza.kind in _SHAPES:
            _SHAPES[stanza.kind](stanza, number)
    kinds = [stanza.kind for stanza in parsed.stanzas]
    if passphrase.KIND in kinds and len(kinds) > 1:  # 3
        raise Refused(refusals.SCRYPT_WITH_OTHERS.because())
    file_key = _unwrap(parsed, identities)  # 4
    if not hmac.compare_digest(file_key.header_mac(authenticated_part(header)), parsed.mac):  # 5
        raise Refused(refusals.MAC.because())
    return file_key


def _unwrap(header: Header, identities: Sequence[Identity]) -> FileKey:
    tried_passphrase = False
    for number, stanza in enumerate(header.stanzas, 1):
        for identity in identities:
            if identity.kind != stanza.kind:
                continue
            if (file_key := identity.unwrap(stanza, number)) is not None:
                return file_key
            tried_passphrase = identity.kind == passphrase.KIND
    code = refusals.PASSPHRASE_WRONG if tried_passphrase else refusals.NOT_FOR_US
    raise Refused(code.because())


def _refuse_unfit(recipients: Sequence[AgeRecipient]) -> None:
    kinds = sorted({recipient.kind for recipient in recipients})
    if not kinds:
        raise Refused(refusals.NO_RECIPIENT.because())
    if len(kinds) > 1:
        raise Refused(refusals.RECIPIENTS_MIXED.because(kinds=", ".join(kinds)))
    if kinds == [passphrase.KIND] and len(recipients) > 1:
        raise Refused(refusals.SCRYPT_WITH_OTHERS.because())
