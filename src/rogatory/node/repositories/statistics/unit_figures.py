# SPDX-License-Identifier: Apache-2.0
"""Figures over the requests that an officer may read, for the head of unit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.threads import ThreadSummary


class Milestone(StrEnum):
    """A moment of a request to which the time since its arrival is measured."""

    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class FigureReader:
    """The officer for whom is counted. `offices` are the authorities whose case files are open to him."""

    officer: str
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverdueBefore:
    """Of which opening on a request that nobody has answered is overdue, by urgency; `otherwise` is for
    every other urgency.
    """

    by_urgency: Mapping[str, datetime]
    otherwise: datetime


@dataclass(frozen=True, slots=True)
class OpenCount:
    """Open requests with one State, in one direction, of one age: `step` counts the bounds that they are
    older than.
    """

    peer: str
    role: str
    step: int
    is_overdue: bool
    count: int


@dataclass(frozen=True, slots=True)
class PastCount:
    """Requests of one direction that were open at a moment."""

    role: str
    is_overdue: bool
    count: int


@dataclass(frozen=True, slots=True)
class MedianTime:
    seconds: float
    count: int


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """Requests that ended; of a kind that nobody here knows, `kind` is empty."""

    kind: str
    status: str
    count: int


@dataclass(frozen=True, slots=True)
class HoldCount:
    """Holds that end within one step. `is_filed` where a request for assistance is recognised for all of
    the data: the hold then does not lapse.
    """

    role: str
    step: int
    is_filed: bool
    count: int


@dataclass(frozen=True, slots=True)
class OfficerLoad:
    """The open requests in one officer's charge."""

    officer: str
    open: int
    overdue: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Open requests in nobody's charge: how many, and the oldest of them."""

    total: int
    oldest: tuple[ThreadSummary, ...]


@dataclass(frozen=True, slots=True)
class UnansweredAlerts:
    """Alerts that nobody has acknowledged: how many, and the oldest of them."""

    total: int
    oldest: tuple[Page, ...]


class UnitFigureRepository(Protocol):
    """Counts and medians over the requests that one officer may read: for the page of the head of unit. The rows stay in
    the database, but for a few that are shown.

    Each is counted from the requests open to its reader, so that no sum reveals a request that is restricted to others.
    Drills are left out: they have figures of their own (`node.statistics.drills`).
    """

    def open_counts(
        self, reader: FigureReader, steps: Sequence[datetime], bounds: OverdueBefore
    ) -> Sequence[OpenCount]:
        """Return the open requests by State, direction and age, the overdue apart. `steps` are moments of opening,
        the latest first.
        """
        ...

    def open_at(
        self, reader: FigureReader, moment: datetime, bounds: OverdueBefore
    ) -> Sequence[PastCount]:
        """Return how many were open at a past moment; `bounds` are of that moment."""
        ...

    def median_times(
        self, reader: FigureReader, milestone: Milestone, since: datetime, until: datetime
    ) -> Mapping[str, MedianTime]:
        """Return by direction the median of those that reached the milestone from `since` on and before
        `until`; nothing of a direction in which none did.
        """
        ...

    def outcomes(
        self, reader: FigureReader, since: datetime, until: datetime, kinds: Collection[str]
    ) -> Sequence[OutcomeCount]:
        """Return those that ended in a period, by kind (of these; all others are one) and status."""
        ...

    def holds_ending(self, reader: FigureReader, steps: Sequence[datetime]) -> Sequence[HoldCount]:
        """Return the holds that end between each of the moments and the next, the first moment included."""
        ...

    def overdue_threads(
        self, reader: FigureReader, bounds: OverdueBefore, limit: int
    ) -> Sequence[ThreadSummary]:
        """Return the open requests that nobody has answered in time, the oldest first."""
        ...

    def unassigned(self, reader: FigureReader, limit: int) -> Unassigned: ...
    def loads(
        self, reader: FigureReader, bounds: OverdueBefore, limit: int
    ) -> Sequence[OfficerLoad]:
        """Return who has most, the most first."""
        ...

    def unanswered_alerts(
        self, reader: FigureReader, before: datetime, limit: int
    ) -> UnansweredAlerts:
        """Return the alerts raised before a moment, of requests open to the reader and of no request."""
        ...

    def case_files_of(
        self, reader: FigureReader, threads: Collection[str]
    ) -> Mapping[str, CaseFileRow]:
        """Return the case files of these that are open to the reader, by thread."""
        ...
