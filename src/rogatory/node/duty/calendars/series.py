# SPDX-License-Identifier: Apache-2.0
"""The occurrences of a calendar's events: repetitions, single dates that are taken out, added or
moved, and new versions of an event.

The library `recurring-ical-events` works them out. What it would guess at, or what programmes read
in different ways, is refused here before it is asked.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]
from icalendar import Calendar

from rogatory.node.duty.calendars.named_zones import days_of, kind_of_time, values_of
from rogatory.wire.words import P_, FilledText, Theirs

MOST_INTERVAL = 1000
"""Days, weeks, months or years between two repetitions; with none the walk would never end."""

_PARTS = {
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
}
"""The parts that may choose the days of a rule: with any other, the walk may find none until the
year 9999.
"""

_ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_MARGIN = timedelta(days=2)
"""Around the period, for times that name no zone: the caller knows theirs."""


def series_of(events: Iterable[Any]) -> list[list[Any]]:
    """Return the events by identifier: all versions and moved dates of one are a series. An event
    without an identifier is one by itself.
    """
    named: dict[str, list[Any]] = {}
    single = []
    for event in events:
        uid = str(event.get("UID", ""))
        if uid:
            named.setdefault(uid, []).append(event)
        else:
            single.append([event])
    return [*named.values(), *single]


def refuse_unclear(event: Any, begins: date, oldest: datetime, oldest_day: date) -> None:
    """Refuse an event that programmes read in different ways, with a phrase (ValueError)."""
    if event.errors:
        name, problem = event.errors[0]
        raise ValueError(
            FilledText(P_("{name}: {problem}"), name=name, problem=Theirs(str(problem)))
        )
    _refuse_unknown_zone(event)
    _refuse_mixed(event, begins)
    if event.get("EXRULE") is not None:
        raise ValueError(
            FilledText(P_("it leaves out dates by a rule (EXRULE), which is not read"))
        )
    given = event.get("RECURRENCE-ID")
    if given is not None and given.params.get("RANGE", "THISANDFUTURE") != "THISANDFUTURE":
        raise ValueError(
            FilledText(P_("it changes earlier dates of its series, which is not read"))
        )
    rule = event.get("RRULE")
    if rule is not None:
        _refuse_rule(rule, begins)
        if _is_before(begins, oldest, oldest_day):
            raise ValueError(FilledText(P_("it has repeated for more than ten years")))


def refuse_versions(events: Sequence[Any]) -> None:
    """Refuse two versions of an event, or of one of its dates, of which none is the newer."""
    if len(events) < 2:
        return  # writing each out to compare it takes half of the time of all
    seen: dict[tuple[str, int], bytes] = {}
    for event in events:
        which = event.get("RECURRENCE-ID")
        key = ("" if which is None else str(which.dt), int(event.get("SEQUENCE", 0)))
        if seen.setdefault(key, event.to_ical()) != event.to_ical():
            raise ValueError(
                FilledText(
                    P_("it is there twice in different forms, and neither is marked as the newer")
                )
            )


def refuse_unclear_dates(events: Iterable[Any]) -> None:
    """Refuse a moved date that does not say in the series' own way which one it was, or that the series
    leaves out as well: programmes then show the first one, the moved one, both or none.
    """
    masters: list[Any] = []
    moved: list[Any] = []
    for event in events:
        (masters if event.get("RECURRENCE-ID") is None else moved).append(event)
    kinds = {
        kind_of_time(event["DTSTART"].dt) for event in masters if event.get("DTSTART") is not None
    }
    left_out = {
        day for event in masters for value in values_of(event, ["EXDATE"]) for day in days_of(value)
    }
    for event in moved:
        which = event["RECURRENCE-ID"].dt
        if kinds and kind_of_time(which) not in kinds:
            raise ValueError(
                FilledText(
                    P_("{name} is written in another way than its beginning"), name="RECURRENCE-ID"
                )
            )
        day = which.date() if isinstance(which, datetime) else which
        cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
        if not cancelled and (which in left_out or day in left_out):
            raise ValueError(
                FilledText(P_("one of its dates is left out and moved at the same time"))
            )


def occurrences(events: Iterable[Any], starts: datetime, ends: datetime) -> Iterator[Any]:
    """Yield the events of one series as they occur around a period; cancelled ones are left out."""
    whole = Calendar()
    for event in events:
        whole.add_component(event)
    query = recurring_ical_events.of(whole)
    for found in query.between(starts - _MARGIN, ends + _MARGIN):
        if str(found.get("STATUS", "")).upper() != "CANCELLED":
            yield found


def refuse_twice(event: Any) -> None:
    """Refuse an event that says twice what it can have once, with a phrase (ValueError)."""
    for name in ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "UID", "STATUS"):
        if isinstance(event.get(name), list):
            raise ValueError(FilledText(P_("it has {name} more than once"), name=name))  # noqa: TRY004 - a fault of the text


def _refuse_unknown_zone(event: Any) -> None:
    for value in values_of(event):
        zone = value.params.get("TZID")
        if zone and any(getattr(day, "tzinfo", zone) is None for day in days_of(value)):
            raise ValueError(FilledText(P_("its time zone {zone} is not known"), zone=ascii(zone)))


def _refuse_mixed(event: Any, begins: date) -> None:
    """Refuse dates that are written in another way than the beginning: days, local times, and times of
    a zone are not compared alike by programmes, and some move the whole series. A day may leave out
    the times of that day.
    """
    for name in ("DTEND", "EXDATE", "RDATE"):
        kinds = {kind_of_time(day) for value in values_of(event, [name]) for day in days_of(value)}
        allowed = {kind_of_time(begins), *(["day"] if name == "EXDATE" else [])}
        if kinds - allowed:
            raise ValueError(
                FilledText(P_("{name} is written in another way than its beginning"), name=name)
            )


def _is_before(begins: date, oldest: datetime, oldest_day: date) -> bool:
    if isinstance(begins, datetime) and begins.tzinfo is not None:
        return begins < oldest
    day = begins.date() if isinstance(begins, datetime) else begins
    return day < oldest_day


def _refuse_rule(rule: Any, begins: date) -> None:
    if isinstance(rule, list):
        raise ValueError(FilledText(P_("it repeats by more than one rule")))  # noqa: TRY004 - a fault of the text
    parts = {name.upper(): list(values) for name, values in rule.items()}
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    choosing = parts.keys() - _ALWAYS
    if choosing - _PARTS.get(frequency, set()) or frequency not in _PARTS:
        raise ValueError(
            FilledText(P_("it repeats otherwise than by days, weeks, or days of a month or year"))
        )
    if not 1 <= int(parts.get("INTERVAL", [1])[0]) <= MOST_INTERVAL:
        raise ValueError(
            FilledText(
                P_("it repeats with an interval that is not between 1 and {limit}"),
                limit=MOST_INTERVAL,
            )
        )
    _refuse_end(parts, begins)
    if not _begins_with_the_rule(frequency, parts, begins):
        raise ValueError(FilledText(P_("its first day is none of those that its rule names")))


def _refuse_end(parts: Mapping[str, list[Any]], begins: date) -> None:
    if "COUNT" in parts and ("UNTIL" in parts or int(parts["COUNT"][0]) < 1):
        raise ValueError(FilledText(P_("its repetition ends by COUNT and UNTIL, or after no time")))
    for until in parts.get("UNTIL", []):
        if isinstance(until, datetime) != isinstance(begins, datetime):
            raise ValueError(
                FilledText(
                    P_("its repetition ends with a day and begins with a time, or otherwise")
                )
            )
        zoned = [getattr(one, "tzinfo", None) is not None for one in (until, begins)]
        if zoned[0] != zoned[1]:
            raise ValueError(FilledText(P_("its repetition ends in another zone than it begins")))
        if until < begins:
            raise ValueError(FilledText(P_("its repetition ends before it begins")))


def _begins_with_the_rule(frequency: str, parts: Mapping[str, list[Any]], begins: date) -> bool:
    """Decide whether the first day is one that the rule names: for others programmes differ. A rule
    that names its first day is none that never finds a day.
    """
    of_week = [str(one).upper() for one in parts.get("BYDAY", [])]
    of_month = [int(one) for one in parts.get("BYMONTHDAY", [])]
    months = [int(one) for one in parts.get("BYMONTH", [])]
    if frequency in {"DAILY", "WEEKLY"} and any(len(one) != 2 for one in of_week):
        return False
    if frequency == "YEARLY" and (of_week or of_month) and not months:
        return False
    length = calendar.monthrange(begins.year, begins.month)[1]
    name = _WEEKDAYS[begins.weekday()]
    forward, backward = (begins.day - 1) // 7 + 1, -((length - begins.day) // 7 + 1)
    fitting = {name, f"{forward}{name}", f"+{forward}{name}", f"{backward}{name}"}
    return (
        (not of_week or bool(fitting & set(of_week)))
        and (not of_month or begins.day in of_month or begins.day - length - 1 in of_month)
        and (not months or begins.month in months)
    )
