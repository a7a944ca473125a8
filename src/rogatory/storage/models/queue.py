# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The job: work that outlives the process. An open job is a row; a finished one is none.

What was set aside stands in a table of its own, so that no worker's look passes over it.
"""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    NAME,
    JsonValue,
    LongText,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    Text,
    TextOrNone,
)


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
    problem: LongTextOrNone = models.TextField(null=True)
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
    problem: LongText = models.TextField()
    since: Moment = models.DateTimeField()
