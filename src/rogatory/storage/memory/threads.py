# SPDX-License-Identifier: Apache-2.0
"""Threads, calls for a human and settings in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage.memory.tables import Tables
from rogatory.wire.canonical import Json


class MemoryDesk:
    tables: Tables

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

    def setting(self, name: str) -> Json:
        with self.tables.lock:
            return self.tables.settings.get(name)

    def put_setting(self, name: str, value: Json) -> None:
        self.tables.assert_writing()
        self.tables.settings[name] = value
