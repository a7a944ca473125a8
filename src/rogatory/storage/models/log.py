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
    Serial,
    Text,
    TextOrNone,
)


class LogEvent(models.Model):
    """One leaf. The index is the primary key, so two writers can never share a leaf."""

    index: BigNumber = models.BigIntegerField(primary_key=True)
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


class LogTile(models.Model):
    """Up to 256 hashes of one level of the tree (C2SP tlog-tiles); only the rightmost still grows."""

    id: Serial = models.BigAutoField(primary_key=True)
    level: Number = models.IntegerField()
    index: BigNumber = models.BigIntegerField()
    data: Blob = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "index"], name="one_tile_a_place")
        ]


class LogHead(models.Model):
    """The tree as it stands: its size and the roots of its perfect subtrees. One row."""

    id: Number = models.IntegerField(primary_key=True)
    size: BigNumber = models.BigIntegerField()
    nodes: Blob = models.BinaryField()


class Checkpoint(models.Model):
    """A signed size and root. Each size is signed once."""

    size: BigNumber = models.BigIntegerField(primary_key=True)
    note: LongText = models.TextField()
