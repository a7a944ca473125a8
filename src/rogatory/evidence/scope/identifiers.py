# SPDX-License-Identifier: Apache-2.0
"""Identifiers of accounts, and the comparison of one that was found with one that was authorised."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum

KINDS = frozenset({"email", "id", "ip", "phone"})

PARTY = "party"
"""The kind of a sender's or recipient's text, which may be a name that is displayed."""

_COMPARED_DIGITS = 6
"""Last digits that are the same in every way to write a number: prefixes change only its begin."""

_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.-]*", re.ASCII)
_EMAIL = re.compile(r"[^\s<>(),;:\"@]+@[^\s<>(),;:\"@]+")
_SAME_DOMAINS = {"googlemail.com": "gmail.com"}


class Sameness(StrEnum):
    """A result of a comparison; UNDECIDED where the two texts do not decide it."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class AccountIdentifier:
    """An identifier as it was written; `kind` is None where the file does not state it."""

    kind: str | None
    text: str

    def may_be(self, kind: str | None) -> bool:
        """Decide whether this can be compared with an identifier of that kind."""
        return self.kind in {None, PARTY, kind}


UNNAMED = AccountIdentifier(PARTY, "")
"""An account of which nothing is known: it is equal to none, and different from none."""


def compare_identifiers(authorised: AccountIdentifier, found: AccountIdentifier) -> Sameness:
    """Return whether both are the same account, as far as their texts decide it."""
    if not found.may_be(authorised.kind):
        return Sameness.UNDECIDED
    one, other = authorised.text.strip(), found.text.strip()
    if authorised.kind == "email":
        return _emails(one, other)
    if authorised.kind == "ip":
        return _addresses(one, other)
    if authorised.kind == "phone":
        return _numbers(one, other, stated=found.kind == "phone")
    return _ids(one, other, party=found.kind == PARTY)


def _emails(one: str, other: str) -> Sameness:
    """Compare without case: no large provider gives two persons mailboxes that differ in it. Texts that
    some providers take for one mailbox are undecided.
    """
    if one.casefold() == other.casefold():
        return Sameness.EQUAL
    if not is_email(other) or _loosely(one) == _loosely(other):
        return Sameness.UNDECIDED
    if any(not text.isascii() or "xn--" in text.casefold() for text in (one, other)):
        return Sameness.UNDECIDED
    return Sameness.DIFFERENT


def _loosely(email: str) -> tuple[str, str]:
    name, domain = email.casefold().split("@")
    return name.partition("+")[0].replace(".", ""), _SAME_DOMAINS.get(domain, domain)


def _ids(one: str, other: str, *, party: bool) -> Sameness:
    if one == other:
        return Sameness.EQUAL
    if party or " " in other or not other or one.casefold() == other.casefold():
        return Sameness.UNDECIDED
    if _shape(one) != _shape(other):
        return Sameness.UNDECIDED
    return Sameness.DIFFERENT


def _shape(text: str) -> tuple[bool, bool, bool]:
    return "@" in text, is_address(text), is_number(text)


def _addresses(one: str, other: str) -> Sameness:
    if not is_address(other):
        return Sameness.UNDECIDED
    return Sameness.EQUAL if _address(one) == _address(other) else Sameness.DIFFERENT


def _address(text: str) -> object:
    found = ipaddress.ip_address(text)
    return getattr(found, "ipv4_mapped", None) or found


def _numbers(one: str, other: str, *, stated: bool) -> Sameness:
    """Compare numbers of which the authorised one is international. `stated` where the file says that
    the other one is a number, not perhaps a customer's.
    """
    if not is_number(other):
        return Sameness.UNDECIDED
    mine, found = international(one), international(other)
    if mine == found:
        return Sameness.EQUAL
    clear = stated or other.startswith("+")
    if not clear or len(found) < _COMPARED_DIGITS or {"(", "/"} & set(other):
        return Sameness.UNDECIDED
    if _may_be_one(mine, found):
        return Sameness.UNDECIDED
    if mine[-_COMPARED_DIGITS:] != found[-_COMPARED_DIGITS:] or other.startswith("+"):
        return Sameness.DIFFERENT
    return Sameness.UNDECIDED


def _may_be_one(mine: str, found: str) -> bool:
    """Decide whether two numbers differ only in a zero for calls at home, or in an extension."""
    longer, shorter = sorted((mine, found), key=len, reverse=True)
    return longer.startswith(shorter) or mine.replace("0", "") == found.replace("0", "")


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and not is_address(text)


def international(text: str) -> str:
    """Return the digits of a number, without the prefix for calls abroad."""
    return "".join(re.findall(r"[0-9]", text)).removeprefix("00")


def is_in_form(kind: str, text: str) -> bool:
    """Decide whether an authorised identifier can be compared at all."""
    if kind == "email":
        return is_email(text)
    if kind == "ip":
        return is_address(text)
    if kind == "phone":
        enough = len(international(text)) > _COMPARED_DIGITS
        return text.startswith("+") and is_number(text) and enough
    return bool(text) and text == text.strip()
