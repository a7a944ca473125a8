# SPDX-License-Identifier: Apache-2.0
"""Bech32 (BIP 173) as age uses it for keys: no limit of 90 characters, the original checksum.

`decode` accepts the one form that `encode` writes, in all lower or all upper case, and nothing
else: no mixed case, no padding bits that are set, no unused group.
"""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6

LONGEST = 4096
"""A hybrid recipient has 1,959 characters; a longer text is not a key but an attack on the loop."""


def encode(prefix: str, data: bytes) -> str:
    """Return the lower-case text of `data` under a lower-case human-readable prefix."""
    groups = _regroup(data, 8, 5, pad=True)
    assert groups is not None
    checksum = _polymod([*_expanded(prefix), *groups, *[0] * _CHECKSUM]) ^ 1
    groups += [checksum >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
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
    if len(rest) < _CHECKSUM or any(character not in _VALUES for character in rest):
        raise ValueError("not in the alphabet, or too short for a checksum")
    groups = [_VALUES[character] for character in rest]
    if _polymod([*_expanded(prefix), *groups]) != 1:
        raise ValueError("the checksum does not hold")
    data = _regroup(bytes(groups[:-_CHECKSUM]), 5, 8, pad=False)
    if data is None:
        raise ValueError("padding that is not zero, or too long")
    return prefix, bytes(data)


def _expanded(prefix: str) -> list[int]:
    return [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= term
    return check


def _regroup(values: bytes, width: int, into: int, *, pad: bool) -> list[int] | None:
    """Return `values` of `width` bits each as groups of `into` bits; None where the rest is no
    padding.
    """
    held = bits = 0
    groups = []
    for value in values:
        held = held << width | value
        bits += width
        while bits >= into:
            bits -= into
            groups.append(held >> bits)
            held &= (1 << bits) - 1
    if pad:
        return [*groups, held << into - bits] if bits else groups
    return None if bits >= width or held else groups
