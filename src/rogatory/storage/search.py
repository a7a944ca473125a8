# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown; NULL is what is not there
"""The repository of searched texts of threads.

SQLite looks terms up in an FTS5 table of trigrams, from the newest row back, and stops when it has
enough. PostgreSQL compares the texts by indexes of trigrams (pg_trgm).
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection, models
from django.db.models import Q

from rogatory.node.repositories.listing import ThreadFilter
from rogatory.node.repositories.search import FoundThreads
from rogatory.storage.listing import wanted_rows
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    LongText,
    Serial,
    Text,
)
from rogatory.storage.threads import SUMMARIES
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing


class ThreadText(models.Model):
    """The searched text of a thread, folded. On SQLite an FTS5 table of trigrams indexes it, which
    triggers keep, on PostgreSQL an index for each column (see the migration that made them); `id` is the
    place in the order of a search.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    said: LongText = models.TextField(default="")
    inside: LongText = models.TextField(default="")
    offices: LongText = models.TextField(default="")


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
_TEXTS = Table(ThreadText)
_text, _add_text = _TEXTS.select("WHERE thread = %s"), _TEXTS.insert()


class DatabaseSearch:
    def put_text(
        self,
        thread: str,
        *,
        text: str | None = None,
        inside: str | None = None,
        offices: str | None = None,
    ) -> None:
        assert_writing()
        given = {"said": text, "inside": inside, "offices": offices}
        values = {name: value for name, value in given.items() if value is not None}
        row = _text.first(thread)
        if row is None:
            _add_text(thread=thread, **values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            ThreadText.objects.filter(id=row.id).update(**values)

    def threads_saying(
        self,
        terms: Sequence[str],
        offices: Sequence[str],
        wanted: ThreadFilter,
        limit: int,
        before: int | None = None,
    ) -> FoundThreads:
        found: list[Any] = []
        place = _NEWEST if before is None else before
        for most in LOOKS:
            hits = _hits(terms, offices, place, most)
            rows = {row.thread: row for row in wanted_rows(wanted).filter(thread__in=hits)}
            for thread, number in hits.items():
                place = number
                if thread in rows:
                    found.append(SUMMARIES.record(rows[thread]))
                    if len(found) == limit:
                        return FoundThreads(tuple(found), place)
            if len(hits) < most:
                return FoundThreads(tuple(found), None)
        return FoundThreads(tuple(found), place)


def _hits(terms: Sequence[str], offices: Sequence[str], before: int, most: int) -> dict[str, int]:
    """Return threads with their places, the newest first."""
    numbers = _by_index(terms, offices, before, most) if connection.vendor == "sqlite" else None
    rows = ThreadText.objects.all()
    if numbers is None:
        rows = rows.filter(_compared(terms, offices), id__lt=before)
    else:
        rows = rows.filter(id__in=numbers)
    found: Iterator[tuple[str, int]] = rows.order_by("-id").values_list("thread", "id")[:most]  # type: ignore[assignment]  # of two columns
    return dict(found)


def _by_index(terms: Sequence[str], offices: Sequence[str], before: int, most: int) -> list[int]:
    whole_text = " AND ".join(f"{{said}} : {_quoted(term)}" for term in terms)
    query = f"({whole_text})"
    if offices:
        inside_text = " AND ".join(f"{{said inside}} : {_quoted(term)}" for term in terms)
        held = " OR ".join(f"{{offices}} : {_quoted(office)}" for office in offices)
        query = f"{query} OR (({inside_text}) AND ({held}))"
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [query, before, most])
        return [row[0] for row in cursor.fetchall()]


def _quoted(term: str) -> str:
    """Return a term as FTS5 reads a string: whatever is in it is text, and none of its operators."""
    return '"' + term.replace('"', '""') + '"'


def _compared(terms: Sequence[str], offices: Sequence[str]) -> Q:
    condition = reduce(and_, (Q(said__contains=term) for term in terms))
    if not offices:
        return condition
    anywhere = (Q(said__contains=term) | Q(inside__contains=term) for term in terms)
    held = (Q(offices__contains=office) for office in offices)
    return condition | (reduce(and_, anywhere) & reduce(or_, held))
