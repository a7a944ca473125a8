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
    opened: Moment = models.DateTimeField(db_index=True)
    last_activity: Moment = models.DateTimeField(db_index=True)
    hold_start: MomentOrNone = models.DateTimeField(null=True)
    hold_end: MomentOrNone = models.DateTimeField(null=True)
    needs_answer: Flag = models.BooleanField(db_index=True)
    related: JsonValue = models.JSONField()


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


class Page(models.Model):
    """A call for a human."""

    id: Text = models.CharField(primary_key=True, max_length=200)
    at: Moment = models.DateTimeField(db_index=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    reason: LongText = models.TextField()
    seen_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    seen: MomentOrNone = models.DateTimeField(null=True)
    urgency: Text = models.CharField(max_length=NAME, default="routine")


class Setting(models.Model):
    """A setting that a person changed, by name."""

    name: Text = models.CharField(primary_key=True, max_length=100)
    value: JsonValue = models.JSONField(null=True)
