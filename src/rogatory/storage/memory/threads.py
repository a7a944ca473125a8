# SPDX-License-Identifier: Apache-2.0
"""Threads as the desk lists them, and who may read them, in memory."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage.memory.tables import Tables


@dataclass
class ThreadTables(Tables):
    summaries: dict[str, ThreadSummary] = field(default_factory=dict)
    restricted: dict[str, frozenset[str]] = field(default_factory=dict)


class MemoryThreads:
    tables: ThreadTables

    def put_summary(self, summary: ThreadSummary) -> None:
        self.tables.assert_writing()
        self.tables.summaries[summary.thread] = summary

    def summary(self, thread: str) -> ThreadSummary | None:
        with self.tables.lock:
            return self.tables.summaries.get(thread)

    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]:
        with self.tables.lock:
            rows = list(self.tables.summaries.values())
        found = [each for each in rows if needs_answer in {None, each.needs_answer}]
        found.sort(key=lambda each: (each.last_activity, each.thread), reverse=True)
        return found[:limit]

    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        with self.tables.lock:
            rows = [
                each
                for each in self.tables.summaries.values()
                if since <= each.opened < until and (kinds is None or each.kind in kinds)
            ]
        return sorted(rows, key=lambda each: (each.opened, each.thread))

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]:
        with self.tables.lock:
            found = [each for each in self.tables.summaries.values() if thread in each.related]
        return sorted(found, key=lambda each: (each.opened, each.thread))

    def restrict(self, thread: str, officers: Iterable[str] | None) -> None:
        self.tables.assert_writing()
        if officers is None:
            self.tables.restricted.pop(thread, None)
        else:
            self.tables.restricted[thread] = frozenset(officers)

    def closed_to(self, officer: str, threads: Iterable[str]) -> frozenset[str]:
        with self.tables.lock:
            known = {one: self.tables.restricted.get(one) for one in threads}
        return frozenset(one for one, to in known.items() if to is not None and officer not in to)
