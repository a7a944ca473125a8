# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Calls for a human."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import officers as port
from rogatory.storage.officers.signatories import DatabaseSignatories
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    NAME,
    Moment,
    MomentOrNone,
    Stated,
    StatementField,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing


class Page(models.Model):
    """A call for a human."""

    id: Text = models.CharField(primary_key=True, max_length=200)
    at: Moment = models.DateTimeField(db_index=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    reason: Stated = StatementField()
    seen_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    seen: MomentOrNone = models.DateTimeField(null=True)
    urgency: Text = models.CharField(max_length=NAME, default="routine")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], name="page_unseen", condition=models.Q(seen=None))
        ]


PAGES = Records(port.Page, Page)

_PAGES = Table(Page)
_page = _PAGES.select("WHERE id = %s")
_unseen_of_thread = _PAGES.select("WHERE thread = %s AND seen IS NULL ORDER BY at, id")
_add_page = _PAGES.insert("ON CONFLICT (id) DO NOTHING")


class DatabaseOfficers(DatabaseSignatories):
    def add_page(self, page: port.Page) -> bool:
        assert_writing()
        return _add_page(**PAGES.values(page))

    def page(self, page: str) -> port.Page | None:
        return PAGES.found(_page.first(page))

    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[port.Page]:
        if unseen and thread is not None:
            return PAGES.records(_unseen_of_thread.all(thread))
        rows = Page.objects.order_by("at", "id")
        if thread is not None:
            rows = rows.filter(thread=thread)
        if unseen:
            rows = rows.filter(seen=None)
        return PAGES.records(rows)

    def mark_page_seen(self, page: str, officer: str, at: datetime) -> None:
        """Write who saw a call; the first who saw it remains."""
        assert_writing()
        Page.objects.filter(id=page, seen=None).update(seen_by=officer, seen=at)
