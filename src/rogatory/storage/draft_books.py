# SPDX-License-Identifier: Apache-2.0
"""The books' pages on drafts and their approvals."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from rogatory.node.records import Draft
from rogatory.storage import models
from rogatory.storage.transactions import assert_writing


class DraftBooks:
    def add_draft(self, draft: Draft) -> None:
        """Write a draft; the same identifier a second time changes nothing."""
        assert_writing()
        values = {
            "thread": draft.thread,
            "kind": draft.kind,
            "sender": draft.sender,
            "addressee": draft.addressee,
            "language": draft.language,
            "body": dict(draft.body),
            "attachments": [dict(each) for each in draft.attachments],
            "related": list(draft.related),
            "content": draft.content,
            "drafted_by": draft.drafted_by,
            "drafted": draft.drafted,
            "sent_as": draft.sent_as,
        }
        _row, added = models.Draft.objects.get_or_create(id=draft.id, defaults=values)
        if added:
            for approval in draft.approvals:
                self.add_approval(draft.id, approval)

    def draft(self, draft: str) -> Draft | None:
        row = _drafts().filter(id=draft).first()
        return None if row is None else _draft(row)

    def drafts(self, thread: str | None = None, *, unsent: bool = True) -> Sequence[Draft]:
        rows = _drafts()
        if thread is not None:
            rows = rows.filter(thread=thread)
        if unsent:
            rows = rows.filter(sent_as=None)
        return [_draft(row) for row in rows.order_by("drafted", "id")]

    def add_approval(self, draft: str, approval: Mapping[str, str]) -> None:
        """Write an officer's verdict on a draft; his newest one stands.

        Raises:
            LookupError: there is no such draft.
        """
        assert_writing()
        if not models.Draft.objects.filter(id=draft).exists():
            raise LookupError(f"no draft {draft}")
        models.Approval.objects.update_or_create(
            draft_id=draft, officer=approval["officer"], defaults={"assertion": dict(approval)}
        )

    def mark_sent(self, draft: str, message: str) -> None:
        assert_writing()
        if not models.Draft.objects.filter(id=draft).update(sent_as=message):
            raise LookupError(f"no draft {draft}")


def _drafts() -> Any:
    return models.Draft.objects.prefetch_related("approvals")


def _draft(row: models.Draft) -> Draft:
    approvals = sorted(cast("Any", row).approvals.all(), key=lambda each: each.id)
    return Draft(
        id=row.id,
        thread=row.thread,
        kind=row.kind,
        sender=row.sender,
        addressee=row.addressee,
        language=row.language,
        body=cast("Any", row.body),
        attachments=tuple(cast("Any", row.attachments)),
        related=tuple(cast("Any", row.related)),
        content=row.content,
        drafted_by=row.drafted_by,
        drafted=row.drafted,
        approvals=tuple(each.assertion for each in approvals),
        sent_as=row.sent_as,
    )
