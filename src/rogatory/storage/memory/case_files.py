# SPDX-License-Identifier: Apache-2.0
"""Case files, their journals, and the targets of requests, in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rogatory.node.repositories.case_files import CaseFileEntry, CaseFileRow
from rogatory.storage.memory.tables import Tables


@dataclass
class CaseFileTables(Tables):
    case_files: dict[str, CaseFileRow] = field(default_factory=dict)
    case_file_entries: dict[str, CaseFileEntry] = field(default_factory=dict)
    targets: dict[str, frozenset[str]] = field(default_factory=dict)


class MemoryCaseFiles:
    tables: CaseFileTables

    def add_case_file_entry(self, entry: CaseFileEntry) -> None:
        self.tables.assert_writing()
        if entry.id in self.tables.case_file_entries:
            raise AssertionError("a line of a journal is written once")
        self.tables.case_file_entries[entry.id] = entry

    def case_file_entries(self, thread: str) -> Sequence[CaseFileEntry]:
        with self.tables.lock:
            return [one for one in self.tables.case_file_entries.values() if one.thread == thread]

    def put_case_file(self, row: CaseFileRow) -> None:
        self.tables.assert_writing()
        self.tables.case_files[row.thread] = row

    def case_file(self, thread: str) -> CaseFileRow | None:
        with self.tables.lock:
            return self.tables.case_files.get(thread)

    def case_files(
        self,
        *,
        case_key: str | None = None,
        assignee: str | None = None,
        authority: str | None = None,
        watched: bool | None = None,
        limit: int = 200,
    ) -> Sequence[CaseFileRow]:
        with self.tables.lock:
            found = [
                row
                for row in self.tables.case_files.values()
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
