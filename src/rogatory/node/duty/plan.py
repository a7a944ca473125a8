# SPDX-License-Identifier: Apache-2.0
"""From a plan to a roster: weekdays, turns, holidays, single shifts and absences, worked out.

The order in which one gives way to the other is fixed: a single shift takes the place of weekly
ones; on a holiday the weekly shifts that name holidays apply and no others; who is absent is
followed by his substitute, and where there is none the time is nobody's, which is a gap.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from operator import itemgetter
from zoneinfo import ZoneInfo

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.roster import MOST_SHIFTS, WAITS, Roster, Shift, roster_length_reasons
from rogatory.node.duty.zones import moment_in_zone, zone_of
from rogatory.node.repositories.duty import Urgency

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY = "holiday"
TURNS = ("week", "day")

type Span = tuple[datetime, datetime]
"""From a moment to another that does not belong to it."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """A shift of certain weekdays. Several officers take turns, each with the substitute at the
    same place in the list; a single substitute serves all.
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
class DutyPlan:
    """The plan that a head of unit writes. Times of `weekly` are local; all moments are in UTC."""

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


def work_out(plan: DutyPlan) -> Roster:
    """Return the roster of a plan. It is judged by `roster.roster_reasons` and against the
    register.

    Raises:
        Refused: the plan names no known time zone, or no roster may have so many days or shifts:
            a thousand years of them would be worked out before they were refused. Where absences
            make too many of few, one more than the limit is returned, which `form_reasons` refuses.
    """
    zone = zone_of(plan.time_zone)
    refuse_if_any(roster_length_reasons(plan.starts, plan.ends))
    shifts = list(islice(_weekly(plan, zone), MOST_SHIFTS + 1))
    most = max(len(shifts), len(plan.once), len(plan.absences))
    if most > MOST_SHIFTS:
        raise Refused(refusals.ROSTER_LARGE.because(count=most, limit=MOST_SHIFTS))
    single = merged((one.start, one.end) for one in plan.once)
    shifts = [part for one in shifts for part in outside(one, single)]
    shifts += plan.once
    shifts = [part for one in shifts for part in within(one, plan.starts, plan.ends)]
    away = {
        officer: merged((one.start, one.end) for one in plan.absences if one.officer == officer)
        for officer in {one.officer for one in plan.absences}
    }
    parts = (part for one in shifts for part in _without_absent(one, away))
    present = list(islice(parts, MOST_SHIFTS + 1))
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


def _weekly(plan: DutyPlan, zone: ZoneInfo) -> Iterator[Shift]:
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
        moment_in_zone(datetime.combine(day, rule.start), zone),
        moment_in_zone(datetime.combine(next_day, rule.end), zone),
        rule.officers[place],
        substitute,
    )


def _turn(rule: Weekly, day: date, first: date) -> int:
    """Return whose turn it is: weeks begin on Monday and are counted from the plan's first one."""
    if rule.turn == "day":
        return (day - first).days
    monday = first - timedelta(days=first.weekday())
    return (day - monday).days // 7


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as spans that neither touch nor overlap, in order."""
    found: list[Span] = []
    for start, end in sorted(one for one in spans if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _overlapping(shift: Shift, spans: Sequence[Span]) -> Iterator[Span]:
    """Return the merged spans that share time with a shift, in order."""
    for span in islice(spans, bisect_right(spans, shift.start, key=itemgetter(1)), None):
        if span[0] >= shift.end:
            return
        yield span


def outside(shift: Shift, spans: Sequence[Span]) -> Iterator[Shift]:
    """Return what is left of a shift outside merged spans; one without an extent is left to be refused."""
    if shift.end <= shift.start:
        yield shift
        return
    left = shift.start
    for start, end in _overlapping(shift, spans):
        if left < start:
            yield replace(shift, start=left, end=start)
        left = end
    if left < shift.end:
        yield replace(shift, start=left)


def within(shift: Shift, start: datetime, end: datetime) -> Iterator[Shift]:
    """Yield a shift as far as it lies in a span; one that ends before it begins is left to be
    refused.
    """
    if shift.end <= shift.start:
        yield shift
    elif shift.end > start and shift.start < end:
        yield replace(shift, start=max(shift.start, start), end=min(shift.end, end))


def _without_absent(shift: Shift, away: Mapping[str, Sequence[Span]]) -> Iterator[Shift]:
    both = [one for one in (shift.officer, shift.substitute) if one]
    gone = {who: list(_overlapping(shift, away.get(who, ()))) for who in both}
    if not any(gone.values()) or shift.end <= shift.start:
        yield shift
        return
    within = {edge for spans in gone.values() for span in spans for edge in span}
    edges = {one for one in within if shift.start < one < shift.end} | {shift.start, shift.end}
    for start, end in pairwise(sorted(edges)):
        there = [who for who in both if not _covers(gone[who], start)]
        if there:
            yield Shift(start, end, there[0], there[1] if len(there) > 1 else None)


def _covers(spans: Sequence[Span], at: datetime) -> bool:
    """Decide whether a moment lies in one of merged spans."""
    place = bisect_right(spans, at, key=itemgetter(0))
    return place > 0 and at < spans[place - 1][1]
