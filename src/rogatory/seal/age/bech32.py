# SPDX-License-Identifier: Apache-2.0
"""Bech32 (BIP 173) as age uses it for keys: no limit of 90 characters, the original checksum.

`decode` accepts the one form that `encode` writes, in all lower or all upper case, and nothing
else: no mixed case, no padding bits that are set, no unused group.
"""

import base64

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_CHARACTERS = frozenset(_ALPHABET)
_TO_DIGITS = str.maketrans(_ALPHABET, _DIGITS)
_TO_GROUPS = bytes.maketrans(_ALPHABET.encode(), bytes(range(32)))
_OF_BASE32 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bytes(range(32)))
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def _reduced(top: int) -> int:
    terms = 0
    for place, term in enumerate(_GENERATOR):
        terms ^= term if top >> place & 1 else 0
    return terms


_REDUCED = tuple(_reduced(top) for top in range(32))
"""The sum of the generator's terms for each value of the five bits that leave the checksum: a hybrid recipient has
two thousand characters, and is read again in each seal, bag and disclosure that names it."""

LONGEST = 4096
"""A hybrid recipient has 1,959 characters; a longer text is not a key but an attack on the loop."""


def encode(prefix: str, data: bytes) -> str:
    """Return the lower-case text of `data` under a lower-case human-readable prefix."""
    groups = base64.b32encode(data).rstrip(b"=").translate(_OF_BASE32)
    checksum = _polymod(_expanded(prefix) + groups + bytes(_CHECKSUM)) ^ 1
    groups += bytes(checksum >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM))
    return prefix + "1" + "".join(_ALPHABET[group] for group in groups)


def decode(text: str) -> tuple[str, bytes]:
    """Return the prefix, in lower case, and the data.

    Raises:
        ValueError: `text` is not Bech32; the message never repeats it, since it may be a secret.
    """
    if len(text) > LONGEST or not text.isascii():
        raise ValueError("too long, or not ASCII")
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    prefix, separator, rest = text.lower().rpartition("1")
    if not separator or not prefix or not prefix.isprintable() or " " in prefix:
        raise ValueError("no human-readable prefix")
    if len(rest) < _CHECKSUM or not _CHARACTERS.issuperset(rest):
        raise ValueError("not in the alphabet, or too short for a checksum")
    if _polymod(_expanded(prefix) + rest.encode("ascii").translate(_TO_GROUPS)) != 1:
        raise ValueError("the checksum does not hold")
    return prefix, _data_of(rest[:-_CHECKSUM])


def _expanded(prefix: str) -> bytes:
    return bytes([*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)])


def _polymod(values: bytes) -> int:
    check = 1
    for value in values:
        check = (check & 0x1FFFFFF) << 5 ^ value ^ _REDUCED[check >> 25]
    return check


def _data_of(groups: str) -> bytes:
    """Return the bytes of groups of five bits, which are in the alphabet."""
    size, padding = divmod(5 * len(groups), 8)
    number = int(groups.translate(_TO_DIGITS) or "0", 32)
    if padding >= 5 or number & (1 << padding) - 1:
        raise ValueError("padding that is not zero, or too long")
    return (number >> padding).to_bytes(size)
