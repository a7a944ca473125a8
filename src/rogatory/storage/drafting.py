# SPDX-License-Identifier: Apache-2.0
"""The books' pages on texts that officers are writing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from rogatory.node.repositories.drafting import Unfinished
from rogatory.storage import models
from rogatory.storage.transactions.writing import assert_writing, hold_off_others

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


class UnfinishedBooks:
    def put_unfinished(self, text: Unfinished) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(text, name) for name in _PLAIN}
        values |= {
            "related": list(text.related),
            "body": dict(text.body),
            "touched": dict(text.touched),
        }
        models.Unfinished.objects.update_or_create(id=text.id, defaults=values)

    def unfinished(self, text: str) -> Unfinished | None:
        hold_off_others("unfinished")
        row = models.Unfinished.objects.filter(id=text).first()
        return None if row is None else _text(row)

    def unfinished_of(self, officer: str) -> Sequence[Unfinished]:
        rows = models.Unfinished.objects.filter(officer=officer)
        return [_text(row) for row in rows.order_by("-changed", "-id")]

    def unfinished_before(self, changed: datetime, limit: int) -> Sequence[Unfinished]:
        rows = models.Unfinished.objects.filter(changed__lt=changed)
        return [_text(row) for row in rows.order_by("changed", "id")[:limit]]

    def delete_unfinished(self, text: str) -> None:
        assert_writing()
        models.Unfinished.objects.filter(id=text).delete()


def _text(row: models.Unfinished) -> Unfinished:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return Unfinished(
        id=row.id,
        related=tuple(cast("Any", row.related)),
        body=cast("Any", row.body),
        touched=cast("Any", row.touched),
        **plain,
    )
