# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The repository of lists of threads, and of the lists that officers keep.

Each order and each filter has an index that ends in the order's own key, so the database walks from
the place where a page begins and stops at its end: a page costs the same among ten threads and among
a hundred thousand.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet

from rogatory.node.repositories.listing import Order, ThreadFilter, ThreadPlace
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage.case_files import Matter
from rogatory.storage.tables.columns import (
    NAME,
    LongText,
    Moment,
    Serial,
    Text,
)
from rogatory.storage.threads import SUMMARIES, Thread, is_named_on_thread
from rogatory.storage.transactions.writing import assert_writing


class SavedView(models.Model):
    """A list that an officer keeps under a name of his own."""

    id: Serial = models.BigAutoField(primary_key=True)
    officer: Text = models.CharField(max_length=NAME)
    name: Text = models.CharField(max_length=100)
    query: LongText = models.TextField()
    at: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "name"], name="one_view_a_name")
        ]


_SAME = ("peer", "kind", "role", "status", "basis", "urgency", "needs_answer", "ended")
_KEYS = {
    Order.ACTIVITY: ("last_activity", "lt"),
    Order.OPENED: ("opened", "lt"),
    Order.OLDEST: ("opened", "gt"),
    Order.HOLD: ("hold_end", "gt"),
}
"""The column of an order, and where the next of its rows lie."""


class DatabaseListing:
    def threads_listed(
        self, wanted: ThreadFilter, order: Order, limit: int, after: ThreadPlace | None = None
    ) -> Sequence[ThreadSummary]:
        rows = wanted_rows(wanted)
        column, beyond = _KEYS[order]
        if order is Order.HOLD:
            rows = rows.filter(hold_end__isnull=False)
        if after is not None:
            at: dict[str, Any] = {f"{column}__{beyond}e": after.at}
            past: dict[str, Any] = {f"{column}__{beyond}": after.at}
            rows = rows.filter(**at).filter(Q(**past) | Q(**{f"thread__{beyond}": after.thread}))
        sign = "-" if beyond == "lt" else ""
        found = rows.order_by(f"{sign}{column}", f"{sign}thread")[:limit]
        return SUMMARIES.records(found)

    def count_threads(self, wanted: ThreadFilter, most: int) -> int:
        return wanted_rows(wanted).order_by()[:most].count()

    def threads_naming(self, threads: Iterable[str]) -> Sequence[ThreadSummary]:
        rows = Thread.objects.filter(relations__other__in=set(threads)).distinct()
        return SUMMARIES.records(rows.order_by("opened", "thread"))

    def put_view(self, officer: str, name: str, query: str, at: datetime) -> None:
        assert_writing()
        values = {"query": query, "at": at}
        SavedView.objects.update_or_create(officer=officer, name=name, defaults=values)

    def delete_view(self, officer: str, name: str) -> None:
        assert_writing()
        SavedView.objects.filter(officer=officer, name=name).delete()

    def views(self, officer: str) -> Mapping[str, str]:
        rows = SavedView.objects.filter(officer=officer).order_by("name")
        return dict(rows.values_list("name", "query"))


def wanted_rows(wanted: ThreadFilter) -> QuerySet[Thread]:
    """Return the rows of the threads that a filter lets through."""
    given: dict[str, Any] = {
        name: value for name in _SAME if (value := getattr(wanted, name)) is not None
    }
    if wanted.opened_since is not None:
        given["opened__gte"] = wanted.opened_since
    if wanted.opened_before is not None:
        given["opened__lt"] = wanted.opened_before
    rows = Thread.objects.filter(**given)
    if wanted.not_urgency is not None:
        rows = rows.exclude(urgency=wanted.not_urgency)
    if wanted.assignee is not None:
        case_files = Matter.objects.filter(assignee=wanted.assignee)
        rows = rows.filter(thread__in=case_files.values("thread"))
    if wanted.reader is not None:
        rows = rows.filter(Q(restricted=False) | is_named_on_thread(wanted.reader))
    return rows
