# SPDX-License-Identifier: Apache-2.0
"""A roster by weeks, as a page draws it: days of the authority's own zone with their real length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rogatory.node.context import Node
from rogatory.node.duty.on_duty import officers_of, timetable_of
from rogatory.node.duty.opening import common, promised
from rogatory.node.duty.plan import Span, within
from rogatory.node.duty.roster import Roster, Shift
from rogatory.node.duty.timetable import Timetable
from rogatory.node.duty.zones import midnight, zone_of

_DAY = timedelta(days=1)


class RosterSpan(StrEnum):
    """How much of a roster a page shows."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class RosterDay:
    """A local day. In a night in which the clocks change it has 23 or 25 hours."""

    day: date
    starts: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        return (self.ends - self.starts) // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RosterWeek:
    """Seven days from a Monday, with the shifts and gaps that lie in them, cut at both ends."""

    days: tuple[RosterDay, ...]
    shifts: tuple[Shift, ...]
    gaps: tuple[Span, ...]

    @property
    def starts(self) -> datetime:
        return self.days[0].starts

    @property
    def ends(self) -> datetime:
        return self.days[-1].ends


@dataclass(frozen=True, slots=True)
class RosterPage:
    """The weeks that a page shows, and those from which the next and previous pages begin."""

    authority: str
    time_zone: str
    span: RosterSpan
    first: date
    previous: date
    next: date
    weeks: tuple[RosterWeek, ...]
    gaps: tuple[Span, ...]
    shifts: tuple[Shift, ...]
    """Each shift once, whole, where it reaches into the weeks shown."""
    officers: tuple[str, ...]
    """Officers who may be on duty for the authority."""


def roster_page(
    node: Node, authority: str, span: RosterSpan, day: date | None, draft: Roster | None = None
) -> RosterPage:
    """Return the duty of an authority around a local day (today, if none is given): as it is in force,
    or as a draft would have it in its own period.

    Raises:
        Refused: the register does not list the authority.
    """
    now = node.clock.now().replace(microsecond=0)
    view = node.register.view()
    listed = view.authority(authority)
    zone = zone_of(_zone_name(node, authority, draft) or listed.time_zone)
    around = day or now.astimezone(zone).date()
    first, last, previous, following = bounds_of(span, around)
    starts, ends = midnight(first, zone), midnight(last, zone)
    if draft is None:
        table = timetable_of(node, authority, starts)
    else:
        table = Timetable([draft])
        starts, ends = max(starts, draft.starts), min(ends, draft.ends)
    shifts: tuple[Shift, ...] = ()
    gaps: tuple[Span, ...] = ()
    if starts < ends:
        shifts = _shown(table, draft, starts, ends)
        if table.rosters:
            gaps = tuple(common(table.gaps(starts, ends), promised(listed, starts, ends)))
    return RosterPage(
        authority=authority,
        time_zone=zone.key,
        span=span,
        first=around,
        previous=previous,
        next=following,
        weeks=tuple(weeks_of(first, last, zone, shifts, gaps)),
        gaps=gaps,
        shifts=shifts,
        officers=officers_of(view, node.state, authority, now),
    )


def _zone_name(node: Node, authority: str, draft: Roster | None) -> str | None:
    if draft is not None:
        return draft.time_zone
    now = node.clock.now()
    rosters = timetable_of(node, authority, now).rosters
    return rosters[0].time_zone if rosters else None


def _shown(
    table: Timetable, draft: Roster | None, starts: datetime, ends: datetime
) -> tuple[Shift, ...]:
    """Return the shifts of a period: of a draft as they are written, so that each can be opened."""
    if draft is None:
        return tuple(table.shifts(starts, ends))
    written = [one for one in draft.shifts if one.start < ends and starts < one.end]
    spans: Iterable[Shift] = table.shifts(starts, ends) if draft.default else ()
    covered = [
        one for one in spans if one.officer == draft.default and draft.shift_at(one.start) is None
    ]
    return tuple(sorted([*written, *covered], key=lambda one: (one.start, one.end)))


def bounds_of(span: RosterSpan, day: date) -> tuple[date, date, date, date]:
    """Return the first day, the one after the last, and the days of the pages before and after."""
    if span is RosterSpan.WEEK:
        monday = _monday(day)
        week = timedelta(days=7)
        return monday, monday + week, monday - week, monday + week
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return (
        _monday(first),
        _monday(following - _DAY) + timedelta(days=7),
        (first - _DAY).replace(day=1),
        following,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def weeks_of(
    first: date, last: date, zone: ZoneInfo, shifts: Sequence[Shift], gaps: Sequence[Span]
) -> Iterator[RosterWeek]:
    while first < last:
        days = [first + timedelta(days=each) for each in range(7)]
        shown = tuple(
            RosterDay(one, midnight(one, zone), midnight(one + _DAY, zone)) for one in days
        )
        starts, ends = shown[0].starts, shown[-1].ends
        yield RosterWeek(
            days=shown,
            shifts=tuple(part for one in shifts for part in within(one, starts, ends)),
            gaps=tuple(common(gaps, [(starts, ends)])),
        )
        first += timedelta(days=7)


def day_of(text: str) -> date | None:
    """Return the day that an address names; None where it names none of the years 1971 to 9000."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1971 <= found.year <= 9000 else None
