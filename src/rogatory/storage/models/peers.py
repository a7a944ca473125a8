# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Dealings with other States: proposals with their decision, reviews of what was held, letters."""

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
    Text,
    TextOrNone,
)


class Proposal(models.Model):
    """What one officer proposed and a second one decided, once."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    matter: Text = models.CharField(max_length=NAME)
    subject: Text = models.CharField(max_length=IDENTIFIER)
    document: Blob = models.BinaryField()
    authority: Text = models.CharField(max_length=NAME)
    proposed_by: Text = models.CharField(max_length=NAME)
    proposed: Moment = models.DateTimeField()
    decided_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    decided: MomentOrNone = models.DateTimeField(null=True)
    accepted: "models.BooleanField[bool | None, bool | None]" = models.BooleanField(null=True)
    reason: LongTextOrNone = models.TextField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["matter", "subject", "proposed", "id"], name="proposal_on")
        ]


class HeldReview(models.Model):
    """A senior officer's word on a request that was kept for review."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    authority: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    proceed: Flag = models.BooleanField()
    reason: LongText = models.TextField()


class LetterDispatch(models.Model):
    """A signed message that went out beside the line."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    message: Text = models.CharField(max_length=DIGEST)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    channel: Text = models.CharField(max_length=NAME)
    dispatched: Moment = models.DateTimeField()
    reference: LongText = models.TextField()
    authority: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    recorded: Moment = models.DateTimeField()
    proof: JsonValue = models.JSONField(null=True)
