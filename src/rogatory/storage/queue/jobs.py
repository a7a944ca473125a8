# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The queue: a lease on rows of the node's own database.

A worker leases jobs in one statement, works without a transaction, and in one short transaction
writes the effects and takes the job away, fenced by its lease and its number of attempts: a
worker that lost the lease finds nothing to take away and rolls back. What a killed worker held
is leased again when the lease has run out.

A job asked for while another of its key waits changes nothing. Asked for while that one runs, it is
remembered, and the job is queued again after it was finished: what the running one had already read
may be older than the asking.

A job is due by the clock of the worker that asks. Where several machines share a database (PostgreSQL), it is
leased by the database's clock alone: a worker whose own clock is ten minutes ahead takes nothing
from the others.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple, cast

from django.db import connection, models, transaction
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Min,
    QuerySet,
    Value,
    When,
)

from rogatory.node.repositories import queue as port
from rogatory.storage.tables.columns import (
    NAME,
    JsonValue,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    Stated,
    StatedOrNone,
    StatementField,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, change, first, rows
from rogatory.storage.transactions.writing import assert_writing, short_transaction
from rogatory.wire.canonical import Json
from rogatory.wire.words import Statement


class Job(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    kind: Text = models.CharField(max_length=NAME)
    key: Text = models.CharField(max_length=200, unique=True)
    payload: JsonValue = models.JSONField()
    run_at: Moment = models.DateTimeField()
    priority: Number = models.IntegerField(default=20)
    attempts: Number = models.IntegerField(default=0)
    leased_by: TextOrNone = models.CharField(max_length=100, null=True)
    lease_until: MomentOrNone = models.DateTimeField(null=True)
    again_at: MomentOrNone = models.DateTimeField(null=True)
    """Asked for again while it ran: when to run once more."""
    problem: StatedOrNone = StatementField(null=True)
    faults: Number = models.IntegerField(default=0)
    unended: Number = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run_at", "id"], name="job_next"),
            models.Index(fields=["-priority", "run_at", "id"], name="job_first"),
        ]


class AsideJob(models.Model):
    """A job that nobody runs before a human looked at it."""

    id: Serial = models.BigAutoField(primary_key=True)
    kind: Text = models.CharField(max_length=NAME)
    key: Text = models.CharField(max_length=200, unique=True)
    payload: JsonValue = models.JSONField()
    priority: Number = models.IntegerField()
    attempts: Number = models.IntegerField()
    problem: Stated = StatementField()
    since: Moment = models.DateTimeField()


MOST_LISTED = 1000
"""Waiting jobs shown to a person: a backlog of millions would fill the memory that lists it."""

KEYS_AT_ONCE = 500
"""Keys in one statement: SQLite takes no more than some thousands of values."""

_RECORDS = Records(
    port.Job,
    Job,
    read={
        "lease": lambda row: row.leased_by or "",
        "until": lambda row: row.lease_until,
        "successor": lambda _row: None,
    },
    apart=("leased_by", "lease_until", "run_at", "again_at", "problem"),
)
_ASIDE = Records(
    port.TroubledJob,
    AsideJob,
    read={"run_at": lambda _row: None, "since": lambda row: row.since},
    apart=("priority",),
)
_RETRIED = Records(
    port.TroubledJob,
    Job,
    read={
        "problem": lambda row: row.problem or "",
        "run_at": lambda row: row.run_at,
        "since": lambda _row: None,
    },
    apart=("leased_by", "lease_until", "again_at", "priority", "faults", "unended"),
)

_JOBS = Table(Job)
_ENQUEUE = _JOBS.insert("""
    ON CONFLICT (key) DO UPDATE SET
        again_at = CASE WHEN storage_job.leased_by IS NULL THEN storage_job.again_at
            ELSE excluded.run_at END,
        priority = CASE WHEN storage_job.priority < excluded.priority THEN excluded.priority
            ELSE storage_job.priority END
    WHERE storage_job.leased_by IS NOT NULL OR storage_job.priority < excluded.priority
""")
_HELD = "id = %s AND leased_by = %s AND attempts = %s"
_END = f"DELETE FROM storage_job WHERE {_HELD} AND again_at IS NULL"  # noqa: S608 - likewise
_REPEAT = f"""
    UPDATE storage_job SET run_at = again_at, again_at = NULL, attempts = 0, problem = NULL,
        leased_by = NULL, lease_until = NULL, unended = 0, faults = 0
    WHERE {_HELD} AND again_at IS NOT NULL
"""  # noqa: S608 - likewise
_END_ASIDE = "DELETE FROM storage_asidejob WHERE key = %s"
_FREE: Mapping[str, Any] = {"leased_by": None, "lease_until": None, "unended": 0}
"""The columns of a job that nobody runs, and whose last run came to an end."""

_STANDING = {False: port.Backlog.WAITING, True: port.Backlog.RETRIED, None: port.Backlog.ASIDE}


def _no_bell() -> None:
    """Wake nobody."""


class DatabaseQueue:
    """The port `Queue`. `ring` is called after a commit that asked for a job: it wakes workers.

    `shared_clock` says whether leases go by the database's clock, as they do unless set where several
    machines may share it; a test with a time of its own sets it to False.
    """

    def __init__(
        self,
        *,
        lease: timedelta = port.LEASE,
        ring: Callable[[], None] = _no_bell,
        shared_clock: bool | None = None,
    ) -> None:
        self._lease = lease
        self._ring = ring
        self._shared_clock = shared_clock

    def enqueue(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Json],
        run_at: datetime,
        priority: int = port.Priority.ORDINARY,
    ) -> None:
        assert_writing()
        _ENQUEUE(key=key, kind=kind, payload=dict(payload), run_at=run_at, priority=int(priority))
        transaction.on_commit(self._ring)

    def lease(self, worker: str, limit: int, now: datetime) -> Sequence[port.Job]:
        """Lease jobs that are due, by priority, then the oldest; no two workers are given one."""
        moment, until = self._lease_times(now)
        # A look before the leap: the statement below takes the write lock even to find nothing.
        if first(_is_due(moment.sql), now, *moment.values) is None:
            return []
        claim = _claim(moment.sql, until.sql)
        with _leasing():
            claimed = rows(claim, worker, *until.values, now, *moment.values, limit)
        found = sorted(map(_JOBS.row, claimed), key=lambda row: (-row.priority, row.run_at, row.id))
        # The worker compares the end with its own clock, so it is given in that.
        return [replace(job, until=now + self._lease) for job in _RECORDS.records(found)]

    def next_due(self) -> datetime | None:
        free = Job.objects.filter(leased_by=None).order_by("run_at", "id")
        return free.values_list("run_at", flat=True).first()

    def is_waiting(self, priority: int, since: datetime) -> bool:
        free = Job.objects.filter(leased_by=None, priority__gte=int(priority))
        return free.filter(run_at__lte=since).exists()

    def begin(self, job: port.Job, now: datetime) -> bool:
        if job.until is not None and job.until - now > self._lease * port.LEFT_OF_LEASE:
            return True
        return self.renew(job, now)

    def renew(self, job: port.Job, now: datetime) -> bool:
        _, until = self._lease_times(now)
        return change(_renew(until.sql), *until.values, *_hold(job)) == 1

    def _lease_times(self, now: datetime) -> tuple["_Moment", "_Moment"]:
        """Return the moment by which leases are judged, and the one at which a new one ends."""
        moment = _Moment("clock_timestamp()") if self._is_shared() else _Moment("%s", now)
        return moment, self._lease_end(now, self._lease)

    def _lease_end(self, now: datetime, length: timedelta) -> "_Moment":
        if self._is_shared():
            return _Moment("clock_timestamp() + %s", length)
        return _Moment("%s", now + length)

    def _is_shared(self) -> bool:
        if self._shared_clock is not None:
            return self._shared_clock
        return connection.features.has_select_for_update_skip_locked

    def finish(self, job: port.Job) -> bool:
        assert_writing()
        change(_END_ASIDE, job.key)
        if change(_END, *_hold(job)) != 1:
            if change(_REPEAT, *_hold(job)) != 1:
                return False
            transaction.on_commit(self._ring)
        if job.successor is not None and job.successor.is_wanted():
            self._succeed(job.lease, job.successor)
        return True

    def _succeed(self, worker: str, successor: port.Successor) -> None:
        """Lease the next job in the transaction under way; the worker has it once that is durable."""
        leased = self.lease(worker, 1, successor.now())
        if leased:
            transaction.on_commit(lambda: setattr(successor, "job", leased[0]))

    def retry(
        self, job: port.Job, problem: Statement | None, run_at: datetime, *, faults: int = 0
    ) -> None:
        """Give a job back to be done later; nothing happens if the lease was lost."""
        _held(job).update(**_FREE, problem=problem, run_at=run_at, faults=faults)

    def set_aside(self, job: port.Job, problem: Statement, at: datetime) -> bool:
        with short_transaction():
            if _held(job).delete()[0] != 1:
                return False
            values: dict[str, Any] = {
                "kind": job.kind,
                "payload": dict(job.payload),
                "priority": job.priority,
                "attempts": job.attempts,
                "problem": problem,
                "since": at,
            }
            AsideJob.objects.update_or_create(key=job.key, defaults=values)
        return True

    def troubled(self, limit: int = 200) -> Sequence[port.TroubledJob]:
        aside = AsideJob.objects.order_by("since", "id")[:limit]
        waiting = Job.objects.exclude(problem=None)
        return [
            *_ASIDE.records(aside),
            *_RETRIED.records(waiting.order_by("run_at", "id")[: limit - len(aside)]),
        ]

    def counted(self, most: int) -> Sequence[port.JobCount]:
        todo = Job.objects.exclude(key=F("kind")).order_by("run_at", "id")[:most]
        aside = AsideJob.objects.order_by("id")[:most]
        is_tried = Case(When(problem__isnull=False, then=True), default=False)
        rows = [
            *Job.objects.filter(id__in=todo.values("id"))
            .values("kind", is_tried=is_tried)
            .annotate(count=Count("id"), first=Min("run_at")),
            *AsideJob.objects.filter(id__in=aside.values("id"))
            .values("kind", is_tried=Value(None, output_field=BooleanField(null=True)))
            .annotate(count=Count("id"), first=Min("since")),
        ]
        found = (
            port.JobCount(each["kind"], _STANDING[each["is_tried"]], each["count"], each["first"])
            for each in rows
        )
        return sorted(found, key=lambda count: (count.kind, count.standing.value))

    def replay(self, key: str, at: datetime) -> bool:
        assert_writing()
        row = AsideJob.objects.filter(key=key).first()
        if row is not None:
            payload = cast("Mapping[str, Json]", row.payload)
            row.delete()
            self.enqueue(row.kind, key, payload, at, row.priority)
            return True
        free = Job.objects.filter(key=key, leased_by=None)
        transaction.on_commit(self._ring)
        return free.exclude(problem=None).update(run_at=at) == 1

    def hasten(self, keys: Iterable[str], run_at: datetime) -> None:
        assert_writing()
        for some in itertools.batched(keys, KEYS_AT_ONCE):
            waiting = Job.objects.filter(key__in=some, leased_by=None)
            waiting.filter(run_at__gt=run_at).update(run_at=run_at)
        transaction.on_commit(self._ring)

    def recall(self, now: datetime, latest: datetime) -> None:
        assert_writing()
        late = Job.objects.filter(leased_by=None, run_at__gt=latest).exclude(problem=None)
        late.update(run_at=now)
        _, until = self._lease_times(now)
        longest = self._lease_end(now, self._lease * port.LONGEST_LEASES)
        change(_recall(until.sql, longest.sql), *until.values, *longest.values)
        transaction.on_commit(self._ring)

    def waiting(self) -> Sequence[port.Job]:
        """Return jobs not yet done, running ones included, the next due first."""
        waiting = Job.objects.order_by("run_at", "id")[:MOST_LISTED]
        return _RECORDS.records(waiting)


class _Moment(NamedTuple):
    """A moment as a statement has it, and the values for its places."""

    sql: str
    value: datetime | timedelta | None = None

    @property
    def values(self) -> Sequence[datetime | timedelta]:
        return [] if self.value is None else [self.value]


def _leasing() -> contextlib.AbstractContextManager[None]:
    """Return what a lease is written in: a crash of the machine that takes it has ended the worker, too.

    On PostgreSQL, whose crash leaves workers of other machines alive, the statement is a durable commit of its own.
    """
    if connection.features.has_select_for_update_skip_locked:
        return contextlib.nullcontext()
    return short_transaction(relaxed=True)


def _is_due(moment: str) -> str:
    return f"""
        SELECT 1 FROM storage_job
        WHERE run_at <= %s AND (lease_until IS NULL OR lease_until < {moment}) LIMIT 1
    """  # noqa: S608 - what varies is one of the expressions above


def _renew(until: str) -> str:
    return f"UPDATE storage_job SET lease_until = {until} WHERE {_HELD}"  # noqa: S608 - likewise


def _recall(until: str, longest: str) -> str:
    return f"UPDATE storage_job SET lease_until = {until} WHERE lease_until > {longest}"  # noqa: S608 - likewise


def _claim(moment: str, until: str) -> str:
    """Return the one statement that leases, for SQLite and PostgreSQL alike.

    PostgreSQL may plan a subquery of IN so that it runs once for each row, and locks others each time:
    more would be leased than the limit. That of an array runs once.
    """
    chosen = f"""
        SELECT id FROM storage_job
        WHERE run_at <= %s AND (lease_until IS NULL OR lease_until < {moment})
        ORDER BY priority DESC, run_at, id LIMIT %s
    """  # noqa: S608 - likewise
    others = connection.features.has_select_for_update_skip_locked
    wanted = f"= ANY(ARRAY({chosen} FOR UPDATE SKIP LOCKED))" if others else f"IN ({chosen})"
    return f"""
        UPDATE storage_job
        SET leased_by = %s, lease_until = {until}, attempts = attempts + 1, unended = unended + 1,
            again_at = NULL
        WHERE id {wanted}
        RETURNING {_JOBS.columns}
    """  # noqa: S608 - what varies is the model's and a keyword of ours


def _hold(job: port.Job) -> tuple[int, str, int]:
    """Return the values of `_HELD`."""
    return job.id, job.lease, job.attempts


def _held(job: port.Job) -> QuerySet[Job]:
    return Job.objects.filter(id=job.id, leased_by=job.lease, attempts=job.attempts)
