# SPDX-License-Identifier: Apache-2.0
"""The officer on duty at a moment: rosters in layers, stand-ins above them, defaults beneath.

The order of precedence: the stand-in written last; the shift of the roster put in force last among
those that cover the moment; that roster's default officer; and where no roster covers the moment
any more, the default officer of the last one that did. A default that outlives its roster is better
than nobody; a roster that has ended raises an alert (`watch`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from rogatory.node.duty.roster import WAITS, Roster, Shift
from rogatory.node.repositories.duty import StandIn, Urgency

MOST_CHANGES = 2000
"""Boundaries looked at for the next change of watch: beyond them nothing is known to change."""


class DutyBasis(StrEnum):
    """By what somebody has the watch."""

    SHIFT = "shift"
    STAND_IN = "stand-in"
    DEFAULT = "default"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Watch:
    """The officer on duty at one moment, and the source of the duty."""

    officer: str | None
    substitute: str | None
    heads: tuple[str, ...]
    source: DutyBasis
    roster: Roster | None = None
    """The roster that says so; None where none was ever set, or the last one has run out."""
    began: datetime | None = None
    """When this shift or stand-in began; None for a default."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Rosters and stand-ins of one authority, those written last first."""

    rosters: Sequence[Roster]
    stand_ins: Sequence[StandIn] = ()

    def at(self, at: datetime) -> Watch:
        """Return who has the watch at a moment."""
        watch = self._by_roster(at)
        taken = next((one for one in self.stand_ins if one.starts <= at < one.ends), None)
        if taken is None:
            return watch
        substitute = watch.substitute if watch.substitute != taken.officer else watch.officer
        return replace(
            watch,
            officer=taken.officer,
            substitute=substitute,
            source=DutyBasis.STAND_IN,
            began=taken.starts,
        )

    def next_change(self, at: datetime) -> tuple[datetime, Watch] | None:
        """Return when somebody else has the watch next, and who; None where that is not known."""
        now = self.at(at).officer
        for edge in self._edges(at):
            found = self.at(edge)
            if found.officer != now:
                return edge, found
        return None

    def gaps(self, starts: datetime, ends: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans of a period in which nobody is on duty; neighbouring ones are joined."""
        opened: datetime | None = None
        for edge in (starts, *(edge for edge in self._edges(starts, most=None) if edge < ends)):
            empty = self.at(edge).officer is None
            if empty and opened is None:
                opened = edge
            elif not empty and opened is not None:
                yield opened, edge
                opened = None
        if opened is not None:
            yield opened, ends

    def shifts(self, starts: datetime, ends: datetime) -> Iterator[Shift]:
        """Yield the watch over a period as it is by now: stand-ins and defaults with it, gaps left
        out.
        """
        edges = [starts, *(edge for edge in self._edges(starts, most=None) if edge < ends), ends]
        running: Shift | None = None
        for start, end in pairwise(edges):
            watch = self.at(start)
            if running is not None and (watch.officer, watch.substitute, start) == (
                running.officer,
                running.substitute,
                running.end,
            ):
                running = replace(running, end=end)
                continue
            if running is not None:
                yield running
            officer = watch.officer
            running = None if officer is None else Shift(start, end, officer, watch.substitute)
        if running is not None:
            yield running

    def runs_out(self, at: datetime) -> datetime | None:
        """Return the end of what the rosters cover from a moment on without a break; None where
        none does.
        """
        covered: datetime | None = None
        for one in sorted(self.rosters, key=lambda roster: roster.starts):
            if one.starts <= (covered or at) < one.ends:
                covered = one.ends
        return covered

    def waits(self, at: datetime, urgency: Urgency) -> tuple[int, int, int]:
        """Return the minutes that a call of an urgency waits on each rung."""
        roster = self._roster(at) or (self.rosters[0] if self.rosters else None)
        return (roster.waits if roster else WAITS)[urgency]

    def _by_roster(self, at: datetime) -> Watch:
        roster = self._roster(at)
        if roster is None:
            return self._after_all(at)
        shift = roster.shift_at(at)
        if shift is not None:
            return Watch(
                shift.officer, shift.substitute, roster.heads, DutyBasis.SHIFT, roster, shift.start
            )
        return _default(roster, roster)

    def _after_all(self, at: datetime) -> Watch:
        """Return where no roster covers a moment: the default of the one that ended last."""
        past = [one for one in self.rosters if one.ends <= at]
        if not past:
            return Watch(None, None, (), DutyBasis.NOBODY)
        return _default(max(past, key=lambda one: one.ends), None)

    def _roster(self, at: datetime) -> Roster | None:
        return next((one for one in self.rosters if one.starts <= at < one.ends), None)

    def _edges(self, after: datetime, *, most: int | None = MOST_CHANGES) -> list[datetime]:
        edges = {edge for one in self.rosters for edge in (one.starts, one.ends)}
        edges |= {edge for one in self.stand_ins for edge in (one.starts, one.ends)}
        for roster in self.rosters:
            edges |= {edge for one in roster.shifts for edge in (one.start, one.end)}
        return sorted(edge for edge in edges if edge > after)[:most]


def _default(roster: Roster, in_force: Roster | None) -> Watch:
    source = DutyBasis.NOBODY if roster.default is None else DutyBasis.DEFAULT
    return Watch(roster.default, None, roster.heads, source, in_force)
