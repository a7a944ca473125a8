# SPDX-License-Identifier: Apache-2.0
"""Texts that officers are writing, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.node.repositories.drafting import Unfinished
from rogatory.storage.memory.tables import Tables


@dataclass
class DraftingTables(Tables):
    unfinished: dict[str, Unfinished] = field(default_factory=dict)


class MemoryDrafting:
    tables: DraftingTables

    def put_unfinished(self, text: Unfinished) -> None:
        self.tables.assert_writing()
        self.tables.unfinished[text.id] = text

    def unfinished(self, text: str) -> Unfinished | None:
        with self.tables.lock:
            return self.tables.unfinished.get(text)

    def unfinished_of(self, officer: str) -> Sequence[Unfinished]:
        return [one for one in reversed(self._oldest_first()) if one.officer == officer]

    def unfinished_before(self, changed: datetime, limit: int) -> Sequence[Unfinished]:
        return [one for one in self._oldest_first() if one.changed < changed][:limit]

    def delete_unfinished(self, text: str) -> None:
        self.tables.assert_writing()
        self.tables.unfinished.pop(text, None)

    def _oldest_first(self) -> list[Unfinished]:
        with self.tables.lock:
            rows = list(self.tables.unfinished.values())
        return sorted(rows, key=lambda one: (one.changed, one.id))
