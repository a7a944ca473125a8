# SPDX-License-Identifier: Apache-2.0
"""Raw signatures over bytes, by the keys of notes and cosignatures: verified once, and remembered as they came out."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa

type PublicKeyKind = type[ed25519.Ed25519PublicKey | mldsa.MLDSA44PublicKey]

REMEMBERED_RAW_SIGNATURES = 512
"""The checks of a court bundle come to the same checkpoints and cosignatures dozens of times. More would only hold
memory; each has at most `LARGEST_REMEMBERED` bytes and its key and signature, under 4 kB."""

LARGEST_REMEMBERED = 16 * 1024
"""Bytes of a signed text that is remembered; a checkpoint has less."""


def made_by(kind: PublicKeyKind, public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Decide whether this key made the signature over `message`; no key of that kind made none."""
    verified = _verified if len(message) > LARGEST_REMEMBERED else _remembered
    return verified(kind, public_key, message, signature)


def _verified(kind: PublicKeyKind, public_key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        kind.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


_remembered = lru_cache(maxsize=REMEMBERED_RAW_SIGNATURES)(_verified)
