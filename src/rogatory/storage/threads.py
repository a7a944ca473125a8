# SPDX-License-Identifier: Apache-2.0
"""The books' pages on threads as the desk lists them, and on calls for a human."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.storage import models
from rogatory.storage.transactions.statements import Table, change, rows
from rogatory.storage.transactions.writing import assert_writing
from rogatory.wire.canonical import Json

_PLAIN = (
    "peer",
    "kind",
    "title",
    "status",
    "role",
    "urgency",
    "opened",
    "last_activity",
    "hold_start",
    "hold_end",
    "needs_answer",
    "basis",
    "case_number",
    "offence",
    "language",
)
"""The fields of a summary that are columns of the same name."""

_THREADS, _PAGES = Table(models.Thread), Table(models.Page)
_summary = _THREADS.select("WHERE thread = %s")
_put_summary = _THREADS.put("thread", keeps=("restricted",))
_page = _PAGES.select("WHERE id = %s")
_unseen_of_thread = _PAGES.select("WHERE thread = %s AND seen IS NULL ORDER BY at, id")
_add_page = _PAGES.insert("ON CONFLICT (id) DO NOTHING")
_add_relation = Table(models.Relation).insert("ON CONFLICT (thread_id, other) DO NOTHING")
_RELATED = "SELECT other FROM storage_relation WHERE thread_id = %s"
_END_RELATION = "DELETE FROM storage_relation WHERE thread_id = %s AND other = %s"


class DeskBooks:
    def put_summary(self, summary: ThreadSummary) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(summary, name) for name in _PLAIN}
        values |= {"related": list(summary.related), "ended": summary.is_ended}
        _put_summary(thread=summary.thread, **values)
        before = {other for (other,) in rows(_RELATED, summary.thread)}
        for other in before.difference(summary.related):
            change(_END_RELATION, summary.thread, other)
        for other in summary.related:
            if other not in before:
                _add_relation(thread_id=summary.thread, other=other)

    def summary(self, thread: str) -> ThreadSummary | None:
        row = _summary.first(thread)
        return None if row is None else summary_of_row(row)

    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]:
        """Summaries, the most recently active first."""
        rows = models.Thread.objects.order_by("-last_activity", "-thread")
        if needs_answer is not None:
            rows = rows.filter(needs_answer=needs_answer)
        return [summary_of_row(row) for row in rows[:limit]]

    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        rows = models.Thread.objects.filter(opened__gte=since, opened__lt=until)
        if kinds is not None:
            rows = rows.filter(kind__in=sorted(kinds))
        return [summary_of_row(row) for row in rows.order_by("opened", "thread")]

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]:
        """The threads that name this one as related, oldest first."""
        rows = models.Thread.objects.filter(relations__other=thread)
        return [summary_of_row(row) for row in rows.order_by("opened", "thread")]

    def add_page(self, page: Page) -> bool:
        assert_writing()
        return _add_page(
            id=page.id,
            at=page.at,
            thread=page.thread,
            reason=page.reason,
            seen_by=page.seen_by,
            seen=page.seen,
            urgency=page.urgency,
        )

    def page(self, page: str) -> Page | None:
        row = _page.first(page)
        return None if row is None else page_of(row)

    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[Page]:
        if unseen and thread is not None:
            return [page_of(row) for row in _unseen_of_thread.all(thread)]
        rows = models.Page.objects.order_by("at", "id")
        if thread is not None:
            rows = rows.filter(thread=thread)
        if unseen:
            rows = rows.filter(seen=None)
        return [page_of(row) for row in rows]

    def mark_page_seen(self, page: str, officer: str, at: datetime) -> None:
        """Write who saw a call; who saw it first stands."""
        assert_writing()
        models.Page.objects.filter(id=page, seen=None).update(seen_by=officer, seen=at)

    def setting(self, name: str) -> Json:
        """What a person set under that name, or None."""
        row = models.Setting.objects.filter(name=name).first()
        return None if row is None else row.value

    def put_setting(self, name: str, value: Json) -> None:
        assert_writing()
        models.Setting.objects.update_or_create(name=name, defaults={"value": value})


def summary_of_row(row: models.Thread) -> ThreadSummary:
    """A thread as its row keeps it."""
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    return ThreadSummary(thread=row.thread, related=tuple(cast("list[str]", row.related)), **plain)


def page_of(row: models.Page) -> Page:
    """A call as its row keeps it."""
    return Page(
        id=row.id,
        at=row.at,
        thread=row.thread,
        reason=row.reason,
        seen_by=row.seen_by,
        seen=row.seen,
        urgency=row.urgency,
    )
