# SPDX-License-Identifier: Apache-2.0
"""The books' pages on lists of threads.

Each order and each filter has an index that ends in the order's own key, so the database walks from
the place where a page begins and stops at its end: a page costs the same among ten threads and among
a hundred thousand.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rogatory.node.repositories.listing import Order, Place, ThreadFilter
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage import models
from rogatory.storage.threads import summary_of_row
from rogatory.storage.transactions.writing import assert_writing

_SAME = ("peer", "kind", "role", "status", "basis", "urgency", "needs_answer", "ended")

_KEYS = {
    Order.ACTIVITY: ("last_activity", "lt"),
    Order.OPENED: ("opened", "lt"),
    Order.OLDEST: ("opened", "gt"),
    Order.HOLD: ("hold_end", "gt"),
}
"""The column of an order, and where the next of its rows lie."""


class ListingBooks:
    def threads_listed(
        self, wanted: ThreadFilter, order: Order, limit: int, after: Place | None = None
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
        return [summary_of_row(row) for row in found]

    def count_threads(self, wanted: ThreadFilter, most: int) -> int:
        return wanted_rows(wanted).order_by()[:most].count()

    def threads_naming(self, threads: Iterable[str]) -> Sequence[ThreadSummary]:
        rows = models.Thread.objects.filter(relations__other__in=set(threads)).distinct()
        return [summary_of_row(row) for row in rows.order_by("opened", "thread")]

    def restrict(self, thread: str, officers: Iterable[str] | None) -> None:
        assert_writing()
        named = None if officers is None else set(officers)
        models.Thread.objects.filter(thread=thread).update(restricted=named is not None)
        rows = models.ThreadReader.objects.filter(thread=thread)
        rows.exclude(officer__in=named or ()).delete()
        models.ThreadReader.objects.bulk_create(
            [models.ThreadReader(thread=thread, officer=one) for one in sorted(named or ())],
            ignore_conflicts=True,
        )

    def closed_to(self, officer: str, threads: Iterable[str]) -> frozenset[str]:
        rows = models.Thread.objects.filter(thread__in=set(threads), restricted=True)
        closed = rows.exclude(is_named_on_thread(officer)).values_list("thread", flat=True)
        return frozenset(closed)


def wanted_rows(wanted: ThreadFilter) -> QuerySet[models.Thread]:
    """The rows of the threads that a filter lets through."""
    given: dict[str, Any] = {
        name: value for name in _SAME if (value := getattr(wanted, name)) is not None
    }
    if wanted.opened_since is not None:
        given["opened__gte"] = wanted.opened_since
    if wanted.opened_before is not None:
        given["opened__lt"] = wanted.opened_before
    rows = models.Thread.objects.filter(**given)
    if wanted.not_urgency is not None:
        rows = rows.exclude(urgency=wanted.not_urgency)
    if wanted.assignee is not None:
        matters = models.Matter.objects.filter(assignee=wanted.assignee)
        rows = rows.filter(thread__in=matters.values("thread"))
    if wanted.reader is not None:
        rows = rows.filter(Q(restricted=False) | is_named_on_thread(wanted.reader))
    return rows


def is_named_on_thread(officer: str) -> Q:
    """Of rows of threads: those that are restricted to this officer, among others."""
    readers = models.ThreadReader.objects.filter(thread=OuterRef("thread"), officer=officer)
    return Q(Exists(readers))
