# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""How packages go between nodes: progress by State, what was served, what may still be sent."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    NAME,
    BigNumber,
    JsonValue,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    Text,
)


class Transfer(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    seal: Text = models.CharField(max_length=DIGEST)
    peer: Text = models.CharField(max_length=2)
    direction: Text = models.CharField(max_length=3)
    began: Moment = models.DateTimeField()
    segments: BigNumber = models.BigIntegerField(default=0)
    moved: BigNumber = models.BigIntegerField(default=0)
    last: MomentOrNone = models.DateTimeField(null=True)
    recent: JsonValue = models.JSONField(default=list)
    failures: Number = models.IntegerField(default=0)
    problem: LongTextOrNone = models.TextField(null=True)
    by_courier: BigNumber = models.BigIntegerField(default=0)
    disks: JsonValue = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "peer"], name="one_transfer_a_state")
        ]


class SegmentServed(models.Model):
    """A segment of a package that a State was given, however often."""

    id: Serial = models.BigAutoField(primary_key=True)
    seal: Text = models.CharField(max_length=DIGEST)
    peer: Text = models.CharField(max_length=2)
    index: Number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "peer", "index"], name="one_serving_a_state")
        ]


class Allowance(models.Model):
    """Bytes that may still go to or come from a State, as of a moment; below nothing is owed."""

    name: Text = models.CharField(primary_key=True, max_length=NAME)
    balance: "models.FloatField[float, float]" = models.FloatField()
    at: Moment = models.DateTimeField()


class PeerKept(models.Model):
    """Bytes of all dispatches of a State that are kept."""

    peer: Text = models.CharField(primary_key=True, max_length=2)
    size: BigNumber = models.BigIntegerField(default=0)
