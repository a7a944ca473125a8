# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Texts that officers are writing."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import drafting as port
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    NAME,
    BigNumber,
    JsonValue,
    LongText,
    Moment,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class Unfinished(models.Model):
    """A text that an officer is writing."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    officer: Text = models.CharField(max_length=NAME)
    kind: LongText = models.TextField()
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True)
    related: JsonValue = models.JSONField()
    sender: LongText = models.TextField()
    addressee: LongText = models.TextField()
    language: LongText = models.TextField()
    body: JsonValue = models.JSONField()
    begun: Moment = models.DateTimeField()
    changed: Moment = models.DateTimeField(db_index=True)
    revision: BigNumber = models.BigIntegerField()
    touched: JsonValue = models.JSONField()
    taken_back: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "changed"], name="unfinished_of_officer")
        ]


_TEXTS = Records(port.Unfinished, Unfinished)


class DatabaseDrafting:
    def put_unfinished(self, text: port.Unfinished) -> None:
        _TEXTS.put(text)

    def unfinished(self, text: str) -> port.Unfinished | None:
        hold_off_others("unfinished", text)
        return _TEXTS.found(Unfinished.objects.filter(id=text).first())

    def unfinished_of(self, officer: str) -> Sequence[port.Unfinished]:
        rows = Unfinished.objects.filter(officer=officer)
        return _TEXTS.records(rows.order_by("-changed", "-id"))

    def unfinished_before(self, changed: datetime, limit: int) -> Sequence[port.Unfinished]:
        rows = Unfinished.objects.filter(changed__lt=changed)
        return _TEXTS.records(rows.order_by("changed", "id")[:limit])

    def delete_unfinished(self, text: str) -> None:
        assert_writing()
        Unfinished.objects.filter(id=text).delete()
