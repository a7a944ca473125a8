# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""What was seen of other States' logs, proofs against them, and cosignatures of the own log."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    NAME,
    BigNumber,
    Blob,
    LongText,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    Text,
)

ORIGIN = 100
"""`<network>/xa/<epoch>`: 64 digits, a State, at most nine digits, and two strokes."""


class WitnessedLog(models.Model):
    """The newest checkpoint seen of one epoch of a State's log."""

    id: Serial = models.BigAutoField(primary_key=True)
    state: Text = models.CharField(max_length=2)
    epoch: Number = models.IntegerField()
    origin: Text = models.CharField(max_length=ORIGIN)
    size: BigNumber = models.BigIntegerField()
    root: Blob = models.BinaryField()
    note: LongTextOrNone = models.TextField(null=True)
    at: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "epoch"], name="one_log_an_epoch")
        ]


class Accusation(models.Model):
    """A proof of misbehaviour, by its digest."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=DIGEST, unique=True)
    state: Text = models.CharField(max_length=2)
    origin: Text = models.CharField(max_length=ORIGIN)
    kind: Text = models.CharField(max_length=NAME)
    document: Blob = models.BinaryField()
    at: Moment = models.DateTimeField()
    explained: MomentOrNone = models.DateTimeField(null=True)


class OwnCosignature(models.Model):
    """What a State's witness said of one checkpoint of this node's log."""

    id: Serial = models.BigAutoField(primary_key=True)
    origin: Text = models.CharField(max_length=ORIGIN)
    size: BigNumber = models.BigIntegerField()
    state: Text = models.CharField(max_length=2)
    lines: LongText = models.TextField()
    at: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["origin", "size", "state"], name="one_word_a_size")
        ]


class WitnessContact(models.Model):
    """How asking a State's witness went last."""

    state: Text = models.CharField(primary_key=True, max_length=2)
    origin: Text = models.CharField(max_length=ORIGIN)
    size: BigNumber = models.BigIntegerField()
    asked: Moment = models.DateTimeField()
    answered: MomentOrNone = models.DateTimeField(null=True)
    problem: LongTextOrNone = models.TextField(null=True)
