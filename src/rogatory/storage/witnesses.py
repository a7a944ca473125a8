# SPDX-License-Identifier: Apache-2.0
"""The books' pages on witnesses."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rogatory.node.repositories.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)
from rogatory.storage import models
from rogatory.storage.models.columns import whole
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class WitnessBooks:
    def witnessed(self, state: str | None = None) -> Sequence[WitnessedLog]:
        rows = models.WitnessedLog.objects.order_by("state", "epoch")
        if state is not None:
            rows = rows.filter(state=state)
        return [
            WitnessedLog(
                row.state, row.epoch, row.origin, row.size, whole(row.root), row.note, row.at
            )
            for row in rows
        ]

    def put_witnessed(self, record: WitnessedLog, *, seen: int | None) -> bool:
        assert_writing()
        hold_off_others("witness")
        values: dict[str, Any] = asdict(record)
        rows = models.WitnessedLog.objects.filter(state=record.state, epoch=record.epoch)
        if seen is not None:
            return bool(rows.filter(size=seen).update(**values))
        if rows.exists():
            return False
        models.WitnessedLog.objects.create(**values)
        return True

    def add_accusation(self, accusation: Accusation) -> bool:
        assert_writing()
        values: dict[str, Any] = asdict(accusation)
        name = values.pop("id")
        _row, new = models.Accusation.objects.get_or_create(id=name, defaults=values)
        return new

    def accusations(self, state: str | None = None) -> Sequence[Accusation]:
        rows = models.Accusation.objects.order_by("serial")
        if state is not None:
            rows = rows.filter(state=state)
        return [
            Accusation(
                id=row.id,
                state=row.state,
                origin=row.origin,
                kind=row.kind,
                document=whole(row.document),
                at=row.at,
                explained=row.explained,
            )
            for row in rows
        ]

    def mark_explained(self, accusation: str, at: datetime) -> None:
        assert_writing()
        models.Accusation.objects.filter(id=accusation, explained=None).update(explained=at)

    def put_cosignature(self, cosignature: OwnCosignature) -> None:
        assert_writing()
        models.OwnCosignature.objects.update_or_create(
            origin=cosignature.origin,
            size=cosignature.size,
            state=cosignature.state,
            defaults={"lines": cosignature.lines, "at": cosignature.at},
        )

    def cosignatures(self, origin: str) -> Sequence[OwnCosignature]:
        rows = models.OwnCosignature.objects.filter(origin=origin).order_by("-size", "state")
        return [OwnCosignature(row.origin, row.size, row.state, row.lines, row.at) for row in rows]

    def keep_cosignatures(self, origin: str, sizes: Collection[int]) -> None:
        assert_writing()
        models.OwnCosignature.objects.filter(origin=origin).exclude(size__in=sizes).delete()

    def put_contact(self, contact: WitnessContact) -> None:
        assert_writing()
        values: dict[str, Any] = asdict(contact)
        state = values.pop("state")
        models.WitnessContact.objects.update_or_create(state=state, defaults=values)

    def contacts(self) -> Sequence[WitnessContact]:
        return [
            WitnessContact(row.state, row.origin, row.size, row.asked, row.answered, row.problem)
            for row in models.WitnessContact.objects.order_by("state")
        ]
