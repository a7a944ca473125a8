# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The work inside one's own State: matters, their journals, and what requests are aimed at."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Flag,
    JsonValue,
    LongTextOrNone,
    Moment,
    Serial,
    Text,
    TextOrNone,
)


class Matter(models.Model):
    """A matter as lists show it: written anew with each line of its journal."""

    thread: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    authority: Text = models.CharField(max_length=NAME, db_index=True)
    case_number: LongTextOrNone = models.TextField(null=True)
    case_key: TextOrNone = models.CharField(max_length=DIGEST, null=True, db_index=True)
    assignee: TextOrNone = models.CharField(max_length=NAME, null=True, db_index=True)
    stage: Text = models.CharField(max_length=NAME)
    watched: Flag = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["thread"], name="matter_watched", condition=models.Q(watched=True)
            ),
        ]


class MatterEntry(models.Model):
    """A line of a matter's journal: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    kind: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    officer: Text = models.CharField(max_length=NAME)
    authority: Text = models.CharField(max_length=NAME)
    data: JsonValue = models.JSONField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "serial"], name="entry_by_officer"),
            models.Index(fields=["at"], name="entry_by_moment"),
        ]


class ThreadTarget(models.Model):
    """That a thread's request is aimed at a target: the row that finds others aimed there."""

    id: Serial = models.BigAutoField(primary_key=True)
    target: Text = models.CharField(max_length=DIGEST, db_index=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "thread"], name="one_target_a_thread")
        ]
