# SPDX-License-Identifier: Apache-2.0
"""Calls for a human, and signatories of letters, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.repositories.officers import Page, Signatory
from rogatory.storage.memory.tables import Tables


@dataclass
class OfficerTables(Tables):
    pages: dict[str, Page] = field(default_factory=dict)
    signatories: dict[tuple[str, str, datetime], Signatory] = field(default_factory=dict)


class MemoryOfficers:
    tables: OfficerTables

    def add_page(self, page: Page) -> bool:
        self.tables.assert_writing()
        if page.id in self.tables.pages:
            return False
        self.tables.pages[page.id] = page
        return True

    def page(self, page: str) -> Page | None:
        with self.tables.lock:
            return self.tables.pages.get(page)

    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[Page]:
        with self.tables.lock:
            found = [
                each
                for each in self.tables.pages.values()
                if not (unseen and each.seen) and thread in {None, each.thread}
            ]
        return sorted(found, key=lambda each: (each.at, each.id))

    def mark_page_seen(self, page: str, officer: str, at: datetime) -> None:
        self.tables.assert_writing()
        found = self.tables.pages.get(page)
        if found is not None and found.seen is None:
            self.tables.pages[page] = replace(found, seen_by=officer, seen=at)

    def add_signatory(self, signatory: Signatory) -> bool:
        self.tables.assert_writing()
        key = (signatory.officer, signatory.language, signatory.since)
        if key in self.tables.signatories:
            return False
        self.tables.signatories[key] = signatory
        return True

    def signatories(self, officer: str) -> Sequence[Signatory]:
        with self.tables.lock:
            found = [one for one in self.tables.signatories.values() if one.officer == officer]
        return sorted(found, key=lambda one: (one.since, one.language))
