# SPDX-License-Identifier: Apache-2.0
"""The books' pages on what is searched of threads, and on the views that officers keep.

SQLite looks terms up in an FTS5 table of trigrams, from the newest row back, and stops when it has
enough. Any other database compares the texts themselves until somebody gives it an index of trigrams.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import Q

from rogatory.node.repositories.listing import ThreadFilter
from rogatory.node.repositories.search import Found
from rogatory.storage import models
from rogatory.storage.listing import wanted_rows
from rogatory.storage.threads import summary_of_row
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing

LOOKS = (200, 1800)
"""Hits that are looked at for what the filter wants: few first, which is enough where it lets most
through, then many. Where a term is in every request and the filter lets none through, the page ends
there and says where to go on, instead of reading all of them.
"""

_NEWEST = (1 << 63) - 1

_SEARCH = """
    SELECT rowid FROM storage_threadtext_fts WHERE storage_threadtext_fts MATCH %s AND rowid < %s
    ORDER BY rowid DESC LIMIT %s
"""

_TEXTS = Table(models.ThreadText)
_text, _add_text = _TEXTS.select("WHERE thread = %s"), _TEXTS.insert()


class SearchBooks:
    def put_text(
        self,
        thread: str,
        *,
        said: str | None = None,
        inside: str | None = None,
        offices: str | None = None,
    ) -> None:
        assert_writing()
        given = {"said": said, "inside": inside, "offices": offices}
        values = {name: value for name, value in given.items() if value is not None}
        row = _text.first(thread)
        if row is None:
            _add_text(thread=thread, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            models.ThreadText.objects.filter(id=row.id).update(**values)

    def threads_saying(
        self,
        terms: Sequence[str],
        offices: Sequence[str],
        wanted: ThreadFilter,
        limit: int,
        before: int | None = None,
    ) -> Found:
        found: list[Any] = []
        place = _NEWEST if before is None else before
        for most in LOOKS:
            hits = _hits(terms, offices, place, most)
            rows = {row.thread: row for row in wanted_rows(wanted).filter(thread__in=hits)}
            for thread, number in hits.items():
                place = number
                if thread in rows:
                    found.append(summary_of_row(rows[thread]))
                    if len(found) == limit:
                        return Found(tuple(found), place)
            if len(hits) < most:
                return Found(tuple(found), None)
        return Found(tuple(found), place)

    def put_view(self, officer: str, name: str, query: str, at: datetime) -> None:
        assert_writing()
        values = {"query": query, "at": at}
        models.SavedView.objects.update_or_create(officer=officer, name=name, defaults=values)

    def delete_view(self, officer: str, name: str) -> None:
        assert_writing()
        models.SavedView.objects.filter(officer=officer, name=name).delete()

    def views(self, officer: str) -> Mapping[str, str]:
        rows = models.SavedView.objects.filter(officer=officer).order_by("name")
        return dict(rows.values_list("name", "query"))


def _hits(terms: Sequence[str], offices: Sequence[str], before: int, most: int) -> dict[str, int]:
    """Threads with their places, the newest first."""
    numbers = _by_index(terms, offices, before, most) if connection.vendor == "sqlite" else None
    rows = models.ThreadText.objects.all()
    if numbers is None:
        rows = rows.filter(_compared(terms, offices), id__lt=before)
    else:
        rows = rows.filter(id__in=numbers)
    found: Iterator[tuple[str, int]] = rows.order_by("-id").values_list("thread", "id")[:most]  # type: ignore[assignment]  # of two columns
    return dict(found)


def _by_index(terms: Sequence[str], offices: Sequence[str], before: int, most: int) -> list[int]:
    said = " AND ".join(f"{{said}} : {_quoted(term)}" for term in terms)
    query = f"({said})"
    if offices:
        all_said = " AND ".join(f"{{said inside}} : {_quoted(term)}" for term in terms)
        held = " OR ".join(f"{{offices}} : {_quoted(office)}" for office in offices)
        query = f"{query} OR (({all_said}) AND ({held}))"
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [query, before, most])
        return [row[0] for row in cursor.fetchall()]


def _quoted(term: str) -> str:
    """A term as FTS5 reads a string: whatever is in it is text, and none of its operators."""
    return '"' + term.replace('"', '""') + '"'


def _compared(terms: Sequence[str], offices: Sequence[str]) -> Q:
    said = reduce(and_, (Q(said__contains=term) for term in terms))
    if not offices:
        return said
    anywhere = (Q(said__contains=term) | Q(inside__contains=term) for term in terms)
    held = (Q(offices__contains=office) for office in offices)
    return said | (reduce(and_, anywhere) & reduce(or_, held))
