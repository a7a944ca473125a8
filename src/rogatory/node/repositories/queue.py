# SPDX-License-Identifier: Apache-2.0
"""What the use-cases need of the queue: work that is asked for, leased, ended, set aside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.books import Job, JobCount, Priority, TroubledJob
from rogatory.wire.canonical import Json


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
        one runs, it stands again at `run_at` once it is finished.
        """
        ...

    def is_waiting(self, priority: int, since: datetime) -> bool:
        """Whether a job of at least that priority has been due since then, and nobody does it."""
        ...

    def lease(self, worker: str, limit: int, now: datetime) -> Sequence[Job]: ...
    def begin(self, job: Job, now: datetime) -> bool:
        """Whether a leased job is its worker's to run now; False if the lease was lost.

        A lease of which most is left is not renewed: nobody else can have the job before it ends,
        and renewing is a commit.
        """
        ...

    def renew(self, job: Job, now: datetime) -> bool: ...
    def finish(self, job: Job) -> bool:
        """Mark done inside the transaction of the job's effects.

        False if the lease was lost, and then the caller rolls its effects back.
        """
        ...

    def retry(self, job: Job, problem: str, run_at: datetime, *, faults: int = 0) -> None: ...
    def set_aside(self, job: Job, problem: str, at: datetime) -> bool:
        """Take a job out that nobody should run again before a human looked; False if the lease was
        lost. Asked for anew it runs again, and what runs to its end is no longer set aside.
        """
        ...

    def troubled(self, limit: int = 200) -> Sequence[TroubledJob]:
        """Jobs that were set aside, oldest first, then those that wait for a further try."""
        ...

    def counted(self, most: int) -> Sequence[JobCount]:
        """The work not yet done, by kind and standing, without the beats, which wait always; of work to
        be done, and of work that was set aside, at most so many jobs are counted, the oldest.
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

    def waiting(self) -> Sequence[Job]: ...
