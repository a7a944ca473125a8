# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The custody log: its events in the order of their leaves, its tiles and signed checkpoints."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    BlobOrNone,
    LongText,
    Moment,
    Number,
    RowNumber,
    Serial,
    Text,
    TextOrNone,
)

EPOCH = 1 << 40
"""Leaves that one epoch has room for; a place is `epoch * EPOCH + index`."""


class LogEvent(models.Model):
    """An event and its leaf. The place is the primary key, so two writers never share a leaf."""

    place: BigNumber = RowNumber(primary_key=True)
    digest: Text = models.CharField(max_length=DIGEST, unique=True)
    object: Text = models.CharField(max_length=DIGEST, db_index=True)
    action: Text = models.CharField(max_length=NAME)
    event: Blob = models.BinaryField()
    p256: Blob = models.BinaryField()
    mldsa65: BlobOrNone = models.BinaryField(null=True)
    salt: Blob = models.BinaryField()
    commitment: Text = models.CharField(max_length=DIGEST)
    logged: Moment = models.DateTimeField()
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    officer: Text = models.CharField(max_length=NAME, default="")
    """The one that the event names, if any: beside its bytes, for the auditor's list."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "place"], name="event_by_officer"),
            models.Index(fields=["action", "place"], name="event_by_action"),
            models.Index(fields=["logged"], name="event_by_moment"),
        ]


class LogTile(models.Model):
    """Up to 256 hashes of one level of an epoch's tree (C2SP tlog-tiles).

    Only the rightmost of a level still grows; the last hashes of level 0 stand in the head.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    epoch: BigNumber = models.BigIntegerField(default=1)
    level: Number = models.IntegerField()
    index: BigNumber = models.BigIntegerField()
    data: Blob = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["epoch", "level", "index"], name="one_tile_a_place")
        ]


class LogHead(models.Model):
    """An epoch's tree as it stands; the row of the highest epoch grows.

    `nodes` are the roots of its perfect subtrees, `leaves` the last hashes of level 0, beyond those
    of its tiles' rows: of the unfinished tile a few at most (`log_rows.KEPT_IN_HEAD`).
    """

    id: BigNumber = RowNumber(primary_key=True)
    size: BigNumber = models.BigIntegerField()
    nodes: Blob = models.BinaryField()
    leaves: Blob = models.BinaryField(default=bytes)


class Checkpoint(models.Model):
    """A signed size and root. Each size of an epoch is signed once; a place as of an event."""

    place: BigNumber = RowNumber(primary_key=True)
    note: LongText = models.TextField()
