# SPDX-License-Identifier: Apache-2.0
"""Addresses of wallets: those of Bitcoin and Ethereum by their checksums, others as they are.

A wrong letter in an address asks for another person's account, so what can be checked is.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import chain as joined

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.wire.keccak import keccak256

BITCOIN, ETHEREUM = "bitcoin", "ethereum"

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_CONSTANT = 1
_BECH32M = 0x2BC830A3
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)

_LOOKS_BITCOIN = re.compile(
    r"(?:bc1|tb1|BC1|TB1)[0-9a-zA-Z]{6,87}\Z|[13mn2][1-9A-HJ-NP-Za-km-z]{24,34}\Z"
)
_LOOKS_ETHEREUM = re.compile(r"0x[0-9a-fA-F]{40}\Z")


def chain_of(value: str, stated: str | None) -> str | None:
    """Return the chain that is stated, or the one that the address's form shows; None if neither
    does.
    """
    if stated is not None:
        return stated.strip().lower()
    if _LOOKS_ETHEREUM.match(value):
        return ETHEREUM
    return BITCOIN if _LOOKS_BITCOIN.match(value) else None


def wallet_reasons(place: str, value: str, stated: str | None) -> Iterator[Reason]:
    chain = chain_of(value, stated)
    if chain is None:
        yield refusals.WALLET_CHAIN.because(field=place)
    elif chain == BITCOIN and not _is_bitcoin(value):
        yield refusals.WALLET_CHECKSUM.because(field=place, chain="Bitcoin")
    elif chain == ETHEREUM and not _is_ethereum(value):
        yield refusals.WALLET_CHECKSUM.because(field=place, chain="Ethereum")


def normal_wallet(value: str, stated: str | None) -> str:
    """Return one spelling for one wallet: capitals carry a checksum in some forms, and no meaning."""
    chain = chain_of(value, stated) or ""
    has_one_case = chain == ETHEREUM or value.lower().startswith(("bc1", "tb1"))
    return f"{chain}:{value.lower() if has_one_case else value}"


def _is_bitcoin(value: str) -> bool:
    if value.lower().startswith(("bc1", "tb1")):
        return _is_bech32(value)
    return _is_base58check(value)


def _is_base58check(value: str) -> bool:
    number = 0
    for character in value:
        digit = _BASE58.find(character)
        if digit < 0:
            return False
        number = number * 58 + digit
    leading = len(value) - len(value.lstrip("1"))
    body = number.to_bytes((number.bit_length() + 7) // 8)
    decoded = bytes(leading) + body
    if len(decoded) != 25:
        return False
    twice = hashlib.sha256(hashlib.sha256(decoded[:-4]).digest()).digest()
    return twice[:4] == decoded[-4:]


def _is_bech32(value: str) -> bool:
    """Decide whether it is Bech32 by BIP 173 for witness version 0, BIP 350 for later ones; one
    case throughout.
    """
    if value not in (value.lower(), value.upper()):
        return False
    prefix, _, data = value.lower().rpartition("1")
    digits = [_BECH32.find(character) for character in data]
    if prefix not in {"bc", "tb"} or len(digits) < 7 or min(digits) < 0:
        return False
    version = digits[0]
    expanded = [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix)]
    if _polymod(list(joined(expanded, digits))) != (_BECH32M if version else _BECH32_CONSTANT):
        return False
    bits = 5 * (len(digits) - 7)
    allowed = {20, 32} if version == 0 else set(range(2, 41))
    return version <= 16 and bits // 8 in allowed


def _polymod(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _is_ethereum(value: str) -> bool:
    """Decide whether it is of one case, or with the capitals of EIP-55."""
    if not _LOOKS_ETHEREUM.match(value):
        return False
    digits = value[2:]
    if digits in (digits.lower(), digits.upper()):
        return True
    digest = keccak256(digits.lower().encode("ascii")).hex()
    return all(
        (character.upper() if int(nibble, 16) > 7 else character.lower()) == character
        for character, nibble in zip(digits, digest, strict=False)
    )
