# SPDX-License-Identifier: Apache-2.0
"""The one form in which a value of a row is written, whichever database it was read from.

| Column | In the archive |
| --- | --- |
| text, number, yes or no | itself |
| floating-point number | itself; a negative zero is a zero |
| moment | `2026-11-30T21:00:00.000000Z`, UTC with microseconds |
| bytes | base64 |
| signature | base64 of the whole CMS, its certificate included |
| JSON | its text with sorted keys; whole numbers beyond 10^16 without an exponent |
| address of a machine | its shortest form |
| NULL | null |

A kind of column that is not listed here is refused when the table is described: it would be written by
chance.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from ipaddress import ip_address
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignKey

from rogatory.errors import Phrase, Refused
from rogatory.storage.row_archive import refusals
from rogatory.storage.tables.columns import whole
from rogatory.storage.tables.signatures import SignatureField
from rogatory.wire.words import P_, FilledText

type ArchivedValue = str | int | float | bool | None

_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"
_EXPONENT_FROM = 1e16
"""From here on Python writes a float with an exponent, which PostgreSQL gives back as a whole number."""


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """How the values of one kind of column are written and read; NULL is the same for all."""

    archived: Callable[[Any], ArchivedValue]
    """From the value that the database's driver gives."""
    stored: Callable[[Any, BaseDatabaseWrapper], Any]
    """To the value that the driver takes."""
    problem: Callable[[Any, "Field[Any, Any]"], Phrase | None] = lambda _value, _field: None
    """The reason why PostgreSQL, which is stricter than SQLite, does not store an archived value."""


def form_of(field: "Field[Any, Any]") -> ColumnForm:
    """Return the form of a column.

    Raises:
        TypeError: its kind is not in the table of this module.
    """
    while isinstance(field, ForeignKey):
        field = field.target_field
    if isinstance(field, SignatureField):
        return _signature(field)
    found = _FORMS.get(field.get_internal_type())
    if found is None:
        raise TypeError(f"{field} is of a kind that a row archive does not know")
    return found


def _signature(field: SignatureField) -> ColumnForm:
    """Return the form of signatures, whose certificates a database stores once, in a table of its own."""

    def archived(value: Any) -> str:
        try:
            signature = field.from_db_value(value, None, None)
        except LookupError as error:
            raise Refused(refusals.CERTIFICATE_ABSENT.because(column=field.name)) from error
        return base64.b64encode(signature or b"").decode()

    def stored(value: Any, connection: BaseDatabaseWrapper) -> Any:
        return field.get_db_prep_value(base64.b64decode(value, validate=True), connection)

    return ColumnForm(archived, stored)


def _text_problem(value: Any, field: "Field[Any, Any]") -> Phrase | None:
    limit = getattr(field, "max_length", None)
    if limit is not None and len(value) > limit:
        return FilledText(P_("is longer than {limit} characters"), limit=limit)
    return P_("contains a NUL character") if "\0" in value else None


def _number_problem(value: int, _field: "Field[Any, Any]") -> Phrase | None:
    return None if -(1 << 31) <= value < 1 << 31 else P_("is no whole number of 32 bits")


def _json_problem(value: str, _field: "Field[Any, Any]") -> Phrase | None:
    text = json.dumps(json.loads(value), ensure_ascii=False)
    if "\\u0000" in text and "\0" in "".join(_texts(json.loads(value))):
        return P_("contains a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError:
        return P_("contains half a character")
    return None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if isinstance(value, dict):
        return [text for one in value.items() for text in _texts(list(one))]
    return []


def _archived_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a column of texts holds a {type(value).__name__}")
    return value


def _archived_number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"a column of whole numbers holds a {type(value).__name__}")
    return value


def _archived_moment(value: Any) -> str:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return f"{at.year:04d}{at.strftime(_MOMENT[2:])}"


def _stored_moment(value: str, connection: BaseDatabaseWrapper) -> Any:
    return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))


def _archived_json(value: Any) -> str:
    # PostgreSQL gives back every float that is a whole number and has an exponent as a number without one.
    found = json.loads(value) if isinstance(value, str) else value
    return json.dumps(_plain(found), ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        if value.is_integer() and abs(value) >= _EXPONENT_FROM:
            return int(Decimal(repr(value)))
        return value + 0.0
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _itself(value: Any, _connection: BaseDatabaseWrapper) -> Any:
    return value


_TEXT = ColumnForm(_archived_text, _itself, _text_problem)
_SMALL = ColumnForm(_archived_number, _itself, _number_problem)
_BIG = ColumnForm(_archived_number, _itself)
_FORMS = {
    "CharField": _TEXT,
    "TextField": _TEXT,
    "AutoField": _SMALL,
    "IntegerField": _SMALL,
    "BigAutoField": _BIG,
    "BigIntegerField": _BIG,
    "BooleanField": ColumnForm(bool, _itself),
    "FloatField": ColumnForm(lambda value: float(value) + 0.0, _itself),
    "DateTimeField": ColumnForm(_archived_moment, _stored_moment),
    "BinaryField": ColumnForm(
        lambda value: base64.b64encode(whole(value)).decode(),
        lambda value, _connection: base64.b64decode(value, validate=True),
    ),
    "JSONField": ColumnForm(
        _archived_json,
        lambda value, connection: connection.ops.adapt_json_value(json.loads(value), None),
        _json_problem,
    ),
    "GenericIPAddressField": ColumnForm(lambda value: str(ip_address(value)), _itself),
}
