# SPDX-License-Identifier: Apache-2.0
"""A roster: the shifts of one authority over a period, as they come out of a plan or a calendar.

Shifts are moments in UTC; the time zone is kept for reading them. What a plan says of weekdays,
turns, holidays and absences has been worked out (`plan`), so that who was on duty in a night of
last year can be read off without any rule.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from rogatory.errors import Reason, Refused
from rogatory.node.duty import refusals
from rogatory.node.repositories.duty import Urgency
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, Theirs

ROSTER_VERSION = 1

MOST_SHIFTS = 5000
"""A year of three shifts a day has some eleven hundred; a calendar by mistake may have any number,
and each reading of the desk walks through them."""

LONGEST_ROSTER = timedelta(days=400)
"""The longest roster: nobody knows who will be there in two years, and a roster that long is a list
of empty promises.
"""

LONGEST_SHIFT = timedelta(days=14)
"""On call from home goes by the week or two; a longer shift is a slip of the pen."""

LONGEST_OVERLAP = timedelta(hours=1)
"""Two who meet to hand over the watch. For longer, each would believe that the other has it."""

LONGEST_WAIT = timedelta(days=2)
"""On one rung of the ladder: a call that rests for longer has been forgotten."""

LARGEST_ROSTER = 2 << 20
"""Bytes of a kept roster."""

WAITS: Mapping[Urgency, tuple[int, int, int]] = {
    Urgency.EMERGENCY: (5, 5, 10),
    Urgency.URGENT: (20, 20, 60),
    Urgency.ROUTINE: (240, 480, 1440),
}
"""Minutes that an alert waits at the officer on duty, at the substitute, and at the heads before
all are alerted again.

The project's rule: an emergency has reached the head of unit after ten minutes, within the thirty
in which it must be answered (`requests.deadlines.thread_deadlines.ACKNOWLEDGE_WITHIN`).
"""


@dataclass(frozen=True, slots=True)
class Shift:
    start: datetime
    end: datetime
    officer: str
    substitute: str | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    authority: str
    time_zone: str
    starts: datetime
    ends: datetime
    shifts: tuple[Shift, ...]
    """By their beginning."""
    heads: tuple[str, ...]
    """Of the unit: whom a call comes to when nobody else answers."""
    default: str | None = None
    """The officer on duty wherever no shift covers a moment."""
    waits: Mapping[Urgency, tuple[int, int, int]] = field(default_factory=lambda: WAITS)
    holidays: tuple[tuple[str, str], ...] = ()
    """Dates and names, for who reads the roster: the shifts have taken them into account."""

    def shift_at(self, at: datetime) -> Shift | None:
        """Return the shift that has the watch: while two meet, the one that began first."""
        found = None
        for place in range(bisect_right(self.shifts, at, key=lambda one: one.start) - 1, -1, -1):
            shift = self.shifts[place]
            if shift.start < at - LONGEST_SHIFT:
                break
            if at < shift.end:
                found = shift
        return found

    def people(self) -> frozenset[str]:
        """Return everybody whom it names."""
        named = {one.officer for one in self.shifts} | set(self.heads)
        named |= {one.substitute for one in self.shifts if one.substitute}
        return frozenset(named | ({self.default} if self.default else set()))


def build_roster(roster: Roster) -> bytes:
    """Return the canonical bytes of a roster, which are what is kept and what the log commits to."""
    return canonical.encode(
        {
            "version": ROSTER_VERSION,
            "authority": roster.authority,
            "time_zone": roster.time_zone,
            "starts": format_moment(roster.starts),
            "ends": format_moment(roster.ends),
            "shifts": [_shift_json(one) for one in roster.shifts],
            "heads": list(roster.heads),
            "default": roster.default,
            "waits": {level.value: list(minutes) for level, minutes in roster.waits.items()},
            "holidays": [list(one) for one in roster.holidays],
        }
    )


@lru_cache(maxsize=32)
def parse_roster(document: bytes) -> Roster:
    """Return the roster of kept bytes; they were built here, so what is wrong with them is damage.

    Raises:
        Refused: the bytes are not those of a roster.
    """
    read = canonical.decode_object(document, limit=LARGEST_ROSTER)
    try:
        return _roster(read)
    except (KeyError, TypeError, ValueError) as error:
        problem = Theirs(f"{type(error).__name__}: {error}"[:200])
        raise Refused(refusals.ROSTER_FORM.because(problem=problem)) from error


def roster_reasons(roster: Roster) -> Iterator[Reason]:
    """Yield what is wrong with a roster in itself, for any officers.

    1. It ends after it begins, and is neither too long nor too large.
    2. Every shift ends after it begins and is no longer than people stay awake or on call.
    3. Nobody is their own substitute.
    4. No two are on duty at once for longer than a handover takes.
    5. There is a head of unit, and at every moment a second person for the officer on duty.
    6. Every wait of the escalation is a valid one.
    """
    yield from _size_reasons(roster)  # 1
    for one in roster.shifts:
        yield from _shift_reasons(one)  # 2, 3
    yield from _overlap_reasons(roster)  # 4
    yield from _second_reasons(roster)  # 5
    limit = LONGEST_WAIT // timedelta(minutes=1)
    for level, waits in roster.waits.items():  # 6
        for minutes in waits:
            if not 1 <= minutes <= limit:
                yield refusals.WAIT_RANGE.because(minutes=minutes, urgency=level.value, limit=limit)


def roster_length_reasons(starts: datetime, ends: datetime) -> Iterator[Reason]:
    """Yield the reason against a period that is longer than a roster may be."""
    if ends - starts > LONGEST_ROSTER:
        days = (ends - starts).days
        yield refusals.ROSTER_LONG.because(days=days, limit=LONGEST_ROSTER.days)


def _size_reasons(roster: Roster) -> Iterator[Reason]:
    if roster.ends <= roster.starts:
        yield refusals.ROSTER_PERIOD.because(
            start=format_moment(roster.starts), end=format_moment(roster.ends)
        )
    yield from roster_length_reasons(roster.starts, roster.ends)
    if len(roster.shifts) > MOST_SHIFTS:
        yield refusals.ROSTER_LARGE.because(count=len(roster.shifts), limit=MOST_SHIFTS)


def _shift_reasons(shift: Shift) -> Iterator[Reason]:
    start = format_moment(shift.start)
    if shift.end <= shift.start:
        yield refusals.SHIFT_ORDER.because(officer=shift.officer, start=start)
    if shift.end - shift.start > LONGEST_SHIFT:
        hours, limit = (
            span // timedelta(hours=1) for span in (shift.end - shift.start, LONGEST_SHIFT)
        )
        yield refusals.SHIFT_LONG.because(
            officer=shift.officer, start=start, hours=hours, limit=limit
        )
    if shift.substitute == shift.officer:
        yield refusals.SUBSTITUTE_SAME.because(officer=shift.officer, start=start)


def _overlap_reasons(roster: Roster) -> Iterator[Reason]:
    running: Shift | None = None
    for one in sorted(roster.shifts, key=lambda shift: (shift.start, shift.end)):
        if running is not None and running.officer != one.officer:
            end = min(running.end, one.end)
            if end - one.start > LONGEST_OVERLAP:
                yield refusals.SHIFT_TWICE.because(
                    officer=running.officer,
                    other=one.officer,
                    authority=roster.authority,
                    start=format_moment(one.start),
                    end=format_moment(end),
                    limit=LONGEST_OVERLAP // timedelta(minutes=1),
                )
        if running is None or one.end > running.end:
            running = one


def _second_reasons(roster: Roster) -> Iterator[Reason]:
    if not roster.heads:
        yield refusals.HEAD_MISSING.because(authority=roster.authority)
        return
    unaccompanied = {
        one.officer: one for one in reversed(roster.shifts) if not _second(roster, one)
    }
    if roster.default is not None and not set(roster.heads) - {roster.default}:
        unaccompanied.setdefault(roster.default, Shift(roster.starts, roster.ends, roster.default))
    for officer, first in sorted(unaccompanied.items()):
        yield refusals.NO_SECOND.because(
            officer=officer, authority=roster.authority, start=format_moment(first.start)
        )


def _second(roster: Roster, shift: Shift) -> set[str]:
    """Return whom a call goes to when the officer of a shift does not answer."""
    return ({shift.substitute} if shift.substitute else set()) | set(roster.heads) - {shift.officer}


def _shift_json(shift: Shift) -> Json:
    return {
        "start": format_moment(shift.start),
        "end": format_moment(shift.end),
        "officer": shift.officer,
        "substitute": shift.substitute,
    }


def _roster(read: Mapping[str, Any]) -> Roster:
    if read["version"] != ROSTER_VERSION:
        raise ValueError(FilledText(P_("version {version}"), version=ascii(read["version"])[:20]))
    return Roster(
        authority=read["authority"],
        time_zone=read["time_zone"],
        starts=parse_moment(read["starts"]),
        ends=parse_moment(read["ends"]),
        shifts=tuple(
            Shift(
                parse_moment(one["start"]),
                parse_moment(one["end"]),
                one["officer"],
                one["substitute"],
            )
            for one in read["shifts"]
        ),
        heads=tuple(read["heads"]),
        default=read["default"],
        waits={Urgency(level): tuple(minutes) for level, minutes in read["waits"].items()},
        holidays=tuple((date, name) for date, name in read["holidays"]),
    )
