# SPDX-License-Identifier: Apache-2.0
"""Kinds of column, as the type checker sees them, and the widths that are used again and again."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from rogatory.wire.canonical import Json

type Text = models.CharField[str, str]
type TextOrNone = models.CharField[str | None, str | None]
type LongText = models.TextField[str, str]
type LongTextOrNone = models.TextField[str | None, str | None]
type Blob = models.BinaryField[bytes, bytes]
type BlobOrNone = models.BinaryField[bytes | None, bytes | None]
type Moment = models.DateTimeField[datetime, datetime]
type MomentOrNone = models.DateTimeField[datetime | None, datetime | None]
type Number = models.IntegerField[int, int]
type BigNumber = models.BigIntegerField[int, int]
type Serial = models.BigAutoField[int, int]
type Flag = models.BooleanField[bool, bool]
type JsonValue = models.JSONField[Json, Json]


if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int, int]
else:
    _BigInteger = models.BigIntegerField


class RowNumber(_BigInteger):
    """A number that is the row's own place in SQLite's tables: no index beside the table is
    written for it. PostgreSQL has it as any other big number.
    """

    def db_type(self, connection: Any) -> str:
        return "integer" if connection.vendor == "sqlite" else "bigint"


DIGEST = 64
"""SHA-256 in hex."""

IDENTIFIER = 36
"""A UUID in its written form."""

NAME = 64
"""An authority's name, an officer's number, a kind, an action: the longest that wire admits."""


def whole(value: object) -> bytes:
    """The bytes of a binary column: SQLite gives bytes, PostgreSQL a memory view."""
    assert isinstance(value, bytes | memoryview)
    return bytes(value)


def whole_or_none(value: object) -> bytes | None:
    return None if value is None else whole(value)
