# SPDX-License-Identifier: Apache-2.0
"""A calendar (iCalendar, RFC 5545) read as shifts: what a unit keeps in its calendar programme.

An event is a shift of the first officer whom it names, with the second one as substitute: by number
(`xb-0001`) in its title, or by a name that the caller says a number for. An event that names nobody
is a holiday where it lasts whole days, and is refused otherwise: a shift must not vanish unnoticed.

The library reads the text, the time zones and their names in other programmes; what repeats is
worked out here in local time, so that a shift at 22:00 is at 22:00 in summer, too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.roster import MOST_SHIFTS, Roster, Shift
from rogatory.node.duty.zones import moment, zone_of
from rogatory.wire.words import P_, Said, Theirs, problem_of

LARGEST_CALENDAR = 4 << 20
"""Bytes. Years of shifts have a tenth of it; what is larger is another file by mistake."""

MOST_EVENTS = 10_000
"""A calendar with more is not one unit's, and every event is looked at."""

OLDEST_START = timedelta(days=3660)
"""A rule that began long before is walked through from its beginning, by the day."""

MOST_INTERVAL = 1000
"""Days, weeks or months between two repetitions; with none the walk would never end."""

_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the library raises of text that is no calendar, as the fuzzer found: a zone's name of a thousand
characters is looked for among files. What it writes wrongly is refused with its event."""

_OFFICER = re.compile(r"(?<![a-z0-9-])[a-z]{2}-[0-9]{4,8}(?![0-9])", re.ASCII | re.IGNORECASE)
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY"})


@dataclass(frozen=True, slots=True)
class Read:
    """What a calendar says of a period."""

    shifts: tuple[Shift, ...]
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    zone: ZoneInfo
    starts: datetime
    ends: datetime
    names: Mapping[str, str]
    reasons: list[Reason] = field(default_factory=list)


def read_calendar(
    data: bytes,
    zone: ZoneInfo,
    starts: datetime,
    ends: datetime,
    names: Mapping[str, str] | None = None,
) -> Read:
    """The shifts and holidays of a calendar within a period. `zone` is for times that name none.

    1. It is iCalendar, and no larger than a unit's is.
    2. Each event that is not cancelled begins and ends, and names an officer or is a holiday.
    3. What repeats does so by the day, the week or the month; single dates taken out, added or moved
       are as the calendar says.

    Raises:
        Refused: with everything that is wrong with it.
    """
    events = _events(data)  # 1
    reader = _Reader(zone, starts, ends, dict(names or {}))
    moved = _moved(events, reader)
    shifts: list[Shift] = []
    holidays: list[tuple[date, str]] = []
    for event in events:  # 2, 3
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            shifts += _shifts(event, reader, moved, holidays)
        except _FAULTS as error:
            _note(reader, event, problem_of(error))
    if len(shifts) > MOST_SHIFTS:
        reader.reasons.append(
            refusals.CALENDAR_LARGE.because(
                size=len(shifts), unit=Said(P_("shifts")), limit=MOST_SHIFTS
            )
        )
    refuse_if_any(reader.reasons)
    return Read(tuple(sorted(shifts, key=lambda one: (one.start, one.end))), tuple(holidays))


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
    """The roster of a calendar's shifts in a period.

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


def _events(data: bytes) -> Sequence[Any]:
    if len(data) > LARGEST_CALENDAR:
        raise Refused(
            refusals.CALENDAR_LARGE.because(
                size=len(data), unit=Said(P_("bytes")), limit=LARGEST_CALENDAR
            )
        )
    try:
        calendar = Calendar.from_ical(data)
        events = calendar.walk("VEVENT")
    except _FAULTS as error:
        problem = problem_of(error)
        raise Refused(refusals.CALENDAR_FORM.because(problem=problem)) from error
    if len(events) > MOST_EVENTS:
        raise Refused(
            refusals.CALENDAR_LARGE.because(
                size=len(events), unit=Said(P_("events")), limit=MOST_EVENTS
            )
        )
    return list(events)


def _moved(events: Iterable[Any], reader: _Reader) -> set[tuple[str, datetime]]:
    """The repetitions that stand as events of their own (RECURRENCE-ID), by event and moment."""
    found = set()
    for event in events:
        given = event.get("RECURRENCE-ID")
        if given is not None and hasattr(given, "dt"):
            found.add((str(event.get("UID", "")), _moment(given.dt, reader.zone)))
    return found


def _shifts(
    event: Any,
    reader: _Reader,
    moved: set[tuple[str, datetime]],
    holidays: list[tuple[date, str]],
) -> Iterator[Shift]:
    if event.errors:
        name, problem = event.errors[0]
        raise ValueError(Said(P_("{name}: {problem}"), name=name, problem=Theirs(str(problem))))
    start, end = _span(event)
    title = str(event.get("SUMMARY", ""))
    officers = _officers(event, title, reader.names)
    if not officers:
        if isinstance(start, datetime):
            raise ValueError(Said(P_("it names no officer")))
        holidays += _days(start, end, title, reader)
        return
    uid, is_one_of_many = str(event.get("UID", "")), event.get("RECURRENCE-ID") is not None
    for begins, finishes in _occurrences(event, start, end, reader):
        if not is_one_of_many and (uid, begins) in moved:
            continue
        if finishes > reader.starts and begins < reader.ends:
            yield Shift(
                max(begins, reader.starts),
                min(finishes, reader.ends),
                officers[0],
                officers[1] if len(officers) > 1 else None,
            )


def _span(event: Any) -> tuple[date, date]:
    """Where an event begins and ends: local or with a zone, days or times (RFC 5545 3.6.1)."""
    if event.get("DTSTART") is None:
        raise ValueError(Said(P_("it has no beginning")))
    start: date = event["DTSTART"].dt
    if event.get("DTEND") is not None:
        end: date = event["DTEND"].dt
    elif event.get("DURATION") is not None:
        end = start + event["DURATION"].dt
    elif isinstance(start, datetime):
        raise ValueError(Said(P_("it has no end")))
    else:
        end = start + timedelta(days=1)
    if isinstance(start, datetime) != isinstance(end, datetime):
        raise ValueError(
            Said(P_("it begins with a day and ends with a time, or the other way round"))
        )
    return start, end


def _occurrences(
    event: Any, start: date, end: date, reader: _Reader
) -> Iterator[tuple[datetime, datetime]]:
    """Each repetition's moments. Both ends are reckoned in local time (RFC 5545 3.3.10)."""
    first, last = _local(start), _local(end)
    zone = _zone(start) or reader.zone
    length = last.replace(tzinfo=None) - first.replace(tzinfo=None)
    if length <= timedelta(0):
        raise ValueError(Said(P_("it ends before it begins")))
    if _zone(start) != _zone(end):
        length = moment(last, reader.zone) - moment(first, reader.zone)
    out = {_moment(each, reader.zone) for each in _dates(event, "EXDATE")}
    naive = first.replace(tzinfo=None)
    for begins in {naive, *_repeated(event, naive, zone, reader), *_added(event, zone)}:
        at = moment(begins, zone)
        if at not in out:
            yield at, moment(begins + length, zone)


def _repeated(event: Any, first: datetime, zone: ZoneInfo, reader: _Reader) -> Iterator[datetime]:
    rule = event.get("RRULE")
    if rule is None:
        return
    if isinstance(rule, list):
        raise TypeError(Said(P_("it repeats by more than one rule")))
    parts = {name.upper(): values for name, values in rule.items()}
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES or parts.keys() - _PARTS:
        raise ValueError(
            Said(P_("it repeats otherwise than by days, weeks or weekdays of a month"))
        )
    if not 1 <= int(parts.get("INTERVAL", [1])[0]) <= MOST_INTERVAL:
        raise ValueError(
            Said(
                P_("it repeats with an interval that is not between 1 and {limit}"),
                limit=MOST_INTERVAL,
            )
        )
    if moment(first, zone) < reader.starts - OLDEST_START:
        raise ValueError(Said(P_("it has repeated for more than ten years")))
    until = parts.pop("UNTIL", [None])[0]
    text = ";".join(
        f"{name}={','.join(str(one) for one in values)}" for name, values in parts.items()
    )
    last = reader.ends if until is None else min(reader.ends, _last_moment(until, zone))
    repeated: Iterable[datetime] = rrulestr(text, dtstart=first)
    yield from takewhile(lambda each: moment(each, zone) <= last, repeated)


def _last_moment(until: date, zone: ZoneInfo) -> datetime:
    """The last moment at which a repetition may begin; of a day, any time of it."""
    if isinstance(until, datetime):
        return moment(until, zone)
    return moment(datetime.combine(until, time.max), zone)


def _added(event: Any, zone: ZoneInfo) -> Iterator[datetime]:
    for each in _dates(event, "RDATE"):
        local = _local(each)
        yield local.astimezone(zone).replace(tzinfo=None) if local.tzinfo else local


def _dates(event: Any, name: str) -> Iterator[date]:
    given = event.get(name)
    for one in given if isinstance(given, list) else [given] if given is not None else []:
        yield from (each.dt for each in one.dts)


def _days(start: date, end: date, title: str, reader: _Reader) -> Iterator[tuple[date, str]]:
    first = max(start, reader.starts.astimezone(reader.zone).date())
    last = min(end, reader.ends.astimezone(reader.zone).date() + timedelta(days=1))
    for number in range(max(0, (last - first).days)):
        yield first + timedelta(days=number), title[:100]


def _officers(event: Any, title: str, names: Mapping[str, str]) -> list[str]:
    """The officers whom an event names, in the order of its title."""
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


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return moment(_local(day), zone)


def _zone(day: date) -> Any:
    return day.tzinfo if isinstance(day, datetime) else None


def _note(reader: _Reader, event: Any, problem: Phrase) -> None:
    title = str(event.get("SUMMARY", "")) or str(event.get("UID", "without a title"))
    reader.reasons.append(refusals.CALENDAR_EVENT.because(event=ascii(title)[:60], problem=problem))
