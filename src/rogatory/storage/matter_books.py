# SPDX-License-Identifier: Apache-2.0
"""The books' pages on matters, their journals, and what requests are aimed at."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import Count

from rogatory.node.matter_records import EntryKind, MatterEntry, MatterRow
from rogatory.storage import models
from rogatory.storage.transactions import assert_writing, hold_off_others

_PLAIN = ("authority", "case_number", "case_key", "assignee", "stage", "watched")


class MatterBooks:
    def add_matter_entry(self, entry: MatterEntry) -> None:
        assert_writing()
        models.MatterEntry.objects.create(
            id=entry.id,
            thread=entry.thread,
            kind=entry.kind.value,
            at=entry.at,
            officer=entry.officer,
            authority=entry.authority,
            data=dict(entry.data),
        )

    def matter_entries(self, thread: str) -> Sequence[MatterEntry]:
        """As the port says; asked inside a transaction, no other adds to it until that ends."""
        hold_off_others("matters")
        rows = models.MatterEntry.objects.filter(thread=thread).order_by("serial")
        return [_entry(row) for row in rows]

    def put_matter(self, row: MatterRow) -> None:
        assert_writing()
        values = {name: getattr(row, name) for name in _PLAIN}
        models.Matter.objects.update_or_create(thread=row.thread, defaults=values)

    def matter(self, thread: str) -> MatterRow | None:
        row = models.Matter.objects.filter(thread=thread).first()
        return None if row is None else _row(row)

    def matters(
        self,
        *,
        case_key: str | None = None,
        assignee: str | None = None,
        authority: str | None = None,
        watched: bool | None = None,
        limit: int = 200,
    ) -> Sequence[MatterRow]:
        asked = {
            "case_key": case_key,
            "assignee": assignee,
            "authority": authority,
            "watched": watched,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        rows = models.Matter.objects.filter(**given).order_by("thread")
        return [_row(row) for row in rows[:limit]]

    def put_targets(self, thread: str, targets: Iterable[str]) -> None:
        assert_writing()
        wanted = set(targets)
        rows = models.ThreadTarget.objects.filter(thread=thread)
        rows.exclude(target__in=wanted).delete()
        models.ThreadTarget.objects.bulk_create(
            [models.ThreadTarget(target=target, thread=thread) for target in sorted(wanted)],
            ignore_conflicts=True,
        )

    def targets(self, thread: str) -> frozenset[str]:
        rows = models.ThreadTarget.objects.filter(thread=thread)
        return frozenset(rows.values_list("target", flat=True))

    def threads_aimed_at(self, targets: Iterable[str], limit: int) -> Sequence[tuple[str, int]]:
        rows = (
            models.ThreadTarget.objects.filter(target__in=set(targets))
            .values_list("thread")
            .annotate(shared=Count("id"))
            .order_by("-shared", "thread")
        )
        return [(str(thread), int(shared)) for thread, shared in rows[:limit]]


def _row(row: models.Matter) -> MatterRow:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return MatterRow(thread=row.thread, **plain)


def _entry(row: models.MatterEntry) -> MatterEntry:
    return MatterEntry(
        id=row.id,
        thread=row.thread,
        kind=EntryKind(row.kind),
        at=row.at,
        officer=row.officer,
        authority=row.authority,
        data=cast("dict[str, Any]", row.data),
    )
