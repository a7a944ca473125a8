# SPDX-License-Identifier: Apache-2.0
"""Accounts, categories and period that were authorised, as one canonical JSON file states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.member_forms import list_of, object_of, one_of, text
from rogatory.evidence.scope import refusals
from rogatory.evidence.scope.identifiers import KINDS, AccountIdentifier, is_in_form
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment, parse_moment

CATEGORIES = frozenset({"content", "subscriber", "traffic"})

MOST_ACCOUNTS = 200
"""Accounts of one file: each record is compared with each, and each keeps a mark for every day."""

MOST_YEARS = 100
"""Years of a period: each day of it is a mark in memory for each account."""

LONGEST_TEXT = 500
"""Characters of an identifier or article: a longer one is none, and fills each finding."""

_MEMBERS = frozenset({"accounts", "article", "categories", "period"})


@dataclass(frozen=True, slots=True)
class AuthorisedScope:
    """The scope of one order. The period contains `begin`, not `end`; `article` is what it cites."""

    accounts: tuple[AccountIdentifier, ...]
    categories: frozenset[str]
    begin: datetime
    end: datetime
    article: str


def parse_authorised(data: bytes) -> AuthorisedScope:
    """Return what the file states.

    Raises:
        Refused: with every member that is not in form.
    """
    fields: dict[str, Any] = canonical.decode_object(data)
    if wrong := sorted(set(fields) ^ _MEMBERS):
        raise Refused(refusals.MEMBERS.because(members=", ".join(wrong)))
    reasons = [
        refusals.FORM.because(member=name)
        for name, holds in (
            ("accounts", _accounts_hold(fields["accounts"])),
            ("article", text(fields["article"]) and 0 < len(fields["article"]) <= LONGEST_TEXT),
            ("categories", _categories_hold(fields["categories"])),
        )
        if not holds
    ]
    period = _period(fields["period"])
    reasons += [period] if isinstance(period, Reason) else []
    refuse_if_any(reasons)
    assert not isinstance(period, Reason)
    return AuthorisedScope(
        tuple(AccountIdentifier(one["kind"], one["value"]) for one in fields["accounts"]),
        frozenset(fields["categories"]),
        *period,
        fields["article"],
    )


def encode_authorised(scope: AuthorisedScope) -> bytes:
    """Return the bytes of the file."""
    accounts = [{"kind": one.kind, "value": one.text} for one in scope.accounts]
    period = {"begin": format_moment(scope.begin), "end": format_moment(scope.end)}
    return canonical.encode(
        {
            "accounts": accounts,
            "article": scope.article,
            "categories": sorted(scope.categories),
            "period": period,
        }
    )


def _accounts_hold(value: Any) -> bool:
    form = list_of(object_of(kind=one_of(KINDS), value=text))
    return (
        form(value)
        and 0 < len(value) <= MOST_ACCOUNTS
        and all(
            is_in_form(one["kind"], one["value"]) and len(one["value"]) <= LONGEST_TEXT
            for one in value
        )
    )


def _categories_hold(value: Any) -> bool:
    return list_of(one_of(CATEGORIES))(value) and bool(value) and value == sorted(set(value))


def _period(value: Any) -> tuple[datetime, datetime] | Reason:
    if not isinstance(value, Mapping) or set(value) != {"begin", "end"}:
        return refusals.FORM.because(member="period")
    try:
        begin, end = parse_moment(value["begin"]), parse_moment(value["end"])
    except Refused:
        return refusals.FORM.because(member="period")
    if not timedelta(0) < end - begin <= timedelta(days=MOST_YEARS * 366):
        return refusals.PERIOD.because(years=MOST_YEARS)
    return begin, end
