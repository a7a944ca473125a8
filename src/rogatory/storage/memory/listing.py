# SPDX-License-Identifier: Apache-2.0
"""Lists of threads in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.node.repositories.listing import Order, ThreadFilter, ThreadPlace, place_after
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage.memory.case_files import CaseFileTables
from rogatory.storage.memory.threads import ThreadTables

_SAME = ("peer", "kind", "role", "status", "basis", "urgency", "needs_answer")


@dataclass
class ListingTables(ThreadTables, CaseFileTables):
    views: dict[tuple[str, str], str] = field(default_factory=dict)


class MemoryListing:
    tables: ListingTables

    def threads_listed(
        self, wanted: ThreadFilter, order: Order, limit: int, after: ThreadPlace | None = None
    ) -> Sequence[ThreadSummary]:
        found = [one for one in self.wanted(wanted) if order is not Order.HOLD or one.hold_end]
        rising = order in {Order.OLDEST, Order.HOLD}

        def key(one: ThreadSummary) -> tuple[object, str]:
            place = place_after(one, order)
            return place.at, place.thread

        if after is not None:
            start = (after.at, after.thread)
            found = [one for one in found if (key(one) > start if rising else key(one) < start)]
        return sorted(found, key=key, reverse=not rising)[:limit]

    def count_threads(self, wanted: ThreadFilter, most: int) -> int:
        return min(most, len(self.wanted(wanted)))

    def threads_naming(self, threads: Iterable[str]) -> Sequence[ThreadSummary]:
        named = set(threads)
        with self.tables.lock:
            rows = [one for one in self.tables.summaries.values() if named & set(one.related)]
        return sorted(rows, key=lambda one: (one.opened, one.thread))

    def put_view(self, officer: str, name: str, query: str, at: datetime) -> None:
        del at
        self.tables.assert_writing()
        self.tables.views[officer, name] = query

    def delete_view(self, officer: str, name: str) -> None:
        self.tables.assert_writing()
        self.tables.views.pop((officer, name), None)

    def views(self, officer: str) -> Mapping[str, str]:
        with self.tables.lock:
            mine = sorted(
                (name, query) for (of, name), query in self.tables.views.items() if of == officer
            )
        return dict(mine)

    def wanted(self, wanted: ThreadFilter) -> list[ThreadSummary]:
        with self.tables.lock:
            rows = list(self.tables.summaries.values())
            case_files, restricted = dict(self.tables.case_files), dict(self.tables.restricted)
        found = []
        for one in rows:
            case_file, to = case_files.get(one.thread), restricted.get(one.thread)
            if (
                all(getattr(wanted, name) in {None, getattr(one, name)} for name in _SAME)
                and wanted.ended in {None, one.is_ended}
                and wanted.not_urgency in {None} | ({wanted.not_urgency} - {one.urgency})
                and wanted.assignee in {None, case_file.assignee if case_file else None}
                and (wanted.opened_since is None or one.opened >= wanted.opened_since)
                and (wanted.opened_before is None or one.opened < wanted.opened_before)
                and (wanted.reader is None or to is None or wanted.reader in to)
            ):
                found.append(one)
        return found
