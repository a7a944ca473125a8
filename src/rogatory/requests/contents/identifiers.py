# SPDX-License-Identifier: Apache-2.0
"""Identifiers of data and persons: each checked by the rules of its own kind, each in one spelling.

Line 12 of the law's list: an identifier that is wrong, or a network address without its moment in
UTC, asks for the data of somebody else. What has a check digit or a checksum is checked by it.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from rogatory.errors import Code, Reason
from rogatory.requests import refusals
from rogatory.requests.contents.wallets import BITCOIN, ETHEREUM, normal_wallet, wallet_reasons
from rogatory.wire.canonical import Json

type Identifier = Mapping[str, Json]

LONGEST_DOMAIN = 253
"""Characters of a domain name (RFC 1035 2.3.4)."""

LONGEST_LABEL = 63
"""Characters of one part of a domain name (RFC 1035 2.3.4)."""

_MAILBOX = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}\Z", re.ASCII)
_IMEI = re.compile(r"[0-9]{15}\Z", re.ASCII)
_IMSI = re.compile(r"[0-9]{6,15}\Z", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\Z", re.ASCII)
_TRANSACTIONS = {
    BITCOIN: re.compile(r"[0-9a-fA-F]{64}\Z", re.ASCII),
    ETHEREUM: re.compile(r"0x[0-9a-fA-F]{64}\Z", re.ASCII),
}
"""Forms of a transaction, by the chain that it names; of another chain none is known."""
_HASH = re.compile(r"[0-9a-fA-F]+\Z")
_HASH_LENGTHS = frozenset({32, 40, 56, 64, 96, 128})
"""Hexadecimal digits of MD5, SHA-1, and the members of SHA-2 and SHA-3."""

_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}


def identifier_reasons(place: str, identifier: Identifier) -> Iterator[Reason]:
    """Yield why the identifier at `place` of a body is none of its type; nothing if it is one."""
    check = _CHECKS.get(str(identifier.get("type")))
    if check is not None:
        yield from check(place, identifier)


def normal(identifier: Identifier, service: str | None = None) -> str:
    """Return one spelling for one identifier, so that two requests on one target are seen to be so.

    `service` is that of the data item, where an account names none of its own.
    """
    kind, value = str(identifier.get("type")), _value(identifier).strip()
    if kind == "account":
        named = str(identifier.get("service") or service or "")
        return f"account:{_folded(value)}@{_folded(named)}"
    if kind == "wallet":
        return f"wallet:{normal_wallet(value, _chain(identifier))}"
    if kind == "transaction":
        return f"transaction:{_folded(_chain(identifier) or '')}:{_folded(value)}"
    if kind == "bank_account":
        named = str(identifier.get("service") or service or "")
        return f"bank_account:{_without_spaces(value)}@{_folded(named)}"
    spelled = _SPELLINGS.get(kind, _folded)
    return f"{kind}:{spelled(value)}"


def domain_in_ascii(domain: str) -> str | None:
    """Return the domain in lower case and ASCII (IDNA); None if it is no domain of two labels or
    more.
    """
    labels = unicodedata.normalize("NFC", domain.lower()).rstrip(".").split(".")
    spelled = [_label_in_ascii(label) for label in labels]
    if len(spelled) < 2 or not all(label and _LABEL.match(label) for label in spelled):
        return None
    found = ".".join(label for label in spelled if label)
    is_name = not spelled[-1].isdecimal() if spelled[-1] else False
    return found if is_name and len(found) <= LONGEST_DOMAIN else None


def _label_in_ascii(label: str) -> str | None:
    if label.isascii():
        return label if 0 < len(label) <= LONGEST_LABEL else None
    try:
        return label.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def luhn_holds(digits: str) -> bool:
    """Decide whether the last digit is the check digit of those before it (ISO/IEC 7812-1)."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        digit = int(character) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def iban_holds(value: str) -> bool:
    """Decide whether a number is an IBAN: its form, and the check digits of ISO 13616 (ISO 7064, mod 97-10)."""
    number = _without_spaces(value)
    if not _IBAN.match(number):
        return False
    digits = "".join(str(int(one, 36)) for one in number[4:] + number[:4])
    return int(digits) % 97 == 1


def _without_spaces(value: str) -> str:
    return "".join(value.split()).upper()


def _value(identifier: Identifier) -> str:
    return str(identifier.get("value", ""))


def _chain(identifier: Identifier) -> str | None:
    stated = identifier.get("chain")
    return stated if isinstance(stated, str) else None


def _if_not(
    holds: Callable[[str], bool], code: Code
) -> Callable[[str, Identifier], Iterator[Reason]]:
    def check(place: str, identifier: Identifier) -> Iterator[Reason]:
        value = _value(identifier)
        if not holds(value):
            yield code.because(field=place, value=ascii(value)[:60])

    return check


def _is_email(value: str) -> bool:
    mailbox, at, domain = value.rpartition("@")
    return bool(at and _MAILBOX.match(mailbox) and domain_in_ascii(domain))


def _is_url(value: str) -> bool:
    parts = _split(value)
    if parts is None or not parts.scheme or any(character.isspace() for character in value):
        return False
    return _is_host(parts.hostname or "") and parts.username is None


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        _ = parts.port  # reading it is what refuses a wrong one
    except ValueError:
        return None
    return parts


def _is_host(host: str) -> bool:
    return _is_address(host) or domain_in_ascii(host) is not None


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def _address_reasons(place: str, identifier: Identifier) -> Iterator[Reason]:
    if "at" not in identifier:
        yield refusals.ADDRESS_WITHOUT_MOMENT.because(field=place)
    if not _is_address(_value(identifier)):
        yield refusals.ADDRESS_FORM.because(field=place, value=ascii(_value(identifier))[:40])


def _wallet_reasons(place: str, identifier: Identifier) -> Iterator[Reason]:
    yield from wallet_reasons(place, _value(identifier), _chain(identifier))


def _transaction_reasons(place: str, identifier: Identifier) -> Iterator[Reason]:
    chain = (_chain(identifier) or "").strip().lower()
    form, value = _TRANSACTIONS.get(chain), _value(identifier)
    if not chain:
        yield refusals.TRANSACTION_CHAIN.because(field=place)
    elif form is not None and not form.match(value):
        yield refusals.TRANSACTION_FORM.because(
            field=place, value=ascii(value)[:70], chain=chain.capitalize()
        )


_CHECKS: Mapping[str, Callable[[str, Identifier], Iterator[Reason]]] = {
    "ip": _address_reasons,
    "email": _if_not(_is_email, refusals.EMAIL_FORM),
    "domain": _if_not(lambda value: domain_in_ascii(value) is not None, refusals.DOMAIN_FORM),
    "url": _if_not(_is_url, refusals.URL_FORM),
    "phone": _if_not(lambda value: _PHONE.match(value) is not None, refusals.PHONE_FORM),
    "imei": _if_not(
        lambda value: _IMEI.match(value) is not None and luhn_holds(value), refusals.IMEI_FORM
    ),
    "imsi": _if_not(lambda value: _IMSI.match(value) is not None, refusals.IMSI_FORM),
    "hash": _if_not(
        lambda value: _HASH.match(value) is not None and len(value) in _HASH_LENGTHS,
        refusals.HASH_FORM,
    ),
    "wallet": _wallet_reasons,
    "transaction": _transaction_reasons,
    "iban": _if_not(iban_holds, refusals.IBAN_FORM),
}


def _folded(value: str) -> str:
    return unicodedata.normalize("NFC", value.strip()).casefold()


def _spelled_email(value: str) -> str:
    mailbox, _, domain = value.rpartition("@")
    return f"{_folded(mailbox)}@{domain_in_ascii(domain) or _folded(domain)}"


def _spelled_address(value: str) -> str:
    return str(ipaddress.ip_address(value)) if _is_address(value) else _folded(value)


def _spelled_url(value: str) -> str:
    """Return scheme and host in small letters, the scheme's own port and the fragment left out."""
    parts = _split(value)
    if parts is None or not parts.hostname:
        return _folded(value)
    host = domain_in_ascii(parts.hostname) or parts.hostname
    has_port = parts.port is not None and parts.port != _DEFAULT_PORTS.get(parts.scheme)
    place = f"{host}:{parts.port}" if has_port else host
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{place}{parts.path or '/'}{query}"


_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "email": _spelled_email,
    "ip": _spelled_address,
    "url": _spelled_url,
    "domain": lambda value: domain_in_ascii(value) or _folded(value),
    "iban": _without_spaces,
    "phone": lambda value: "+" + "".join(character for character in value if character.isdecimal()),
}
