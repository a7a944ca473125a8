# SPDX-License-Identifier: Apache-2.0
"""The books' pages on matters, their journals, and what requests are aimed at."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import Count

from rogatory.node.repositories.case_files import EntryKind, MatterEntry, MatterRow
from rogatory.storage import models
from rogatory.storage.transactions.statements import Table, change, rows
from rogatory.storage.transactions.writing import assert_writing, hold_off_others

_PLAIN = ("authority", "case_number", "case_key", "assignee", "stage", "watched")

_MATTERS = Table(models.Matter)
_matter, _put_matter = _MATTERS.select("WHERE thread = %s"), _MATTERS.put("thread")
_entries = Table(models.MatterEntry).select("WHERE thread = %s ORDER BY serial")
_add_target = Table(models.ThreadTarget).insert("ON CONFLICT (target, thread) DO NOTHING")
_TARGETS = "SELECT target FROM storage_threadtarget WHERE thread = %s"
_END_TARGET = "DELETE FROM storage_threadtarget WHERE thread = %s AND target = %s"


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
        return [_entry(row) for row in _entries.all(thread)]

    def put_matter(self, row: MatterRow) -> None:
        assert_writing()
        _put_matter(thread=row.thread, **{name: getattr(row, name) for name in _PLAIN})

    def matter(self, thread: str) -> MatterRow | None:
        row = _matter.first(thread)
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
        wanted, before = set(targets), self.targets(thread)
        for target in sorted(before - wanted):
            change(_END_TARGET, thread, target)
        _add_target.many({"target": each, "thread": thread} for each in sorted(wanted - before))

    def targets(self, thread: str) -> frozenset[str]:
        return frozenset(target for (target,) in rows(_TARGETS, thread))

    def threads_aimed_at(self, targets: Iterable[str], limit: int) -> Sequence[tuple[str, int]]:
        found = (
            models.ThreadTarget.objects.filter(target__in=set(targets))
            .values_list("thread")
            .annotate(shared=Count("id"))
            .order_by("-shared", "thread")
        )
        return [(str(thread), int(shared)) for thread, shared in found[:limit]]


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
