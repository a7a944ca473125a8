# SPDX-License-Identifier: Apache-2.0
"""The books' pages on threads as the desk lists them, and on calls for a human."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, cast

from rogatory.node.records import Page, ThreadSummary
from rogatory.storage import models
from rogatory.storage.transactions import assert_writing
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
)
"""The fields of a summary that are columns of the same name."""


class DeskBooks:
    def put_summary(self, summary: ThreadSummary) -> None:
        assert_writing()
        values = {name: getattr(summary, name) for name in _PLAIN}
        values |= {"related": list(summary.related), "ended": summary.is_ended}
        models.Thread.objects.update_or_create(thread=summary.thread, defaults=values)
        relations = models.Relation.objects.filter(thread_id=summary.thread)
        relations.exclude(other__in=summary.related).delete()
        models.Relation.objects.bulk_create(
            [models.Relation(thread_id=summary.thread, other=other) for other in summary.related],
            ignore_conflicts=True,
        )

    def summary(self, thread: str) -> ThreadSummary | None:
        row = models.Thread.objects.filter(thread=thread).first()
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
        values = {
            "at": page.at,
            "thread": page.thread,
            "reason": page.reason,
            "seen_by": page.seen_by,
            "seen": page.seen,
            "urgency": page.urgency,
        }
        _row, added = models.Page.objects.get_or_create(id=page.id, defaults=values)
        return added

    def page(self, page: str) -> Page | None:
        row = models.Page.objects.filter(id=page).first()
        return None if row is None else page_of(row)

    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[Page]:
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
