# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Observations of other States' logs, proofs against them, and cosignatures of the own log."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import witnesses as port
from rogatory.storage.tables.columns import (
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
    StatedOrNone,
    StatementField,
    Text,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import assert_writing, hold_off_others

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
    """The statement of a State's witness about one checkpoint of this node's log."""

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
    problem: StatedOrNone = StatementField(null=True)


_LOGS = Records(port.WitnessedLog, WitnessedLog)
_ACCUSATIONS = Records(port.Accusation, Accusation)
_COSIGNATURES = Records(port.OwnCosignature, OwnCosignature, key=("origin", "size", "state"))
_CONTACTS = Records(port.WitnessContact, WitnessContact, key=("state",))


class DatabaseWitnesses:
    def witnessed(self, state: str | None = None) -> Sequence[port.WitnessedLog]:
        rows = WitnessedLog.objects.order_by("state", "epoch")
        if state is not None:
            rows = rows.filter(state=state)
        return _LOGS.records(rows)

    def put_witnessed(self, record: port.WitnessedLog, *, seen: int | None) -> bool:
        assert_writing()
        hold_off_others("witness", record.state)
        values = _LOGS.values(record)
        rows = WitnessedLog.objects.filter(state=record.state, epoch=record.epoch)
        if seen is not None:
            return bool(rows.filter(size=seen).update(**values))
        if rows.exists():
            return False
        WitnessedLog.objects.create(**values)
        return True

    def add_accusation(self, accusation: port.Accusation) -> bool:
        return _ACCUSATIONS.add(accusation)

    def accusations(self, state: str | None = None) -> Sequence[port.Accusation]:
        rows = Accusation.objects.order_by("serial")
        if state is not None:
            rows = rows.filter(state=state)
        return _ACCUSATIONS.records(rows)

    def mark_explained(self, accusation: str, at: datetime) -> None:
        assert_writing()
        Accusation.objects.filter(id=accusation, explained=None).update(explained=at)

    def put_cosignature(self, cosignature: port.OwnCosignature) -> None:
        _COSIGNATURES.put(cosignature)

    def cosignatures(self, origin: str) -> Sequence[port.OwnCosignature]:
        rows = OwnCosignature.objects.filter(origin=origin).order_by("-size", "state")
        return _COSIGNATURES.records(rows)

    def keep_cosignatures(self, origin: str, sizes: Collection[int]) -> None:
        assert_writing()
        OwnCosignature.objects.filter(origin=origin).exclude(size__in=sizes).delete()

    def put_contact(self, contact: port.WitnessContact) -> None:
        _CONTACTS.put(contact)

    def contacts(self) -> Sequence[port.WitnessContact]:
        return _CONTACTS.records(WitnessContact.objects.order_by("state"))
