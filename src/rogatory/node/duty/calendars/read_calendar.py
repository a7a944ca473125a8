# SPDX-License-Identifier: Apache-2.0
"""A calendar (iCalendar, RFC 5545) read as shifts: what a unit keeps in its calendar programme.

An event is a shift of the first officer whom it names, with the second one as substitute: by number
(`xb-0001`) in its title, or by a name that the caller says a number for. An event that names nobody
is a holiday where it lasts whole days, and is refused otherwise: a shift must not vanish unnoticed.

One library reads the text, the time zones and their names in other programmes; another works out what
repeats, in local time, so that a shift at 22:00 is at 22:00 in summer, too (`series`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from rogatory.errors import Phrase, Reason, Refused, Source, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.calendars.named_zones import (
    Zones,
    defined_zones,
    refuse_raw,
    zones_of_one_file,
)
from rogatory.node.duty.calendars.series import (
    occurrences,
    refuse_twice,
    refuse_unclear,
    refuse_unclear_dates,
    refuse_versions,
    series_of,
)
from rogatory.node.duty.roster import MOST_SHIFTS, Roster, Shift
from rogatory.node.duty.zones import moment_in_zone, zone_of
from rogatory.wire.words import P_, FilledText, problem_of

LARGEST_CALENDAR = 4 << 20
"""Bytes. Years of shifts have a tenth of it; what is larger is another file by mistake."""

MOST_EVENTS = 10_000
"""A calendar with more is not one unit's, and every event is looked at."""

OLDEST_START = timedelta(days=3660)
"""A rule that began long before is walked through from its beginning, by the day."""

_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""The errors that the library raises of text that is no calendar, as the fuzzer found.

A zone's name of a thousand characters is looked for among files. An error in the calendar is
refused with its event.
"""

_OFFICER = re.compile(r"(?<![a-z0-9-])[a-z]{2}-[0-9]{4,8}(?![0-9])", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """The shifts and holidays of a calendar in a period."""

    shifts: tuple[Shift, ...]
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    zone: ZoneInfo
    starts: datetime
    ends: datetime
    names: Mapping[str, str]
    zones: Zones
    reasons: list[Reason] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    holidays: list[tuple[date, str]] = field(default_factory=list)

    @property
    def oldest(self) -> datetime:
        return self.starts - OLDEST_START


def read_calendar(
    data: bytes,
    zone: ZoneInfo,
    starts: datetime,
    ends: datetime,
    names: Mapping[str, str] | None = None,
) -> CalendarReading:
    """Return the shifts and holidays of a calendar within a period. `zone` is for times that name
    none.

    1. It is iCalendar, and no larger than a unit's is.
    2. Each event that is not cancelled begins and ends, and names an officer or is a holiday.
    3. No time zone is guessed, and none is defined otherwise than it is known by its name.
    4. What repeats does so by days, weeks, or days of a month or year; dates taken out, added or
       moved, for one date or from one on, are as the calendar says. Of two versions of an event the
       one with the higher number counts.

    Raises:
        Refused: with everything that is wrong with it.
    """
    reading, reasons = read_clear_events(data, zone, starts, ends, names)
    refuse_if_any(reasons)
    return reading


def read_clear_events(
    data: bytes,
    zone: ZoneInfo,
    starts: datetime,
    ends: datetime,
    names: Mapping[str, str] | None = None,
) -> tuple[CalendarReading, Sequence[Reason]]:
    """Return what `read_calendar` understands of a calendar, and a reason for each event that it does
    not: for a preview, which shows both before anything is applied.

    Raises:
        Refused: it is no calendar, or too large.
    """
    with zones_of_one_file():
        events, zones = _events(data)  # 1
        reader = _Reader(zone, starts, ends, dict(names or {}), zones)
        for series in series_of(events):  # 2 to 4
            _read_series(series, reader)
            _refuse_many(len(reader.shifts), P_("shifts"), MOST_SHIFTS)
            _refuse_many(len(reader.holidays), P_("events"), MOST_EVENTS)
    shifts = sorted(reader.shifts, key=lambda one: (one.start, one.end))
    return CalendarReading(tuple(shifts), tuple(sorted(reader.holidays))), reader.reasons


def roster_of_calendar(
    data: bytes,
    *,
    authority: str,
    time_zone: str,
    starts: datetime,
    ends: datetime,
    heads: Sequence[str],
    default: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Roster:
    """Return the roster of a calendar's shifts in a period.

    Raises:
        Refused: with everything that is wrong with the calendar; the roster is judged elsewhere.
    """
    read = read_calendar(data, zone_of(time_zone), starts, ends, names)
    return Roster(
        authority=authority,
        time_zone=time_zone,
        starts=starts,
        ends=ends,
        shifts=read.shifts,
        heads=tuple(heads),
        default=default,
        holidays=tuple((day.isoformat(), name) for day, name in read.holidays),
    )


def _events(data: bytes) -> tuple[Sequence[Any], Zones]:
    if len(data) > LARGEST_CALENDAR:
        raise Refused(
            refusals.CALENDAR_LARGE.because(
                size=len(data), unit=FilledText(P_("bytes")), limit=LARGEST_CALENDAR
            )
        )
    try:
        refuse_raw(data)
        calendar = Calendar.from_ical(data)
        zones = Zones(defined_zones(calendar))
        events = calendar.walk("VEVENT")
    except _FAULTS as error:
        problem = problem_of(error)
        raise Refused(refusals.CALENDAR_FORM.because(problem=problem)) from error
    _refuse_many(len(events), P_("events"), MOST_EVENTS)
    return list(events), zones


def _refuse_many(count: int, unit: Source, limit: int) -> None:
    if count > limit:
        raise Refused(
            refusals.CALENDAR_LARGE.because(size=count, unit=FilledText(unit), limit=limit)
        )


def _read_series(series: Sequence[Any], reader: _Reader) -> None:
    sound = True
    for event in series:
        try:
            _refuse_unreadable(event, reader)
        except _FAULTS as error:
            _note(reader, event, problem_of(error))
            sound = False
    if not sound:
        return
    try:
        refuse_versions(series)
        refuse_unclear_dates(series)
        named = reader.zones.named_by(series)
        for found in occurrences(series, reader.starts, reader.ends):
            for day in _span(found):
                reader.zones.refuse_other(day, named)
            _take(found, reader)
    except _FAULTS as error:
        _note(reader, series[0], problem_of(error))


def _refuse_unreadable(event: Any, reader: _Reader) -> None:
    """Refuse an event by itself; a cancelled one may lack what a shift needs."""
    refuse_twice(event)
    if str(event.get("STATUS", "")).upper() == "CANCELLED" and event.get("DTSTART") is not None:
        return
    start, end = _span(event)
    refuse_unclear(event, start, reader.oldest, reader.oldest.date())
    first, last = _moments(start, end, reader)
    if last <= first:
        raise ValueError(FilledText(P_("it ends before it begins")))
    if isinstance(start, datetime) and not _officers(event, _title(event), reader.names):
        raise ValueError(FilledText(P_("it names no officer")))


def _take(event: Any, reader: _Reader) -> None:
    start, end = _span(event)
    title = _title(event)
    officers = _officers(event, title, reader.names)
    if not officers:
        reader.holidays.extend(_days(start, end, title, reader))
        return
    begins, finishes = _moments(start, end, reader)
    if finishes > reader.starts and begins < reader.ends:
        reader.shifts.append(
            Shift(
                max(begins, reader.starts),
                min(finishes, reader.ends),
                officers[0],
                officers[1] if len(officers) > 1 else None,
            )
        )


def _title(event: Any) -> str:
    return str(event.get("SUMMARY", ""))


def _moments(start: date, end: date, reader: _Reader) -> tuple[datetime, datetime]:
    return moment_in_zone(_local(start), reader.zone), moment_in_zone(_local(end), reader.zone)


def _span(event: Any) -> tuple[date, date]:
    """Return where an event begins and ends: local or with a zone, days or times (RFC 5545 3.6.1)."""
    if event.get("DTSTART") is None:
        raise ValueError(FilledText(P_("it has no beginning")))
    start: date = event["DTSTART"].dt
    if event.get("DTEND") is not None:
        end: date = event["DTEND"].dt
    elif event.get("DURATION") is not None:
        end = start + event["DURATION"].dt
    elif isinstance(start, datetime):
        raise ValueError(FilledText(P_("it has no end")))
    else:
        end = start + timedelta(days=1)
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise ValueError(
            FilledText(P_("it begins with a day and ends with a time, or the other way round"))
        )
    return start, end


def _days(start: date, end: date, title: str, reader: _Reader) -> Iterator[tuple[date, str]]:
    first = max(start, reader.starts.astimezone(reader.zone).date())
    last = min(end, reader.ends.astimezone(reader.zone).date() + timedelta(days=1))
    for number in range(max(0, (last - first).days)):
        yield first + timedelta(days=number), title[:100]


def _officers(event: Any, title: str, names: Mapping[str, str]) -> list[str]:
    """Return the officers whom an event names, in the order of its title."""
    listed = [
        str(event[name])
        for name in ("X-ROGATORY-OFFICER", "X-ROGATORY-SUBSTITUTE")
        if name in event
    ]
    found = [(place, number) for place, number in enumerate(listed, -2)]
    found += [(hit.start(), hit.group().lower()) for hit in _OFFICER.finditer(title)]
    lower = title.casefold()
    found += [
        (lower.index(name.casefold()), number)
        for name, number in names.items()
        if name and name.casefold() in lower
    ]
    return list(dict.fromkeys(number for _place, number in sorted(found)))


def _local(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def _note(reader: _Reader, event: Any, problem: Phrase) -> None:
    title = str(event.get("SUMMARY", "")) or str(event.get("UID", "without a title"))
    reader.reasons.append(refusals.CALENDAR_EVENT.because(event=ascii(title)[:60], problem=problem))
