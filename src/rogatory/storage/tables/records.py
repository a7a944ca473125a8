# SPDX-License-Identifier: Apache-2.0
"""The conversion between a model's row and its record, derived from the record.

A field of a record is the column of the same name, and its type says how the value is converted: an
enumeration is stored by its value, a tuple or a mapping as JSON, bytes and everything else as they are.
What differs is given to `Records` explicitly. A field without a column, a column without a field, and a
field that may be None where its column may not be NULL (or the reverse) are errors when the module is
imported, so that a row and its record cannot drift apart unseen.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.db.models import AutoField, BigAutoField, JSONField, Model

from rogatory.storage.tables.columns import whole
from rogatory.storage.transactions.writing import assert_writing

type _Convert = Callable[[Any], Any]

_NUMBERED = (AutoField, BigAutoField)
"""Columns that the database fills."""


class Records[R, M: Model]:
    """The records of one type, as rows of one model."""

    def __init__(
        self,
        record: type[R],
        model: type[M],
        *,
        key: Sequence[str] = ("id",),
        read: Mapping[str, Callable[[M], Any]] | None = None,
        write: Mapping[str, Callable[[R], Any]] | None = None,
        apart: Sequence[str] = (),
    ) -> None:
        """Derive the conversion.

        `key` names the columns by which `add` and `put` find a row that is there already. `read` gives
        fields of the record from a row, `write` columns of the row from a record, where the two differ;
        `apart` names the columns that are no part of the record.

        Raises:
            TypeError: record and model do not agree, and the difference is not given.
        """
        read, write = read or {}, write or {}
        hints = get_type_hints(record)
        columns = {
            each.attname: each
            for each in model._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
        }
        names = [each.name for each in fields(record)]  # type: ignore[arg-type]  # records are dataclasses
        plain = [name for name in names if name in columns and name not in read]
        written = [name for name in names if name in columns and name not in write]
        _compare(record, names, columns, {*read, *write}, apart)
        for name in {*plain, *written} - {*read, *write}:
            _compare_null(record, name, hints[name], columns[name])

        self._record, self._model, self._key = record, model, tuple(key)
        # Fields that are read otherwise have the key's place until then: one call gets all values.
        self._get = attrgetter(*(name if name in plain else "pk" for name in names))
        self._read: list[tuple[int, Callable[[M], Any]]] = [
            (names.index(name), function) for name, function in read.items()
        ]
        self._converted = [
            (place, convert)
            for place, name in enumerate(names)
            if name in plain and (convert := _reading(hints[name])) is not None
        ]
        self._written = [(name, _writing(hints[name])) for name in written]
        self._write = tuple(write.items())

    def record(self, row: M) -> R:
        """Return the record of a row."""
        values = list(self._get(row))
        for place, convert in self._converted:
            values[place] = convert(values[place])
        for place, function in self._read:
            values[place] = function(row)
        return self._record(*values)

    def records(self, rows: Iterable[M]) -> list[R]:
        """Return the records of rows, in their order."""
        return [self.record(row) for row in rows]

    def found(self, row: M | None) -> R | None:
        """Return the record of a row, or None where there is none."""
        return None if row is None else self.record(row)

    def values(self, record: R) -> dict[str, Any]:
        """Return the values of a record's columns, by name."""
        found = {}
        for name, convert in self._written:
            value = getattr(record, name)
            found[name] = value if convert is None else convert(value)
        for name, function in self._write:
            found[name] = function(record)
        return found

    def split(self, record: R) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the values of the key's columns, and those of all others."""
        values = self.values(record)
        return {name: values.pop(name) for name in self._key}, values

    def add(self, record: R) -> bool:
        """Write a record unless one with its key is there; return whether it was written."""
        assert_writing()
        key, rest = self.split(record)
        _row, added = self._objects().get_or_create(**key, defaults=rest)
        return bool(added)

    def put(self, record: R) -> M:
        """Write a record in the place of the one with its key, or as a new one."""
        assert_writing()
        key, rest = self.split(record)
        row, _added = self._objects().update_or_create(**key, defaults=rest)
        found: M = row
        return found

    def _objects(self) -> Any:
        return self._model._default_manager  # noqa: SLF001 - as above


def _compare(
    record: type[Any],
    names: Sequence[str],
    columns: Mapping[str, Any],
    given: set[str],
    apart: Sequence[str],
) -> None:
    missing = {name for name in names if name not in columns} - given
    filled = {name for name, each in columns.items() if isinstance(each, _NUMBERED)}
    left = set(columns) - set(names) - given - set(apart) - filled
    unknown = (given | set(apart)) - set(columns) - set(names)
    if missing or left or unknown:
        raise TypeError(
            f"{record.__name__}: fields without a column {sorted(missing)}, columns without a field "
            f"{sorted(left)}, neither field nor column {sorted(unknown)}"
        )


def _compare_null(record: type[Any], name: str, hint: Any, column: Any) -> None:
    _bare, may_be_none = _optional(hint)
    if may_be_none is not bool(column.null):
        raise TypeError(f"{record.__name__}.{name}: None and NULL do not agree")
    if get_origin(_bare) in _AS_JSON and not isinstance(column, JSONField):
        raise TypeError(f"{record.__name__}.{name}: kept as JSON, but its column is not")


_AS_JSON = {tuple, Mapping}


def _optional(hint: Any) -> tuple[Any, bool]:
    """Return a type without None, and whether None was in it."""
    if get_origin(hint) in {Union, UnionType}:
        others = [each for each in get_args(hint) if each is not NoneType]
        if len(others) == 1 and len(others) < len(get_args(hint)):
            return others[0], True
    return hint, False


def _reading(hint: Any) -> _Convert | None:
    """Return what makes a field's value of a column's; None where it is the same."""
    bare, may_be_none = _optional(hint)
    convert: _Convert | None = None
    if isinstance(bare, type) and issubclass(bare, Enum):
        convert = bare
    elif bare is bytes:
        convert = whole
    elif get_origin(bare) is tuple:
        inner = _reading(get_args(bare)[0])
        convert = tuple if inner is None else lambda value: tuple(map(inner, value))
    return _unless_none(convert) if may_be_none else convert


def _writing(hint: Any) -> _Convert | None:
    """Return what makes a column's value of a field's; None where it is the same."""
    bare, may_be_none = _optional(hint)
    convert: _Convert | None = None
    if isinstance(bare, type) and issubclass(bare, Enum):
        convert = attrgetter("value")
    elif get_origin(bare) is tuple:
        inner = _writing(get_args(bare)[0])
        convert = list if inner is None else lambda value: list(map(inner, value))
    elif get_origin(bare) is Mapping:
        convert = dict
    return _unless_none(convert) if may_be_none else convert


def _unless_none(convert: _Convert | None) -> _Convert | None:
    return convert and (lambda value: None if value is None else convert(value))
