# SPDX-License-Identifier: Apache-2.0
"""Statements on the models' tables that are put together once.

Django's object layer puts a statement together anew each time it is asked, which costs the
processor fifty times what SQLite takes to answer it. What every message does goes by these instead.
Columns, their types and their defaults are the model's; a condition is plain SQL, for SQLite and
PostgreSQL alike. They run on Django's connection and in its transactions. No signal is sent and
nothing follows a foreign key: code that deletes or inserts here names all that goes with it.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import AutoField, BigAutoField, Field, JSONField, Model
from django.db.models.expressions import Col

type _Convert = Callable[[Any], Any]


if TYPE_CHECKING:
    _Field = Field[Any, Any]
else:
    _Field = object


class PreparedField(_Field):
    """A field whose values have another form in the database, which it gives them when they are written."""


class Table[M: Model]:
    """The table of a model."""

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self.name = model._meta.db_table  # noqa: SLF001 - Django's documented way to a model's fields
        self.fields: tuple[Field[Any, Any], ...] = tuple(
            model._meta.concrete_fields  # noqa: SLF001 - likewise
        )
        self._names = [each.attname for each in self.fields]

    @property
    def columns(self) -> str:
        """All of them, as a statement reads them; `row` takes them in that order."""
        return ", ".join(f'{self.name}."{each.column}"' for each in self.fields)

    def row(self, values: Sequence[Any]) -> M:
        """Return a row as it was read."""
        found = list(values)
        for place, converts in self._converters:
            for convert in converts:
                found[place] = convert(found[place])
        return self.model.from_db("default", self._names, found)

    def select(self, rest: str) -> "Select[M]":
        """Return all columns of the rows that `rest` finds: what follows FROM and the table's name."""
        return Select(self, rest)

    def insert(self, rest: str = "") -> "Insert":
        """Return a new row; `rest` begins with ON CONFLICT."""
        return Insert(self, rest)

    def put(self, *key: str, keeps: Sequence[str] = ()) -> "Insert":
        """Return a new row, or in place of the one with that key; what it `keeps` then, stays as it
        was.
        """
        given = [each.column for each in self.fields if not isinstance(each, _NUMBERED)]
        news = [name for name in given if name not in {*key, *keeps}]
        rest = ", ".join(f'"{name}" = excluded."{name}"' for name in news)
        return self.insert(f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {rest}")

    @cached_property
    def _converters(self) -> list[tuple[int, list[_Convert]]]:
        """Return what has to be done to a column's value after reading, by its place."""
        found = ((place, _after_reading(each)) for place, each in enumerate(self.fields))
        return [(place, converts) for place, converts in found if converts]


_NUMBERED = (AutoField, BigAutoField)


def _after_reading(field: "Field[Any, Any]") -> list[_Convert]:
    column = Col(field.model._meta.db_table, field)  # noqa: SLF001 - as above
    converts = [
        *connection.ops.get_db_converters(column),
        *field.get_db_converters(connection),
    ]

    def bound(convert: Callable[[Any, Any, Any], Any]) -> _Convert:
        return lambda value: convert(value, column, connection)

    return [bound(each) for each in converts]


class Select[M: Model]:
    def __init__(self, table: Table[M], rest: str) -> None:
        self._row = table.row
        self._sql = f"SELECT {table.columns} FROM {table.name} {rest}"  # noqa: S608 - from the models and constants of ours

    def all(self, *values: Any) -> list[M]:
        return [self._row(each) for each in rows(self._sql, *values)]

    def first(self, *values: Any) -> M | None:
        found = first(self._sql, *values)
        return None if found is None else self._row(found)


class Insert:
    """Called with the values of a new row by their columns' names; returns whether it was written.

    What is not given has the model's default; numbers of rows are the database's to give.
    """

    def __init__(self, table: Table[Any], rest: str) -> None:
        self._fields = [each for each in table.fields if not isinstance(each, _NUMBERED)]
        columns = ", ".join(f'"{each.column}"' for each in self._fields)
        places = ", ".join("%s" for _ in self._fields)
        self._sql = f"INSERT INTO {table.name} ({columns}) VALUES ({places}) {rest}"  # noqa: S608 - likewise

    def __call__(self, **values: Any) -> bool:
        return change(self._sql, *self._ordered(values)) == 1

    def many(self, rows: Iterable[dict[str, Any]]) -> None:
        """Insert several rows; it is not returned whether one was written."""
        with connection.cursor() as cursor:
            cursor.executemany(
                self._sql, [[_plain(v) for v in self._ordered(each)] for each in rows]
            )

    def numbered(self, **values: Any) -> int | None:
        """Return the number of the new row, where the statement ends with RETURNING it."""
        found = first(self._sql, *self._ordered(values))
        return None if found is None else int(found[0])

    def _ordered(self, values: dict[str, Any]) -> list[Any]:
        found = [
            _written(
                each, values.pop(each.attname) if each.attname in values else each.get_default()
            )
            for each in self._fields
        ]
        if values:
            raise TypeError(f"no columns of this table: {sorted(values)}")
        return found


def rows(sql: str, *values: Any) -> list[Any]:
    """Return what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_plain(each) for each in values])
        found: list[Any] = cursor.fetchall()
        return found


def first(sql: str, *values: Any) -> Any:
    """Return the first of what a statement finds, or None."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_plain(each) for each in values])
        return cursor.fetchone()


WAIT_FOR_NO_DISK = "SET LOCAL synchronous_commit = off"
"""On PostgreSQL: the commit of this transaction may be lost with the server, and nothing but time with it."""


def change(sql: str, *values: Any) -> int:
    """Return how many rows a statement changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_plain(each) for each in values])
        return int(cursor.rowcount)


def _plain(value: Any) -> Any:
    """Return a value as the driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _written(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, JSONField | PreparedField):
        return field.get_db_prep_save(value, connection)
    return value
