# SPDX-License-Identifier: Apache-2.0
"""The names of objects in the rows of the database.

Every text, JSON value and document of every table is read, whatever it is for: a model that is written tomorrow is
among them. A column that a person excludes is listed here, with the reason.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import BinaryField, CharField, Field, JSONField, Model, TextField

from rogatory.storage.tables.signatures import SignatureField
from rogatory.wire.digests import digests_in, sha256

NAMES_NOTHING = {
    "storage_segment.blake3": "digests of segments by another function; a terabyte has 65,536 rows",
    "storage_logtile.data": "digests of the log's tree",
    "storage_loghead.nodes": "digests of the log's tree",
    "storage_loghead.leaves": "digests of the log's tree",
    "storage_signercertificate.der": "certificates",
}
"""Columns that name no object, each with the reason. Signatures name none, either."""

_ENDED_DRAFT = "storage_draft.attachments"
_OF_A_DRAFT_IN_USE = "CASE WHEN ended IS NULL OR ended > %s THEN attachments END"

_ROWS_AT_ONCE = 32
"""A message can have a megabyte."""


@dataclass(frozen=True, slots=True)
class NamingColumns:
    """The columns of a table that can name objects."""

    table: str
    columns: tuple[str, ...]

    def values(self, ended_after: datetime) -> Iterator[Any]:
        """Yield every value that is there."""
        read = [
            _OF_A_DRAFT_IN_USE if f"{self.table}.{one}" == _ENDED_DRAFT else f'"{one}"'
            for one in self.columns
        ]
        given = [connection.ops.adapt_datetimefield_value(ended_after)] * read.count(
            _OF_A_DRAFT_IN_USE
        )
        statement = f'SELECT {", ".join(read)} FROM "{self.table}"'  # noqa: S608 - from the models
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, given)
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                yield from (value for row in rows for value in row if value)


class DatabaseObjectNames:
    def named_among(self, digests: Collection[str], *, ended_after: datetime) -> frozenset[str]:
        """Return those of these digests that any row has; see the port."""
        wanted, found = frozenset(digests), set[str]()
        with _one_moment():
            for table in naming_columns():
                for value in table.values(ended_after):
                    found |= wanted.intersection(_digests_of(value))
        return frozenset(found)


def naming_columns() -> Sequence[NamingColumns]:
    """Return the columns that can name objects, of every table that has any."""
    found = (
        NamingColumns(
            _table(model),
            tuple(
                str(field.column)
                for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented way
                if _can_name(field) and f"{_table(model)}.{field.column}" not in NAMES_NOTHING
            ),
        )
        for model in apps.get_models(include_auto_created=True)
    )
    return [one for one in found if one.columns]


def _can_name(field: "Field[Any, Any]") -> bool:
    return isinstance(field, (CharField, TextField, JSONField, BinaryField)) and not isinstance(
        field, SignatureField
    )


def _digests_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from digests_in(value)
        return
    data = bytes(value)
    yield sha256(data)
    yield from digests_in(data)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Show all rows as they are at one moment, and hold up nobody who writes."""
    assert not connection.in_atomic_block
    if connection.vendor == "sqlite":
        # Django's transactions take the write lock at once.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _table(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - as above
