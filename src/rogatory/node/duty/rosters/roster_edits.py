# SPDX-License-Identifier: Apache-2.0
"""Changes of a draft roster: a shift added, changed or removed, a pattern repeated, an absence.

A shift that is added takes the place of others in its time, as a single shift of a plan does
(`plan`). Nothing here decides whether the result may be published: `set_roster.judge_roster` does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.plan import (
    DutyPlan,
    Span,
    Weekly,
    merged,
    outside,
    within,
    work_out,
)
from rogatory.node.duty.roster import MOST_SHIFTS, Roster, Shift
from rogatory.wire.moments import format_moment

MOST_PROPOSED = 5
"""Substitutes that are proposed for a shift: a longer list proposes nothing."""


@dataclass(frozen=True, slots=True)
class AbsentShift:
    """A shift, or the part of it, in which its officer is absent, and who could take it."""

    shift: Shift
    substitutes: tuple[str, ...]
    """Officers without a shift then: first the substitute of the shift, then those with the fewest hours."""


def with_shifts(roster: Roster, shifts: Sequence[Shift]) -> Roster:
    """Return a roster in which shifts take the place of all others in their time.

    Raises:
        Refused: one of them ends before it begins, or the result has too many shifts.
    """
    _refuse_backwards(shifts)
    taken = merged((one.start, one.end) for one in shifts)
    kept = [part for one in roster.shifts for part in outside(one, taken)]
    return _with(roster, [*kept, *shifts])


def without_shift(roster: Roster, officer: str, start: datetime) -> Roster:
    """Return a roster without the shift of an officer that begins at a moment.

    Raises:
        Refused: there is no such shift.
    """
    gone = shift_of(roster, officer, start)
    return _with(roster, [one for one in roster.shifts if one is not gone])


def shift_of(roster: Roster, officer: str, start: datetime) -> Shift:
    """Return the shift of an officer that begins at a moment.

    Raises:
        Refused: there is no such shift.
    """
    for one in roster.shifts:
        if (one.officer, one.start) == (officer, start):
            return one
    raise Refused(
        refusals.SHIFT_UNKNOWN.because(
            officer=ascii(officer)[1:-1][:20], start=format_moment(start)
        )
    )


def with_pattern(roster: Roster, pattern: Weekly, starts: datetime, ends: datetime) -> Roster:
    """Return a roster in which a weekly pattern is repeated in a period.

    Raises:
        Refused: the period is too long, or there are too many shifts.
    """
    plan = DutyPlan(
        authority=roster.authority,
        time_zone=roster.time_zone,
        starts=starts,
        ends=ends,
        heads=roster.heads,
        weekly=(pattern,),
    )
    return with_shifts(roster, work_out(plan).shifts)


def absent_shifts(
    roster: Roster, officer: str, starts: datetime, ends: datetime, others: Iterable[str]
) -> tuple[AbsentShift, ...]:
    """Return the shifts of an officer in a period of absence, each with proposed substitutes."""
    hours = _hours(roster)
    free = sorted({*others} - {officer}, key=lambda one: (hours.get(one, timedelta()), one))
    return tuple(
        AbsentShift(part, _substitutes(roster, part, free))
        for shift in roster.shifts
        if shift.officer == officer
        for part in within(shift, starts, ends)
    )


def with_absence(
    roster: Roster, officer: str, span: Span, takers: Mapping[datetime, str]
) -> Roster:
    """Return a roster in which an officer is absent: each shift goes to the taker of its beginning,
    and is nobody's where there is none; nor is the absent officer a substitute.
    """
    shifts: list[Shift] = []
    for shift in roster.shifts:
        if officer not in {shift.officer, shift.substitute}:
            shifts.append(shift)
            continue
        shifts += outside(shift, [span])
        for part in within(shift, *span):
            if shift.officer != officer:
                shifts.append(replace(part, substitute=None))
            elif taker := takers.get(part.start):
                substitute = None if part.substitute in {taker, officer} else part.substitute
                shifts.append(replace(part, officer=taker, substitute=substitute))
    return _with(roster, shifts)


@dataclass(frozen=True, slots=True)
class RosterChanges:
    """The difference between two rosters, by shifts."""

    added: tuple[Shift, ...]
    changed: tuple[tuple[Shift, Shift], ...]
    """Shifts that begin at the same moment: as they were, and as they would be."""
    removed: tuple[Shift, ...]


def changes(before: Sequence[Shift], after: Sequence[Shift]) -> RosterChanges:
    """Return what replacing shifts by others would change."""
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    changed: list[tuple[Shift, Shift]] = []
    for one in new:
        was = next((other for other in gone if other.start == one.start), None)
        if was is not None:
            gone.remove(was)
            changed.append((was, one))
    taken = {id(one) for _was, one in changed}
    return RosterChanges(
        tuple(one for one in new if id(one) not in taken), tuple(changed), tuple(gone)
    )


def with_only(roster: Roster, shifts: Sequence[Shift]) -> Roster:
    """Return a roster with these shifts in the place of all that it had.

    Raises:
        Refused: one of them ends before it begins, or there are too many.
    """
    _refuse_backwards(shifts)
    return _with(roster, shifts)


def within_period(roster: Roster) -> Roster:
    """Return a roster with its shifts as far as they lie in its period: the form that is published."""
    parts = [part for one in roster.shifts for part in within(one, roster.starts, roster.ends)]
    return _with(roster, parts)


def _refuse_backwards(shifts: Iterable[Shift]) -> None:
    refuse_if_any(
        refusals.SHIFT_ORDER.because(officer=one.officer, start=format_moment(one.start))
        for one in shifts
        if one.end <= one.start
    )


def _with(roster: Roster, shifts: Iterable[Shift]) -> Roster:
    ordered = sorted(shifts, key=lambda one: (one.start, one.end, one.officer))
    if len(ordered) > MOST_SHIFTS:
        raise Refused(refusals.ROSTER_LARGE.because(count=len(ordered), limit=MOST_SHIFTS))
    return replace(roster, shifts=tuple(ordered))


def _hours(roster: Roster) -> Mapping[str, timedelta]:
    found: dict[str, timedelta] = {}
    for one in roster.shifts:
        found[one.officer] = found.get(one.officer, timedelta()) + (one.end - one.start)
    return found


def _substitutes(roster: Roster, part: Shift, free: Sequence[str]) -> tuple[str, ...]:
    busy = {one.officer for one in roster.shifts if one.start < part.end and part.start < one.end}
    named = [part.substitute] if part.substitute in free else []
    found: Iterator[str] = (one for one in (*named, *free) if one and one not in busy)
    return tuple(dict.fromkeys(found))[:MOST_PROPOSED]
