# SPDX-License-Identifier: Apache-2.0
"""The parts of an entry that have run out, are about to, or were never looked at: flagged, never
refused.

A register that nobody keeps up is one that nobody can call. The Convention has the list sent
round each year (article 41(2); memory), so what was not verified for a year is flagged.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.errors import Reason
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.entry.period import Period
from rogatory.directory.view.view import DirectoryView

VERIFIED_FOR = timedelta(days=365)
"""A year, after which the list goes round again."""

ANNOUNCE_BEFORE = timedelta(days=60)
"""A new key takes a ceremony, and persons from several offices: two months leave time for one."""

UNVERIFIED = (
    refusals.NEVER_VERIFIED,
    refusals.VERIFIED_LONG_AGO,
    refusals.VERIFIED_NOT_YET,
)
"""That nobody knows whether an office is as its record says."""


def entry_warnings(entry: DirectoryEntry, at: datetime) -> list[Reason]:
    """Return what its State should see to, as of a moment; none if all is in order."""
    found = list(_offices(entry, at.date()))
    found += _uses(entry, at)
    return found


def own_standing(view: DirectoryView, state: str, at: datetime) -> list[Reason]:
    """Return what the State should see to in its own entry, where that may be relied on."""
    if state not in view.states:
        return []
    entry = view.entry(state)
    return entry_warnings(entry, at) + card_standing(entry)


def card_standing(entry: DirectoryEntry) -> list[Reason]:
    """Return the reason that members have nobody to telephone, where it is so."""
    found = []
    if entry.card is None:
        found.append(refusals.NO_CARD.because(state=entry.state))
    if not entry.call_back:
        found.append(refusals.NO_CALL_BACK.because(state=entry.state))
    return found


def day_of(text: str) -> date | None:
    """Return the day of an ISO date; None for one that no calendar has, such as 30 February."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _offices(entry: DirectoryEntry, today: date) -> Iterator[Reason]:
    for authority in entry.authorities:
        if authority.verified is None:
            yield refusals.NEVER_VERIFIED.because(authority=authority.id, state=entry.state)
        elif (reason := _verified(authority.id, authority.verified, today)) is not None:
            yield reason
        if not _is_zone(authority.time_zone):
            yield refusals.TIME_ZONE_UNKNOWN.because(
                authority=authority.id, time_zone=authority.time_zone
            )


def _verified(authority: str, stated: str, today: date) -> Reason | None:
    day = day_of(stated)
    if day is None or day > today + timedelta(days=1):
        return refusals.VERIFIED_NOT_YET.because(authority=authority, day=stated)
    if today - day > VERIFIED_FOR:
        return refusals.VERIFIED_LONG_AGO.because(authority=authority, day=stated)
    return None


def _uses(entry: DirectoryEntry, at: datetime) -> Iterator[Reason]:
    """Yield by use and holder: that nothing is in force any more, or that the last of it ends soon."""
    by_use: dict[tuple[str, str], list[Period]] = {}
    for one in entry.certificates:
        use = f"{one.use} certificate ({one.algorithm})"
        by_use.setdefault((use, one.holder), []).append(one.period)
    for recipient in entry.recipients:
        use = f"{recipient.label} recipient"
        by_use.setdefault((use, recipient.authority), []).append(recipient.period)
    for log in entry.logs:
        by_use.setdefault(("log key", entry.state.lower()), []).append(log.period)
    for (use, holder), periods in by_use.items():
        usable = [one.until for one in periods if one.ended is None or one.ended.at > at]
        last = max(usable, default=None)
        if last is None or last <= at:
            yield refusals.RUN_OUT.because(use=use, holder=holder)
        elif last - at <= ANNOUNCE_BEFORE:
            yield refusals.RUNS_OUT.because(use=use, holder=holder, until=format_moment(last))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
