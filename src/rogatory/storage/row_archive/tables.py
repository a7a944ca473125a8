# SPDX-License-Identifier: Apache-2.0
"""The tables whose rows go along, each with its columns, in the order in which they can be written.

Tombstones come first, so that a database knows what was destroyed before it has anything that names it. Then a
row comes after the rows that it refers to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, BigAutoField, Field, Model

from rogatory.errors import Phrase
from rogatory.storage.custody_log.destroyed import Destroyed
from rogatory.storage.row_archive.moves import Move
from rogatory.storage.row_archive.row_form import ArchivedValue, ColumnForm, form_of

type ArchivedRow = list[ArchivedValue]

LEFT_OUT = {
    "django_content_type": "made anew with the tables",
    "auth_permission": "made anew with the tables",
    "auth_group": "nobody is in a group: roles are the register's",
    "auth_group_permissions": "nobody is in a group",
    "storage_directorycopy": "shared anew by the first machine that has a copy",
    "storage_directoryfile": "likewise",
    "storage_signercertificate": "written with the signatures, which go along whole",
    "storage_fence": "raised in the database that is left",
    "storage_signingrequest": "asked for and answered within seconds",
    "storage_runningprocess": "processes end before a move",
    Move._meta.db_table: "what this very database was filled from",  # noqa: SLF001 - Django's documented way
}
"""Tables of models whose rows stay, each with the reason. Those of no model are `django_migrations`, the
index of texts, which a trigger fills, and those of nonces, which a crash may lose and a move does."""

_ROWS_AT_FIRST, _MOST_ROWS = 16, 1000
_BYTES_AT_ONCE = 2 << 20
"""About so many bytes of rows are read in one statement, by the size of those before them."""


@dataclass(frozen=True, slots=True)
class CarriedTable:
    """A table: its name, the key first among its columns, and how each value is written."""

    name: str
    columns: tuple[str, ...]
    forms: tuple[ColumnForm, ...]
    fields: "tuple[Field[Any, Any], ...]"

    @property
    def is_numbered(self) -> bool:
        """Decide whether the database gives the keys, and knows which one it gave last."""
        return isinstance(self.fields[0], AutoField | BigAutoField)

    def rows(self, after: ArchivedValue = None) -> Iterator[ArchivedRow]:
        """Yield the rows in the order of their keys, a few in memory at a time; those after a key.

        Which of two texts is the smaller, each database decides for itself.
        """
        limit = _ROWS_AT_FIRST
        while True:
            found = self._page(after, limit)
            yield from found
            if len(found) < limit:
                return
            after = found[-1][0]
            size = sum(len(str(value)) for row in found for value in row) // limit + 1
            limit = max(1, min(_MOST_ROWS, _BYTES_AT_ONCE // size))

    def rows_of(self, keys: Sequence[ArchivedValue]) -> dict[ArchivedValue, ArchivedRow]:
        """Return the rows of these keys, by key."""
        places = ", ".join("%s" for _ in keys)
        found = self._read(
            f"WHERE {self._key} IN ({places})", [self._stored_key(one) for one in keys]
        )
        return {row[0]: row for row in found}

    def write(self, rows: Iterable[ArchivedRow]) -> None:
        """Insert rows as they were, keys included."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        places = ", ".join("%s" for _ in self.columns)
        statement = f'INSERT INTO "{self.name}" ({names}) VALUES ({places})'  # noqa: S608 - from the models
        with connection.cursor() as cursor:
            cursor.executemany(statement, [self._stored(row) for row in rows])

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT COUNT(*) FROM "{self.name}"')  # noqa: S608 - from the models
            return int(cursor.fetchone()[0])

    def problems(self, row: ArchivedRow) -> Iterator[tuple[str, Phrase]]:
        """Yield the columns whose values PostgreSQL does not store, each with the reason."""
        for value, column, form, field in zip(
            row, self.columns, self.forms, self.fields, strict=True
        ):
            if value is not None and (problem := form.problem(value, field)):
                yield column, problem

    @property
    def _key(self) -> str:
        return f'"{self.columns[0]}"'

    def _page(self, after: ArchivedValue, limit: int) -> list[ArchivedRow]:
        where = "" if after is None else f"WHERE {self._key} > %s "
        given = [] if after is None else [self._stored_key(after)]
        return self._read(f"{where}ORDER BY {self._key} LIMIT {limit}", given)

    def _read(self, rest: str, given: list[Any]) -> list[ArchivedRow]:
        names = ", ".join(f'"{name}"' for name in self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {names} FROM "{self.name}" {rest}', given)  # noqa: S608 - from the models
            return [self._archived(row) for row in cursor.fetchall()]

    def _archived(self, row: Sequence[Any]) -> ArchivedRow:
        return [
            None if value is None else form.archived(value)
            for value, form in zip(row, self.forms, strict=True)
        ]

    def _stored(self, row: ArchivedRow) -> list[Any]:
        return [
            None if value is None else form.stored(value, connection)
            for value, form in zip(row, self.forms, strict=True)
        ]

    def _stored_key(self, key: ArchivedValue) -> Any:
        return self.forms[0].stored(key, connection)


@cache
def carried_tables() -> tuple[CarriedTable, ...]:
    """Return the tables whose rows go along, in the order in which they are written."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in LEFT_OUT  # noqa: SLF001 - Django's documented way
    ]
    models.sort(key=lambda model: (model is not Destroyed, _depth(model), _name(model)))
    return tuple(_described(model) for model in models)


def last_number(table: CarriedTable) -> int | None:
    """Return the last key that the database gave in a table, None if it gave none, or gives none."""
    if not table.is_numbered:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        else:
            sequence = _sequence(table)
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 - the server's own name
        row = cursor.fetchone()
    return None if row is None else int(row[0]) or None


def go_on_after(table: CarriedTable, number: int | None) -> None:
    """Let the database give keys after that one: none that was ever given is given again."""
    if number is None:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, number]
            )
        else:
            cursor.execute("SELECT setval(%s::regclass, %s)", [_sequence(table), number])


def _sequence(table: CarriedTable) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.columns[0]])
        return str(cursor.fetchone()[0])


def _described(model: type[Model]) -> CarriedTable:
    fields = sorted(
        model._meta.concrete_fields,  # noqa: SLF001 - Django's documented way
        key=lambda field: (not field.primary_key, field.column),
    )
    return CarriedTable(
        name=_name(model),
        columns=tuple(str(field.column) for field in fields),
        forms=tuple(form_of(field) for field in fields),
        fields=tuple(fields),
    )


def _depth(model: type[Model]) -> int:
    """Return how long a chain of references from a row of that table to others can be."""
    above = {
        field.related_model
        for field in model._meta.concrete_fields  # noqa: SLF001 - as above
        if field.related_model not in {None, model}
    }
    return max((_depth(each) + 1 for each in above), default=0)


def _name(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - as above
