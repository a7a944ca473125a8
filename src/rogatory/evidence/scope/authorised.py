# SPDX-License-Identifier: Apache-2.0
"""Accounts, categories, items and period that were authorised, as one JSON file states them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence.member_forms import MemberCheck, list_of, object_of, one_of, text
from rogatory.evidence.scope import refusals
from rogatory.evidence.scope.field_names import ITEM_NAMES
from rogatory.evidence.scope.identifiers import KINDS, AccountIdentifier, is_in_form
from rogatory.evidence.scope.records import ItemMark
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText

CATEGORIES = frozenset({"content", "subscriber", "traffic"})

MOST_ACCOUNTS = 200
"""Accounts of one file: each record is compared with each, and each keeps a mark for every day."""

MOST_ITEMS = 10_000
"""Items of one file: they are kept in memory, and a longer list names no single items."""

MOST_YEARS = 100
"""Years of a period: each day of it is a mark in memory for each account."""

LONGEST_TEXT = 500
"""Characters of an identifier or article: a longer one is none, and fills each finding."""

_MEMBERS = frozenset({"accounts", "article", "categories", "period"})
_MARK = b"\xef\xbb\xbf"
"""Some editors put it before a text in UTF-8."""


@dataclass(frozen=True, slots=True)
class AuthorisedScope:
    """The scope of one order. The period contains `begin`, not `end`; `article` is what it cites.
    Without `items` it is not restricted to single ones.
    """

    accounts: tuple[AccountIdentifier, ...]
    categories: frozenset[str]
    begin: datetime
    end: datetime
    article: str
    items: frozenset[ItemMark] = frozenset()


def parse_authorised(data: bytes) -> AuthorisedScope:
    """Return what the file states: JSON in any order and with any white space, as people write it.

    Raises:
        Refused: it is not JSON; else with every member that is missing, unknown or not in form.
    """
    fields: Any = canonical.parse(data.removeprefix(_MARK))
    if not isinstance(fields, dict):
        raise Refused(refusals.MEMBERS.because(members=", ".join(sorted(_MEMBERS))))
    reasons = list(_faults(fields))
    period = _period(fields["period"]) if "period" in fields else None
    reasons += [period] if isinstance(period, Reason) else []
    refuse_if_any(reasons)
    assert isinstance(period, tuple)
    return AuthorisedScope(
        tuple(AccountIdentifier(one["kind"], one["value"]) for one in fields["accounts"]),
        frozenset(fields["categories"]),
        *period,
        fields["article"],
        frozenset(ItemMark(one["name"], one["value"]) for one in fields.get("items", ())),
    )


def encode_authorised(scope: AuthorisedScope) -> bytes:
    """Return the canonical bytes of the file."""
    accounts = [{"kind": one.kind, "value": one.text} for one in scope.accounts]
    period = {"begin": format_moment(scope.begin), "end": format_moment(scope.end)}
    items = sorted((one.name, one.value) for one in scope.items)
    fields: dict[str, canonical.Json] = {
        "accounts": accounts,
        "article": scope.article,
        "categories": sorted(scope.categories),
        "period": period,
    }
    if items:
        fields["items"] = [{"name": name, "value": value} for name, value in items]
    return canonical.encode(fields)


def _faults(fields: Mapping[str, Any]) -> Iterator[Reason]:
    """Yield what is wrong with all members but the period."""
    if wrong := sorted(set(fields) - {"items"} ^ _MEMBERS):
        yield refusals.MEMBERS.because(members=", ".join(wrong))
    if "accounts" in fields:
        for member in _not_in_form("accounts", fields["accounts"], MOST_ACCOUNTS, _is_account):
            yield _wrong(member, "accounts")
    if "article" in fields and not _is_short(fields["article"]):
        yield _wrong("article", "article")
    if "categories" in fields and not _categories_hold(fields["categories"]):
        yield _wrong("categories", "categories")
    if "items" in fields:
        for member in _not_in_form("items", fields["items"], MOST_ITEMS, _is_item):
            yield _wrong(member, "items")


_FORMS: Mapping[str, Phrase] = {
    "accounts": FilledText(
        P_("a list of 1 to {most}, each with kind ({kinds}) and a value in the form of that kind"),
        most=MOST_ACCOUNTS,
        kinds=", ".join(sorted(KINDS)),
    ),
    "article": FilledText(P_("a text of 1 to {most} characters"), most=LONGEST_TEXT),
    "categories": FilledText(
        P_("a list of one or more of {categories}, each once"),
        categories=", ".join(sorted(CATEGORIES)),
    ),
    "items": FilledText(
        P_("a list of 1 to {most}, each with name ({names}) and value"),
        most=MOST_ITEMS,
        names=", ".join(sorted(ITEM_NAMES)),
    ),
    "period": FilledText(
        P_("an object with begin and end, each such as {moment}"), moment="2026-11-24T03:00:00Z"
    ),
}
"""The form of each member, as its refusal states it."""


def _wrong(member: str, form: str) -> Reason:
    return refusals.FORM.because(member=member, form=_FORMS[form])


def _not_in_form(name: str, value: Any, most: int, form: MemberCheck) -> Iterator[str]:
    """Yield the name where it is no list of one to so many, else each place in it that is wrong."""
    if not isinstance(value, list) or not 0 < len(value) <= most:
        yield name
        return
    for number, one in enumerate(value, 1):
        if not form(one):
            yield f"{name} {number}"


def _is_short(value: Any) -> bool:
    return text(value) and bool(value.strip()) and len(value) <= LONGEST_TEXT


def _is_account(value: Any) -> bool:
    return object_of(kind=one_of(KINDS), value=_is_short)(value) and is_in_form(
        value["kind"], value["value"]
    )


def _is_item(value: Any) -> bool:
    return (
        object_of(name=one_of(ITEM_NAMES), value=_is_short)(value)
        and value["value"] == value["value"].strip()
    )


def _categories_hold(value: Any) -> bool:
    return list_of(one_of(CATEGORIES))(value) and bool(value) and len(value) == len(set(value))


def _period(value: Any) -> tuple[datetime, datetime] | Reason:
    if not isinstance(value, Mapping) or set(value) != {"begin", "end"}:
        return _wrong("period", "period")
    try:
        begin, end = parse_moment(value["begin"]), parse_moment(value["end"])
    except Refused:
        return _wrong("period", "period")
    if not timedelta(0) < end - begin <= timedelta(days=MOST_YEARS * 366):
        return refusals.PERIOD.because(years=MOST_YEARS)
    return begin, end
