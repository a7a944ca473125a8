# SPDX-License-Identifier: Apache-2.0
"""From a plan to a roster: weekdays, turns, holidays, single shifts and absences, worked out.

The order in which one gives way to the other is fixed: a single shift takes the place of weekly
ones; on a holiday the weekly shifts that name holidays apply and no others; who is absent is
followed by his substitute, and where there is none the time is nobody's, which is a gap.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from rogatory.node.duty.roster import WAITS, Roster, Shift
from rogatory.node.duty.zones import moment, zone_of
from rogatory.node.duty_records import Urgency

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY = "holiday"
TURNS = ("week", "day")


@dataclass(frozen=True, slots=True)
class Weekly:
    """A shift of certain weekdays. Several officers take turns, each with the substitute that
    stands at his place in the list; one substitute alone is everybody's.
    """

    days: frozenset[str]
    start: time
    end: time
    """On the next day, where it is not later than `start`."""
    officers: tuple[str, ...]
    substitutes: tuple[str, ...] = ()
    turn: str = "week"


@dataclass(frozen=True, slots=True)
class Absence:
    officer: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What a head of unit writes. Times of `weekly` are local; all moments are in UTC."""

    authority: str
    time_zone: str
    starts: datetime
    ends: datetime
    heads: tuple[str, ...]
    default: str | None = None
    weekly: tuple[Weekly, ...] = ()
    once: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()
    waits: Mapping[Urgency, tuple[int, int, int]] | None = None


def work_out(plan: Plan) -> Roster:
    """The roster of a plan. It is judged by `roster.form_reasons` and against the register.

    Raises:
        Refused: the plan names no known time zone.
    """
    zone = zone_of(plan.time_zone)
    shifts = list(_weekly(plan, zone))
    for single in plan.once:
        shifts = [part for one in shifts for part in _cut(one, single.start, single.end)]
    shifts += plan.once
    shifts = [part for one in shifts for part in _within(one, plan.starts, plan.ends)]
    present = [part for one in shifts for part in _without_absent(one, plan.absences)]
    return Roster(
        authority=plan.authority,
        time_zone=plan.time_zone,
        starts=plan.starts,
        ends=plan.ends,
        shifts=tuple(sorted(present, key=lambda one: (one.start, one.end, one.officer))),
        heads=plan.heads,
        default=plan.default,
        waits=plan.waits or WAITS,
        holidays=tuple(sorted((day.isoformat(), name) for day, name in plan.holidays)),
    )


def _weekly(plan: Plan, zone: ZoneInfo) -> Iterator[Shift]:
    free = {day for day, _name in plan.holidays}
    on_holidays = any(HOLIDAY in rule.days for rule in plan.weekly)
    first = plan.starts.astimezone(zone).date()
    last = plan.ends.astimezone(zone).date()
    day = first - timedelta(days=1)  # a night that began before the period reaches into it
    while day <= last:
        name = HOLIDAY if on_holidays and day in free else WEEKDAYS[day.weekday()]
        for rule in plan.weekly:
            if name in rule.days:
                yield _shift(rule, day, first, zone)
        day += timedelta(days=1)


def _shift(rule: Weekly, day: date, first: date, zone: ZoneInfo) -> Shift:
    next_day = day + timedelta(days=1) if rule.end <= rule.start else day
    place = _turn(rule, day, first) % len(rule.officers)
    substitute = None
    if rule.substitutes:
        substitute = rule.substitutes[place % len(rule.substitutes)]
    return Shift(
        moment(datetime.combine(day, rule.start), zone),
        moment(datetime.combine(next_day, rule.end), zone),
        rule.officers[place],
        substitute,
    )


def _turn(rule: Weekly, day: date, first: date) -> int:
    """Whose turn it is: weeks begin on Monday and are counted from the plan's first one."""
    if rule.turn == "day":
        return (day - first).days
    monday = first - timedelta(days=first.weekday())
    return (day - monday).days // 7


def _cut(shift: Shift, start: datetime, end: datetime) -> Iterator[Shift]:
    """What is left of a shift outside a span."""
    if shift.end <= start or shift.start >= end:
        yield shift
        return
    if shift.start < start:
        yield replace(shift, end=start)
    if shift.end > end:
        yield replace(shift, start=end)


def _within(shift: Shift, start: datetime, end: datetime) -> Iterator[Shift]:
    """A shift as far as it lies in a span; one that ends before it begins is left to be refused."""
    if shift.end <= shift.start:
        yield shift
    elif shift.end > start and shift.start < end:
        yield replace(shift, start=max(shift.start, start), end=min(shift.end, end))


def _without_absent(shift: Shift, absences: Sequence[Absence]) -> Iterator[Shift]:
    concerned = [one for one in absences if one.officer in {shift.officer, shift.substitute}]
    if not concerned or shift.end <= shift.start:
        yield shift
        return
    for start, end in pairwise(_edges(shift, concerned)):
        away = {one.officer for one in concerned if one.start <= start < one.end}
        there = [who for who in (shift.officer, shift.substitute) if who and who not in away]
        if there:
            yield Shift(start, end, there[0], there[1] if len(there) > 1 else None)


def _edges(shift: Shift, absences: Iterable[Absence]) -> list[datetime]:
    within = {
        edge for one in absences for edge in (one.start, one.end) if shift.start < edge < shift.end
    }
    return sorted({shift.start, shift.end} | within)
