# SPDX-License-Identifier: Apache-2.0
"""Comparison of one record with what was authorised."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from rogatory.evidence.scope.authorised import CATEGORIES, AuthorisedScope
from rogatory.evidence.scope.identifiers import AccountIdentifier, Sameness, compare_identifiers
from rogatory.evidence.scope.records import FoundRecord

MOST_IDENTIFIERS = 500
"""Accounts of one record that are compared, each with every authorised one: an object of a megabyte can name
a hundred thousand, and many such objects would keep us busy for days.
"""


class ScopeState(StrEnum):
    WITHIN = "within"
    OUTSIDE = "outside"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class ScopeVerdict:
    """A state with its reasons: stable words, each with the value that it is about.

    `accounts` are indices of the authorised accounts that the record names.
    """

    state: ScopeState
    reasons: tuple[tuple[str, str], ...] = ()
    accounts: tuple[int, ...] = ()


def judge(record: FoundRecord, scope: AuthorisedScope) -> ScopeVerdict:
    """Return whether the record, by its own statements, lies within the scope: outside where one of
    them proves it, within only where all of them do.
    """
    outside: list[tuple[str, str]] = []
    open_questions = [(problem, "") for problem in record.problems]
    record = _with_few_accounts(record, open_questions)
    accounts = _accounts(record, scope, outside, open_questions)
    _category(record, scope, outside, open_questions)
    if record.category != "subscriber":  # it is of an account and of no moment
        _period(record, scope, outside, open_questions)
    if scope.items:
        _items(record, scope, outside, open_questions)
    if outside:
        return ScopeVerdict(ScopeState.OUTSIDE, tuple(outside), accounts)
    if open_questions:
        return ScopeVerdict(ScopeState.NOT_CHECKED, tuple(open_questions), accounts)
    return ScopeVerdict(ScopeState.WITHIN, (), accounts)


type _Reasons = list[tuple[str, str]]


def _with_few_accounts(record: FoundRecord, undecided: _Reasons) -> FoundRecord:
    count = max(len(record.identifiers), len(record.around), len(record.inside))
    if count <= MOST_IDENTIFIERS:
        return record
    undecided.append(("account-too-many", str(count)))
    return replace(
        record,
        identifiers=record.identifiers[:MOST_IDENTIFIERS],
        around=record.around[:MOST_IDENTIFIERS],
        inside=record.inside[:MOST_IDENTIFIERS],
        complete=False,
    )


def _accounts(
    record: FoundRecord, scope: AuthorisedScope, outside: _Reasons, undecided: _Reasons
) -> tuple[int, ...]:
    found = _samenesses(scope, record.identifiers)
    named = tuple(index for index, one in enumerate(found) if one is Sameness.EQUAL)
    around = set(_samenesses(scope, record.around)) if record.around else set()
    if named:
        if around == {Sameness.DIFFERENT}:
            undecided.append(("account-within-other", _listed(record.around)))
        return named
    names = _listed(record.identifiers)
    inside = set(_samenesses(scope, record.inside)) if record.inside else set()
    if not record.identifiers:
        undecided.append(("account-missing", ""))
    elif _names_only_others(record, scope, found) and around | inside <= {Sameness.DIFFERENT}:
        outside.append(("account-other", names))
    else:
        undecided.append(("account-undecided", names))
    return ()


def _listed(identifiers: tuple[AccountIdentifier, ...]) -> str:
    return ", ".join(one.text for one in identifiers[:5])[:200]


@lru_cache(maxsize=16)
def _samenesses(
    scope: AuthorisedScope, identifiers: tuple[AccountIdentifier, ...]
) -> tuple[Sameness, ...]:
    """Return the outcome for each authorised account, once for all records around which the same are named."""
    return tuple(_sameness(account, identifiers) for account in scope.accounts)


def _names_only_others(
    record: FoundRecord, scope: AuthorisedScope, found: tuple[Sameness, ...]
) -> bool:
    """Decide whether the record can be of no authorised account; one of a kind that records of this
    format are never of does not count, unless no other is authorised.
    """
    relevant = [
        one
        for account, one in zip(scope.accounts, found, strict=True)
        if account.kind in record.kinds
    ]
    return record.complete and bool(relevant) and all(one is Sameness.DIFFERENT for one in relevant)


def _sameness(account: AccountIdentifier, identifiers: tuple[AccountIdentifier, ...]) -> Sameness:
    """Return DIFFERENT only where each identifier that can be compared with the account is."""
    results = {compare_identifiers(account, one) for one in identifiers if one.may_be(account.kind)}
    if Sameness.EQUAL in results:
        return Sameness.EQUAL
    return Sameness.DIFFERENT if results == {Sameness.DIFFERENT} else Sameness.UNDECIDED


def _category(
    record: FoundRecord, scope: AuthorisedScope, outside: _Reasons, undecided: _Reasons
) -> None:
    if record.category is None:
        if scope.categories != CATEGORIES:
            undecided.append(("category-unknown", ""))
    elif record.category not in scope.categories:
        outside.append(("category-not-authorised", record.category))


def _period(
    record: FoundRecord, scope: AuthorisedScope, outside: _Reasons, undecided: _Reasons
) -> None:
    span = record.span
    if span is None:
        if not record.problems:
            undecided.append(("time-missing", ""))
    elif span.last < scope.begin:
        outside.append(("time-before", duration(scope.begin - span.last)))
    elif span.first >= scope.end:
        outside.append(("time-after", duration(span.first - scope.end)))
    elif span.first < scope.begin or span.last >= scope.end:
        outcome = f"{span.first.isoformat()}/{span.last.isoformat()}"
        undecided.append(("time-across-edge", outcome))


def _items(
    record: FoundRecord, scope: AuthorisedScope, outside: _Reasons, undecided: _Reasons
) -> None:
    """Compare marks of the same name: a number of a message and one of a call say nothing of each other."""
    names = {one.name for one in scope.items}
    found = {one for one in record.items if one.name in names}
    listed = ", ".join(sorted(one.value for one in found)[:5])[:200]
    if found and found <= set(scope.items):
        return
    if found & set(scope.items):
        undecided.append(("item-undecided", listed))
    elif found and {one.name for one in found} == names:
        outside.append(("item-other", listed))
    else:
        undecided.append(("item-missing", listed))


def duration(length: timedelta) -> str:
    """Return a length of time as ISO 8601 writes it, to the second, rounded down."""
    hours, rest = divmod(length.seconds, 3600)
    return f"P{length.days}DT{hours}H{rest // 60}M{rest % 60}S"
