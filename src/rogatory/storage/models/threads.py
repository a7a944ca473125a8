# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""What the duty desk lists: threads, calls for a human, and what a person changed in settings."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    IDENTIFIER,
    NAME,
    Flag,
    JsonValue,
    LongText,
    Moment,
    MomentOrNone,
    Serial,
    Text,
    TextOrNone,
)


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
    needs_answer: Flag = models.BooleanField()
    related: JsonValue = models.JSONField()
    basis: Text = models.CharField(max_length=NAME, default="")
    case_number: LongText = models.TextField(default="")
    offence: LongText = models.TextField(default="")
    language: Text = models.CharField(max_length=NAME, default="")
    ended: Flag = models.BooleanField(default=False)
    """Whether the status is one of an end: beside it, for the lists."""
    restricted: Flag = models.BooleanField(default=False)
    """Whether only the officers of its `ThreadReader` rows may read it. No fold writes it."""

    class Meta:
        # Each ends in the key by which a list goes on: see `storage.listing_books`.
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


class ThreadText(models.Model):
    """What is searched of a thread, folded. On SQLite an FTS5 table of trigrams stands over it, which
    triggers keep (see the migration that made it); `id` is the place in the order of a search.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    said: LongText = models.TextField(default="")
    inside: LongText = models.TextField(default="")
    offices: LongText = models.TextField(default="")


class SavedView(models.Model):
    """A list that an officer keeps under a name of his own."""

    id: Serial = models.BigAutoField(primary_key=True)
    officer: Text = models.CharField(max_length=NAME)
    name: Text = models.CharField(max_length=100)
    query: LongText = models.TextField()
    at: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "name"], name="one_view_a_name")
        ]


class Page(models.Model):
    """A call for a human."""

    id: Text = models.CharField(primary_key=True, max_length=200)
    at: Moment = models.DateTimeField(db_index=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    reason: LongText = models.TextField()
    seen_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    seen: MomentOrNone = models.DateTimeField(null=True)
    urgency: Text = models.CharField(max_length=NAME, default="routine")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], name="page_unseen", condition=models.Q(seen=None))
        ]


class Setting(models.Model):
    """A setting that a person changed, by name."""

    name: Text = models.CharField(primary_key=True, max_length=100)
    value: JsonValue = models.JSONField(null=True)
