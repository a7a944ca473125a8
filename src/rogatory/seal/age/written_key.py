# SPDX-License-Identifier: Apache-2.0
"""The common parts of every kind of key here: how it is written, and the share in its stanza."""

from rogatory.errors import Refused
from rogatory.seal.age import bech32, canonical_base64, refusals
from rogatory.seal.age.header import Stanza
from rogatory.seal.age.wrapped_key import WRAPPED_SIZE


def read_recipient(text: str, prefix: str, size: int) -> bytes:
    """Return the public key that a recipient's text says; refuses another prefix, size or upper
    case.
    """
    try:
        found, key = bech32.decode(text)
    except ValueError as error:
        raise not_a_recipient(text) from error
    if found != prefix or len(key) != size or text != text.lower():
        raise not_a_recipient(text)
    return key


def not_a_recipient(text: str) -> Refused:
    return Refused(refusals.RECIPIENT.because(text=ascii(text)[1:-1][:60]))


def read_identity(text: str, prefix: str, size: int) -> bytes:
    """Return the secret that an identity's text says; what is none is refused without repeating it."""
    try:
        found, secret = bech32.decode(text)
    except ValueError as error:
        raise Refused(refusals.IDENTITY.because()) from error
    if found != prefix or len(secret) != size or text != text.upper():
        raise Refused(refusals.IDENTITY.because())
    return secret


def read_share(stanza: Stanza, number: int, kind: str, size: int) -> bytes:
    """Return what the sender's ephemeral key leaves in a stanza of one share; refuses any other
    shape.
    """
    share = (
        canonical_base64.decode(stanza.arguments[1].encode())
        if len(stanza.arguments) == 2
        else None
    )
    if share is None or len(share) != size or len(stanza.body) != WRAPPED_SIZE:
        raise Refused(refusals.STANZA_MALFORMED.because(number=number, kind=kind))
    return share
