# SPDX-License-Identifier: Apache-2.0
"""The port `Queue` in memory, joined to the transactions of the store in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from rogatory.node.repositories.queue import (
    LEASE,
    LEFT_OF_LEASE,
    LONGEST_LEASES,
    Backlog,
    Job,
    JobCount,
    Priority,
    Successor,
    TroubledJob,
)
from rogatory.storage.memory.tables import Tables
from rogatory.wire.canonical import Json
from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class JobRow:
    job: Job
    run_at: datetime
    lease_until: datetime | None = None
    repeat_at: datetime | None = None
    problem: Statement | None = None


@dataclass(frozen=True, slots=True)
class AsideRow:
    job: Job
    problem: Statement
    since: datetime


@dataclass
class QueueTables(Tables):
    jobs: dict[str, JobRow] = field(default_factory=dict)
    aside: dict[str, AsideRow] = field(default_factory=dict)
    last_job: int = 0


class _Store(Protocol):
    @property
    def tables(self) -> QueueTables: ...


class MemoryQueue:
    def __init__(self, store: _Store, *, lease: timedelta = LEASE) -> None:
        self._tables = store.tables
        self._lease = lease

    def enqueue(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Json],
        run_at: datetime,
        priority: int = Priority.ORDINARY,
    ) -> None:
        self._tables.assert_writing()
        row = self._tables.jobs.get(key)
        if row is None:
            self._tables.last_job += 1
            job = Job(
                self._tables.last_job, kind, key, dict(payload), 0, "", int(priority), unended=0
            )
            self._tables.jobs[key] = JobRow(job, run_at)
            return
        raised = replace(row.job, priority=max(row.job.priority, int(priority)))
        repeat_at = run_at if row.job.lease else row.repeat_at
        self._tables.jobs[key] = replace(row, job=raised, repeat_at=repeat_at)

    def lease(self, worker: str, limit: int, now: datetime) -> Sequence[Job]:
        with self._tables.transaction():
            due = [row for row in self._sorted() if _is_due(row, now)]
            due = sorted(due, key=lambda row: -row.job.priority)[:limit]
            leased = [_leased(row.job, worker, now + self._lease) for row in due]
            for row, job in zip(due, leased, strict=True):
                self._tables.jobs[job.key] = replace(
                    row, job=job, lease_until=now + self._lease, repeat_at=None
                )
            return leased

    def begin(self, job: Job, now: datetime) -> bool:
        if job.until is not None and job.until - now > self._lease * LEFT_OF_LEASE:
            return True
        return self.renew(job, now)

    def renew(self, job: Job, now: datetime) -> bool:
        with self._tables.transaction():
            return self._change(job, lambda row: replace(row, lease_until=now + self._lease))

    def finish(self, job: Job) -> bool:
        self._tables.assert_writing()
        row = self._tables.jobs.get(job.key)
        if row is None or not _holds(row, job):
            return False
        self._tables.aside.pop(job.key, None)
        if row.repeat_at is None:
            del self._tables.jobs[job.key]
        else:
            freed = replace(row.job, lease="", attempts=0, faults=0, unended=0)
            self._tables.jobs[job.key] = JobRow(freed, row.repeat_at)
        if job.successor is not None and job.successor.is_wanted():
            self._succeed(job.lease, job.successor)
        return True

    def _succeed(self, worker: str, successor: Successor) -> None:
        leased = self.lease(worker, 1, successor.now())
        if leased:
            self._tables.on_commit(lambda: setattr(successor, "job", leased[0]))

    def retry(
        self, job: Job, problem: Statement | None, run_at: datetime, *, faults: int = 0
    ) -> None:
        def given_back(row: JobRow) -> JobRow:
            freed = replace(row.job, lease="", faults=faults, unended=0)
            return replace(row, job=freed, run_at=run_at, lease_until=None, problem=problem)

        with self._tables.transaction():
            self._change(job, given_back)

    def set_aside(self, job: Job, problem: Statement, at: datetime) -> bool:
        with self._tables.transaction():
            row = self._tables.jobs.get(job.key)
            if row is None or not _holds(row, job):
                return False
            del self._tables.jobs[job.key]
            self._tables.aside[job.key] = AsideRow(replace(job, lease=""), problem, at)
            return True

    def troubled(self, limit: int = 200) -> Sequence[TroubledJob]:
        with self._tables.lock:
            aside = sorted(self._tables.aside.values(), key=lambda row: row.since)
            found = [_troubled(row.job, row.problem, None, row.since) for row in aside]
            found += [
                _troubled(row.job, row.problem, row.run_at, None)
                for row in self._sorted()
                if row.problem is not None
            ]
            return found[:limit]

    def counted(self, most: int) -> Sequence[JobCount]:
        with self._tables.lock:
            rows = [row for row in self._sorted() if row.job.key != row.job.kind][:most]
            aside = sorted(self._tables.aside.values(), key=lambda row: row.since)[:most]
        found = [
            *(
                (row.job.kind, Backlog.RETRIED if row.problem else Backlog.WAITING, row.run_at)
                for row in rows
            ),
            *((row.job.kind, Backlog.ASIDE, row.since) for row in aside),
        ]
        by_standing: dict[tuple[str, Backlog], list[datetime]] = {}
        for kind, standing, at in found:
            by_standing.setdefault((kind, standing), []).append(at)
        return [
            JobCount(kind, standing, len(all_of), min(all_of))
            for (kind, standing), all_of in sorted(by_standing.items())
        ]

    def replay(self, key: str, at: datetime) -> bool:
        self._tables.assert_writing()
        aside = self._tables.aside.pop(key, None)
        if aside is not None:
            self.enqueue(aside.job.kind, key, aside.job.payload, at, aside.job.priority)
            return True
        row = self._tables.jobs.get(key)
        if row is None or row.job.lease or not row.problem:
            return False
        self._tables.jobs[key] = replace(row, run_at=at)
        return True

    def hasten(self, keys: Iterable[str], run_at: datetime) -> None:
        self._tables.assert_writing()
        for key in keys:
            row = self._tables.jobs.get(key)
            if row is not None and not row.job.lease and row.run_at > run_at:
                self._tables.jobs[key] = replace(row, run_at=run_at)

    def recall(self, now: datetime, latest: datetime) -> None:
        self._tables.assert_writing()
        for key, row in self._tables.jobs.items():
            if not row.job.lease and row.problem is not None and row.run_at > latest:
                self._tables.jobs[key] = replace(row, run_at=now)
            elif (
                row.lease_until is not None and row.lease_until > now + LONGEST_LEASES * self._lease
            ):
                self._tables.jobs[key] = replace(row, lease_until=now + self._lease)

    def next_due(self) -> datetime | None:
        with self._tables.lock:
            free = [row.run_at for row in self._tables.jobs.values() if not row.job.lease]
            return min(free, default=None)

    def is_waiting(self, priority: int, since: datetime) -> bool:
        with self._tables.lock:
            return any(
                not row.job.lease and row.job.priority >= priority and row.run_at <= since
                for row in self._tables.jobs.values()
            )

    def waiting(self) -> Sequence[Job]:
        with self._tables.lock:
            return [row.job for row in self._sorted()]

    def _sorted(self) -> list[JobRow]:
        return sorted(self._tables.jobs.values(), key=lambda row: (row.run_at, row.job.id))

    def _change(self, job: Job, change: Callable[[JobRow], JobRow]) -> bool:
        row = self._tables.jobs.get(job.key)
        if row is None or not _holds(row, job):
            return False
        self._tables.jobs[job.key] = change(row)
        return True


def _leased(job: Job, worker: str, until: datetime) -> Job:
    count, unended = job.attempts + 1, job.unended + 1
    return replace(job, lease=worker, attempts=count, unended=unended, until=until)


def _troubled(
    job: Job, problem: Statement, run_at: datetime | None, since: datetime | None
) -> TroubledJob:
    return TroubledJob(job.kind, job.key, job.payload, job.attempts, problem, run_at, since)


def _is_due(row: JobRow, now: datetime) -> bool:
    return row.run_at <= now and (row.lease_until is None or row.lease_until < now)


def _holds(row: JobRow, job: Job) -> bool:
    held = row.job
    return (held.id, held.lease, held.attempts) == (job.id, job.lease, job.attempts)
