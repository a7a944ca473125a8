# SPDX-License-Identifier: Apache-2.0
"""The queue: work that is asked for, leased, finished or set aside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol

from rogatory.wire.canonical import Json
from rogatory.wire.words import Statement

LEASE = timedelta(seconds=20)
"""How long a killed worker's job waits for another worker. Work that takes longer renews."""

LONGEST_LEASES = 3
"""A lease that ends later than so many leases from now was given by a clock that ran fast."""

LEFT_OF_LEASE = 2 / 3
"""The part of a lease that must be left for a job to begin without renewing it: the worker renews
within the rest, and a renewal may fail.
"""


class Priority(IntEnum):
    """The order in which a worker takes the jobs that are due; of equal ones the older.

    Messages are small and come before bulk, so that a terabyte holds up none. The evidence that an
    emergency waits for is among them; its messages come before all others.
    """

    BULK = 0
    URGENT = 10
    ORDINARY = 20
    EMERGENCY = 30


@dataclass(slots=True)
class Successor:
    """The job that a worker leases in the commit that ends another one: a separate lease is a commit."""

    now: Callable[[], datetime]
    """The worker's clock, by which a job is due."""
    is_wanted: Callable[[], bool]
    """Says whether the worker still wants one: it may be stopped while it works."""
    job: "Job | None" = None
    """Set once that commit is durable, and never otherwise."""


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to be done, at least once, by whichever worker leases it."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Json]
    attempts: int
    lease: str
    priority: int = Priority.ORDINARY
    faults: int = 0
    """Runs in a row that ended in a fault of ours."""
    unended: int = 1
    """Runs in a row that were begun and never ended, this one counted: the worker died in them."""
    until: datetime | None = None
    """When the lease ends, as it was given; None of a job that nobody has leased."""
    successor: Successor | None = field(default=None, compare=False)
    """Where its worker goes on with another job: that one. None where it wants none."""


@dataclass(frozen=True, slots=True)
class TroubledJob:
    """A job that was set aside, or that is tried again since it did not succeed."""

    kind: str
    key: str
    payload: Mapping[str, Json]
    attempts: int
    problem: Statement
    run_at: datetime | None
    """When it runs again; None for one that was set aside."""
    since: datetime | None = None
    """When it was set aside."""


class Backlog(StrEnum):
    """The state of work in the queue."""

    WAITING = "waiting"
    RETRIED = "retried"
    """It did not succeed, and is tried again."""
    ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class JobCount:
    """The number of jobs of a kind in a state. `first` is since when the oldest of them waits or
    was set aside; of those that are tried again, when the first of them is.
    """

    kind: str
    standing: Backlog
    count: int
    first: datetime


class Queue(Protocol):
    """Work that outlives the process. `enqueue` joins the transaction under way."""

    def enqueue(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Json],
        run_at: datetime,
        priority: int = Priority.ORDINARY,
    ) -> None:
        """Ask for a job.

        While one of the same key waits, nothing changes but that a higher priority counts; while
        one runs, it is queued again at `run_at` once it is finished.
        """
        ...

    def is_waiting(self, priority: int, since: datetime) -> bool:
        """Decide whether a job of at least that priority has been due since then, and nobody does
        it.
        """
        ...

    def lease(self, worker: str, limit: int, now: datetime) -> Sequence[Job]: ...
    def next_due(self) -> datetime | None:
        """Return when the first of the jobs that nobody has leased is due; None if there is none."""
        ...

    def begin(self, job: Job, now: datetime) -> bool:
        """Decide whether a leased job is its worker's to run now; False if the lease was lost.

        A lease of which most is left is not renewed: nobody else can have the job before it ends,
        and renewing is a commit.
        """
        ...

    def renew(self, job: Job, now: datetime) -> bool: ...
    def finish(self, job: Job) -> bool:
        """Mark done inside the transaction of the job's effects.

        A job with a `successor` leases one in its place, as `lease` would: the first of those due,
        of what this transaction asks for, too. False if the lease was lost, and then the caller
        rolls its effects back.
        """
        ...

    def retry(
        self, job: Job, problem: Statement | None, run_at: datetime, *, faults: int = 0
    ) -> None: ...
    def set_aside(self, job: Job, problem: Statement, at: datetime) -> bool:
        """Take a job out that nobody should run again before a human looked; False if the lease was
        lost. Asked for anew it runs again, and what runs to its end is no longer set aside.
        """
        ...

    def troubled(self, limit: int = 200) -> Sequence[TroubledJob]:
        """Return jobs that were set aside, oldest first, then those that wait for a further try."""
        ...

    def counted(self, most: int) -> Sequence[JobCount]:
        """Return the work not yet done, by kind and standing, without the beats, which wait always;
        of work to be done, and of work that was set aside, at most so many jobs are counted, the
        oldest.
        """
        ...

    def replay(self, key: str, at: datetime) -> bool:
        """Let a job run again that was set aside, or waits for a further try; False if there is none
        of that key, or it runs.
        """
        ...

    def hasten(self, keys: Iterable[str], run_at: datetime) -> None:
        """Let jobs that wait run sooner, inside a transaction; those that run or are due stay."""
        ...

    def recall(self, now: datetime, latest: datetime) -> None:
        """Bring forward, inside a transaction, what a clock that ran fast put off: what is tried again after `latest`
        runs now, and a lease that ends later than any lease can ends after one.
        """
        ...

    def waiting(self) -> Sequence[Job]: ...
