# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Threads as the desk lists them, and who may read them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    NAME,
    Flag,
    JsonValue,
    LongText,
    Moment,
    MomentOrNone,
    Serial,
    Text,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, change, rows
from rogatory.storage.transactions.writing import assert_writing


class Thread(models.Model):
    """A thread's summary: written anew from the fold, never edited."""

    thread: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    peer: Text = models.CharField(max_length=2)
    kind: LongText = models.TextField()
    title: LongText = models.TextField()
    status: Text = models.CharField(max_length=NAME)
    role: Text = models.CharField(max_length=10)
    urgency: Text = models.CharField(max_length=NAME)
    opened: Moment = models.DateTimeField()
    last_activity: Moment = models.DateTimeField()
    hold_start: MomentOrNone = models.DateTimeField(null=True)
    hold_end: MomentOrNone = models.DateTimeField(null=True)
    filings: JsonValue = models.JSONField(default=list)
    needs_answer: Flag = models.BooleanField()
    related: JsonValue = models.JSONField()
    basis: Text = models.CharField(max_length=NAME, default="")
    in_lieu: JsonValue = models.JSONField(default=list)
    case_number: LongText = models.TextField(default="")
    offence: LongText = models.TextField(default="")
    language: Text = models.CharField(max_length=NAME, default="")
    acknowledged: MomentOrNone = models.DateTimeField(null=True)
    answered: MomentOrNone = models.DateTimeField(null=True)
    closed: MomentOrNone = models.DateTimeField(null=True)
    ended: Flag = models.BooleanField(default=False)
    """True if the status is one of an end: beside it, for the lists."""
    restricted: Flag = models.BooleanField(default=False)
    """True if only the officers of its `ThreadReader` rows may read it. No fold writes it."""

    class Meta:
        # Each ends in the key by which a list goes on: see `storage.listing`.
        indexes: ClassVar = [
            models.Index(fields=["last_activity", "thread"], name="thread_by_activity"),
            models.Index(fields=["opened", "thread"], name="thread_by_opening"),
            models.Index(fields=["peer", "last_activity", "thread"], name="thread_by_peer"),
            models.Index(fields=["kind", "last_activity", "thread"], name="thread_by_kind"),
            models.Index(fields=["status", "last_activity", "thread"], name="thread_by_status"),
            models.Index(fields=["urgency", "last_activity", "thread"], name="thread_by_urgency"),
            models.Index(fields=["basis", "last_activity", "thread"], name="thread_by_basis"),
            models.Index(fields=["ended", "last_activity", "thread"], name="thread_by_end"),
            models.Index(fields=["needs_answer", "last_activity", "thread"], name="thread_by_need"),
            models.Index(
                fields=["opened", "thread"],
                name="thread_waiting",
                condition=models.Q(needs_answer=True),
            ),
            models.Index(
                fields=["opened", "thread"],
                name="thread_asked_after_end",
                condition=models.Q(ended=True, needs_answer=True),
            ),
            models.Index(
                fields=["hold_end", "thread"],
                name="thread_held",
                condition=models.Q(ended=False, hold_end__isnull=False),
            ),
            # For `storage.statistics`: each has all that a figure reads, so that no row is looked up.
            models.Index(
                fields=[
                    "role",
                    "peer",
                    "opened",
                    "urgency",
                    "acknowledged",
                    "kind",
                    "restricted",
                    "thread",
                ],
                name="thread_open",
                condition=models.Q(ended=False),
            ),
            models.Index(
                fields=["acknowledged", "role", "opened", "kind", "restricted", "thread"],
                name="thread_acknowledged",
                condition=models.Q(acknowledged__isnull=False),
            ),
            models.Index(
                fields=["answered", "role", "opened", "kind", "restricted", "thread"],
                name="thread_answered",
                condition=models.Q(answered__isnull=False),
            ),
            models.Index(
                fields=[
                    "closed",
                    "kind",
                    "status",
                    "role",
                    "opened",
                    "urgency",
                    "acknowledged",
                    "restricted",
                    "thread",
                ],
                name="thread_closed",
                condition=models.Q(closed__isnull=False),
            ),
        ]


class ThreadReader(models.Model):
    """An officer who may read a thread that is restricted."""

    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    officer: Text = models.CharField(max_length=NAME)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "officer"], name="one_reader_a_thread")
        ]


class Relation(models.Model):
    """`thread` names `other` as related: the row that finds a thread from the one it names."""

    id: Serial = models.BigAutoField(primary_key=True)
    thread: "models.ForeignKey[Thread, Thread]" = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="relations"
    )
    other: Text = models.CharField(max_length=IDENTIFIER, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "other"], name="one_relation_a_pair")
        ]


SUMMARIES = Records(
    ThreadSummary,
    Thread,
    key=("thread",),
    write={"ended": lambda summary: summary.is_ended},
    apart=("restricted",),
)

_THREADS = Table(Thread)
_summary = _THREADS.select("WHERE thread = %s")
_put_summary = _THREADS.put("thread", keeps=("restricted",))
_add_relation = Table(Relation).insert("ON CONFLICT (thread_id, other) DO NOTHING")
_RELATED = "SELECT other FROM storage_relation WHERE thread_id = %s"
_END_RELATION = "DELETE FROM storage_relation WHERE thread_id = %s AND other = %s"


class DatabaseThreads:
    def put_summary(self, summary: ThreadSummary) -> None:
        assert_writing()
        _put_summary(**SUMMARIES.values(summary))
        before = {other for (other,) in rows(_RELATED, summary.thread)}
        for other in before.difference(summary.related):
            change(_END_RELATION, summary.thread, other)
        for other in summary.related:
            if other not in before:
                _add_relation(thread_id=summary.thread, other=other)

    def summary(self, thread: str) -> ThreadSummary | None:
        return SUMMARIES.found(_summary.first(thread))

    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]:
        """Return summaries, the most recently active first."""
        rows = Thread.objects.order_by("-last_activity", "-thread")
        if needs_answer is not None:
            rows = rows.filter(needs_answer=needs_answer)
        return SUMMARIES.records(rows[:limit])

    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        rows = Thread.objects.filter(opened__gte=since, opened__lt=until)
        if kinds is not None:
            rows = rows.filter(kind__in=sorted(kinds))
        return SUMMARIES.records(rows.order_by("opened", "thread"))

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]:
        """Return the threads that name this one as related, oldest first."""
        rows = Thread.objects.filter(relations__other=thread)
        return SUMMARIES.records(rows.order_by("opened", "thread"))

    def restrict(self, thread: str, officers: Iterable[str] | None) -> None:
        assert_writing()
        named = None if officers is None else set(officers)
        Thread.objects.filter(thread=thread).update(restricted=named is not None)
        rows = ThreadReader.objects.filter(thread=thread)
        rows.exclude(officer__in=named or ()).delete()
        ThreadReader.objects.bulk_create(
            [ThreadReader(thread=thread, officer=one) for one in sorted(named or ())],
            ignore_conflicts=True,
        )

    def closed_to(self, officer: str, threads: Iterable[str]) -> frozenset[str]:
        rows = Thread.objects.filter(thread__in=set(threads), restricted=True)
        closed = rows.exclude(is_named_on_thread(officer)).values_list("thread", flat=True)
        return frozenset(closed)


def is_named_on_thread(officer: str) -> Q:
    """Return the condition on rows of threads: those that are restricted to this officer, among
    others.
    """
    readers = ThreadReader.objects.filter(thread=OuterRef("thread"), officer=officer)
    return Q(Exists(readers))
