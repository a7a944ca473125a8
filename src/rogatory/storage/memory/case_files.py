# SPDX-License-Identifier: Apache-2.0
"""Case files, their journals, and the targets of requests, in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rogatory.node.repositories.case_files import MatterEntry, MatterRow
from rogatory.storage.memory.tables import Tables


@dataclass
class CaseFileTables(Tables):
    matters: dict[str, MatterRow] = field(default_factory=dict)
    matter_entries: dict[str, MatterEntry] = field(default_factory=dict)
    targets: dict[str, frozenset[str]] = field(default_factory=dict)


class MemoryCaseFiles:
    tables: CaseFileTables

    def add_matter_entry(self, entry: MatterEntry) -> None:
        self.tables.assert_writing()
        if entry.id in self.tables.matter_entries:
            raise AssertionError("a line of a journal is written once")
        self.tables.matter_entries[entry.id] = entry

    def matter_entries(self, thread: str) -> Sequence[MatterEntry]:
        with self.tables.lock:
            return [one for one in self.tables.matter_entries.values() if one.thread == thread]

    def put_matter(self, row: MatterRow) -> None:
        self.tables.assert_writing()
        self.tables.matters[row.thread] = row

    def matter(self, thread: str) -> MatterRow | None:
        with self.tables.lock:
            return self.tables.matters.get(thread)

    def matters(
        self,
        *,
        case_key: str | None = None,
        assignee: str | None = None,
        authority: str | None = None,
        watched: bool | None = None,
        limit: int = 200,
    ) -> Sequence[MatterRow]:
        with self.tables.lock:
            found = [
                row
                for row in self.tables.matters.values()
                if case_key in {None, row.case_key}
                and assignee in {None, row.assignee}
                and authority in {None, row.authority}
                and watched in {None, row.watched}
            ]
        return sorted(found, key=lambda row: row.thread)[:limit]

    def put_targets(self, thread: str, targets: Iterable[str]) -> None:
        self.tables.assert_writing()
        self.tables.targets[thread] = frozenset(targets)

    def targets(self, thread: str) -> frozenset[str]:
        with self.tables.lock:
            return self.tables.targets.get(thread, frozenset())

    def threads_aimed_at(self, targets: Iterable[str], limit: int) -> Sequence[tuple[str, int]]:
        wanted = set(targets)
        with self.tables.lock:
            shared = Counter(
                {thread: len(wanted & found) for thread, found in self.tables.targets.items()}
            )
        found = [(thread, count) for thread, count in shared.items() if count]
        return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]
