# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Texts that officers are writing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, cast

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


_PLAIN = (
    "officer",
    "kind",
    "thread",
    "sender",
    "addressee",
    "language",
    "begun",
    "changed",
    "revision",
    "taken_back",
)
"""The fields of a record that are columns of the same name."""


class DatabaseDrafting:
    def put_unfinished(self, text: port.Unfinished) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(text, name) for name in _PLAIN}
        values |= {
            "related": list(text.related),
            "body": dict(text.body),
            "touched": dict(text.touched),
        }
        Unfinished.objects.update_or_create(id=text.id, defaults=values)

    def unfinished(self, text: str) -> port.Unfinished | None:
        hold_off_others("unfinished")
        row = Unfinished.objects.filter(id=text).first()
        return None if row is None else _text(row)

    def unfinished_of(self, officer: str) -> Sequence[port.Unfinished]:
        rows = Unfinished.objects.filter(officer=officer)
        return [_text(row) for row in rows.order_by("-changed", "-id")]

    def unfinished_before(self, changed: datetime, limit: int) -> Sequence[port.Unfinished]:
        rows = Unfinished.objects.filter(changed__lt=changed)
        return [_text(row) for row in rows.order_by("changed", "id")[:limit]]

    def delete_unfinished(self, text: str) -> None:
        assert_writing()
        Unfinished.objects.filter(id=text).delete()


def _text(row: Unfinished) -> port.Unfinished:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return port.Unfinished(
        id=row.id,
        related=tuple(cast("Any", row.related)),
        body=cast("Any", row.body),
        touched=cast("Any", row.touched),
        **plain,
    )
