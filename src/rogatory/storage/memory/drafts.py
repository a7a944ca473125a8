# SPDX-License-Identifier: Apache-2.0
"""Drafts and their approvals in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rogatory.node.repositories.drafts import Draft, DraftEnd, DraftPlace
from rogatory.storage.memory.tables import Tables, existing


@dataclass
class DraftTables(Tables):
    drafts: dict[str, Draft] = field(default_factory=dict)


class MemoryDrafts:
    tables: DraftTables

    def add_draft(self, draft: Draft) -> None:
        self.tables.assert_writing()
        self.tables.drafts.setdefault(draft.id, draft)

    def draft(self, draft: str) -> Draft | None:
        with self.tables.lock:
            return self.tables.drafts.get(draft)

    def drafts(self, thread: str | None = None, *, unsent: bool = True) -> Sequence[Draft]:
        with self.tables.lock:
            found = [
                draft
                for draft in self.tables.drafts.values()
                if thread in {None, draft.thread}
                and not (unsent and (draft.sent_as or draft.ended))
            ]
        return sorted(found, key=lambda draft: (draft.drafted, draft.id))

    def drafts_of(
        self, author: str, limit: int, after: DraftPlace | None = None
    ) -> Sequence[Draft]:
        with self.tables.lock:
            found = [one for one in self.tables.drafts.values() if one.drafted_by == author]
        if after is not None:
            found = [one for one in found if (one.drafted, one.id) < (after.at, after.draft)]
        return sorted(found, key=lambda one: (one.drafted, one.id), reverse=True)[:limit]

    def add_approval(self, draft: str, approval: Mapping[str, str]) -> None:
        self.tables.assert_writing()
        found = existing(self.tables.drafts, draft)
        by_officer = {each["officer"]: each for each in found.approvals}
        by_officer[approval["officer"]] = dict(approval)
        self.tables.drafts[draft] = replace(found, approvals=tuple(by_officer.values()))

    def mark_sent(self, draft: str, message: str) -> None:
        self.tables.assert_writing()
        self.tables.drafts[draft] = replace(existing(self.tables.drafts, draft), sent_as=message)

    def end_draft(self, draft: str, end: DraftEnd) -> None:
        self.tables.assert_writing()
        self.tables.drafts[draft] = replace(existing(self.tables.drafts, draft), ended=end)
