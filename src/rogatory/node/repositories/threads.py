# SPDX-License-Identifier: Apache-2.0
"""Threads as the desk lists them, who may read them, and figures over those that an officer may read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.officers import Page
from rogatory.requests.thread.thread_facts import ENDED


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """The desk's summary of a thread: derived from the fold when a message is applied, never
    edited.
    """

    thread: str
    peer: str
    kind: str
    title: str
    status: str
    role: str
    """`requesting` or `requested`: what this State is in the thread."""
    urgency: str
    opened: datetime
    last_activity: datetime
    hold_start: datetime | None = None
    hold_end: datetime | None = None
    filings: tuple[str, ...] = ()
    """The threads of recognised filings, where together they cover every item of the hold."""
    needs_answer: bool = False
    related: tuple[str, ...] = ()
    """The threads that the opening message names: see `filings.threads_in_opening`."""
    basis: str = ""
    """The instrument on which the request rests, as it says; empty where it names none."""
    in_lieu: tuple[str, ...] = ()
    """The provisions on which the two States agreed with that basis, in place of a treaty between them."""
    case_number: str = ""
    """The asking authority's number of its case, as the opening message says."""
    offence: str = ""
    """The name of the offence, as the opening message gives it, in its language."""
    language: str = ""
    """The language of the opening message."""
    acknowledged: datetime | None = None
    """When an officer of the requested State first answered, as this node saw it."""
    answered: datetime | None = None
    """When the requested State first decided on the request, or gave what it asks for."""
    closed: datetime | None = None
    """When the request ended; none where it has not."""

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED


class ThreadRepository(Protocol):
    def put_summary(self, summary: ThreadSummary) -> None: ...
    def summary(self, thread: str) -> ThreadSummary | None: ...
    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]: ...
    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        """Return those opened from `since` on and before `until`, of these kinds or of all, oldest
        first, however many.
        """
        ...

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]: ...
    def restrict(self, thread: str, officers: Iterable[str] | None) -> None:
        """Keep a thread to these officers, or (None) open it to all who read threads."""
        ...

    def closed_to(self, officer: str, threads: Iterable[str]) -> frozenset[str]:
        """Return those of the threads that are restricted to others, in one reading."""
        ...


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
class LateBefore:
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
        self, reader: FigureReader, steps: Sequence[datetime], late: LateBefore
    ) -> Sequence[OpenCount]:
        """Return the open requests by State, direction, age and lateness. `steps` are moments of opening,
        the latest first.
        """
        ...

    def open_at(
        self, reader: FigureReader, moment: datetime, late: LateBefore
    ) -> Sequence[PastCount]:
        """Return how many were open at a past moment; `late` is of that moment."""
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
        self, reader: FigureReader, late: LateBefore, limit: int
    ) -> Sequence[ThreadSummary]:
        """Return the open requests that nobody has answered in time, the oldest first."""
        ...

    def unassigned(self, reader: FigureReader, limit: int) -> Unassigned: ...
    def loads(self, reader: FigureReader, late: LateBefore, limit: int) -> Sequence[OfficerLoad]:
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
