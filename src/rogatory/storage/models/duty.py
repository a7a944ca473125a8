# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Duty: rosters, stand-ins, hand-overs, officers' addresses, attempts to call."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Blob,
    Flag,
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


class Roster(models.Model):
    """A roster that was put in force: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME, db_index=True)
    document: Blob = models.BinaryField()
    starts: Moment = models.DateTimeField()
    ends: Moment = models.DateTimeField()
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    reason: LongText = models.TextField()


class StandIn(models.Model):
    """A watch that somebody has taken in another's place: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    starts: Moment = models.DateTimeField()
    ends: Moment = models.DateTimeField()
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    reason: LongText = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["authority", "ends"], name="stand_in_of")]


class HandOver(models.Model):
    """A watch handed on, and the next officer's one confirmation."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME, db_index=True)
    document: Blob = models.BinaryField()
    digest: Text = models.CharField(max_length=DIGEST)
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    confirmed_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    confirmed: MomentOrNone = models.DateTimeField(null=True)
    remark: LongTextOrNone = models.TextField(null=True)


class OfficerContact(models.Model):
    """Where an officer is reached: added, the newest counts."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    officer: Text = models.CharField(max_length=NAME, db_index=True)
    mail: JsonValue = models.JSONField()
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()


class CallAttempt(models.Model):
    """An attempt to reach somebody for a call: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    page: Text = models.CharField(max_length=200, db_index=True)
    at: Moment = models.DateTimeField()
    step: Number = models.IntegerField()
    rung: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    means: Text = models.CharField(max_length=NAME)
    target: LongText = models.TextField()
    delivered: Flag = models.BooleanField()
    problem: LongTextOrNone = models.TextField(null=True)
