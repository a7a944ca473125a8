# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Drafts and their approvals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from django.db import models

from rogatory.node.repositories import drafts as port
from rogatory.node.repositories.drafts import DraftEnd, Ending
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    JsonValue,
    LongText,
    Moment,
    MomentOrNone,
    Serial,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, change, first
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class Draft(models.Model):
    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    kind: LongText = models.TextField()
    sender: Text = models.CharField(max_length=NAME)
    addressee: Text = models.CharField(max_length=NAME)
    language: Text = models.CharField(max_length=NAME)
    body: JsonValue = models.JSONField()
    attachments: JsonValue = models.JSONField()
    related: JsonValue = models.JSONField()
    content: Text = models.CharField(max_length=DIGEST)
    drafted_by: Text = models.CharField(max_length=NAME)
    drafted: Moment = models.DateTimeField()
    sent_as: TextOrNone = models.CharField(max_length=DIGEST, null=True)
    ended_as: TextOrNone = models.CharField(max_length=NAME, null=True)
    ended_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    ended: MomentOrNone = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["drafted"],
                name="draft_waiting",
                condition=models.Q(sent_as=None, ended_as=None),
            ),
            models.Index(fields=["drafted_by", "drafted", "id"], name="draft_of_author"),
        ]


class Approval(models.Model):
    """An officer's assertion over a draft. One each: an officer's later verdict replaces the
    earlier one.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    draft: "models.ForeignKey[Draft, Draft]" = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="approvals"
    )
    officer: Text = models.CharField(max_length=NAME)
    assertion: JsonValue = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "officer"], name="one_approval_an_officer")
        ]


def _end(row: Draft) -> DraftEnd | None:
    if row.ended_as is None or row.ended_by is None or row.ended is None:
        return None
    return DraftEnd(Ending(row.ended_as), row.ended_by, row.ended)


_RECORDS = Records(
    port.Draft,
    Draft,
    # Approvals are rows of their own: see `_draft`.
    read={"ended": _end, "approvals": lambda _row: ()},
    write={
        "ended_as": lambda draft: draft.ended and draft.ended.how.value,
        "ended_by": lambda draft: draft.ended and draft.ended.officer,
        "ended": lambda draft: draft.ended and draft.ended.at,
    },
)

_DRAFTS, _APPROVALS = Table(Draft), Table(Approval)
_of_id, _add_draft = _DRAFTS.select("WHERE id = %s"), _DRAFTS.insert("ON CONFLICT (id) DO NOTHING")
_approvals = _APPROVALS.select("WHERE draft_id = %s ORDER BY id")
_put_approval = _APPROVALS.put("draft_id", "officer")
_IS_THERE = "SELECT 1 FROM storage_draft WHERE id = %s"
_MARK_SENT = "UPDATE storage_draft SET sent_as = %s WHERE id = %s"


class DatabaseDrafts:
    def add_draft(self, draft: port.Draft) -> None:
        """Write a draft; the same identifier a second time changes nothing."""
        assert_writing()
        if _add_draft(**_RECORDS.values(draft)):
            for approval in draft.approvals:
                self.add_approval(draft.id, approval)

    def draft(self, draft: str) -> port.Draft | None:
        """Return the draft; asked inside a transaction, nobody else sends or ends a draft until
        that ends.
        """
        hold_off_others("drafts", draft)
        row = _of_id.first(draft)
        return None if row is None else _draft(row, _approvals.all(draft))

    def drafts(self, thread: str | None = None, *, unsent: bool = True) -> Sequence[port.Draft]:
        rows = _drafts()
        if thread is not None:
            rows = rows.filter(thread=thread)
        if unsent:
            rows = rows.filter(sent_as=None, ended_as=None)
        return [_with_approvals(row) for row in rows.order_by("drafted", "id")]

    def drafts_of(
        self, author: str, limit: int, after: port.DraftPlace | None = None
    ) -> Sequence[port.Draft]:
        rows = _drafts().filter(drafted_by=author)
        if after is not None:
            beyond = models.Q(drafted__lt=after.at) | models.Q(id__lt=after.draft)
            rows = rows.filter(drafted__lte=after.at).filter(beyond)
        return [_with_approvals(row) for row in rows.order_by("-drafted", "-id")[:limit]]

    def add_approval(self, draft: str, approval: Mapping[str, str]) -> None:
        """Write an officer's verdict on a draft; the officer's newest one counts.

        Raises:
            LookupError: there is no such draft.
        """
        assert_writing()
        if first(_IS_THERE, draft) is None:
            raise LookupError(f"no draft {draft}")
        _put_approval(draft_id=draft, officer=approval["officer"], assertion=dict(approval))

    def mark_sent(self, draft: str, message: str) -> None:
        assert_writing()
        if not change(_MARK_SENT, message, draft):
            raise LookupError(f"no draft {draft}")

    def end_draft(self, draft: str, end: DraftEnd) -> None:
        assert_writing()
        values = {"ended_as": end.how.value, "ended_by": end.officer, "ended": end.at}
        if not Draft.objects.filter(id=draft).update(**values):
            raise LookupError(f"no draft {draft}")


def _drafts() -> Any:
    return Draft.objects.prefetch_related("approvals")


def _with_approvals(row: Draft) -> port.Draft:
    return _draft(row, sorted(cast("Any", row).approvals.all(), key=lambda each: each.id))


def _draft(row: Draft, approvals: Sequence[Approval]) -> port.Draft:
    given = tuple(cast("Any", each.assertion) for each in approvals)
    return replace(_RECORDS.record(row), approvals=given)
