# SPDX-License-Identifier: Apache-2.0
"""Kinds of column, as the type checker sees them, and the widths that are used again and again."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from rogatory.storage.transactions.statements import PreparedField
from rogatory.wire import statements
from rogatory.wire.canonical import Json
from rogatory.wire.words import OwnWords, Statement

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
type Stated = models.TextField[Statement, Statement]
type StatedOrNone = models.TextField[Statement | None, Statement | None]
type Words = models.TextField[OwnWords, OwnWords]
type WordsOrNone = models.TextField[OwnWords | None, OwnWords | None]
type JsonValue = models.JSONField[Json, Json]


if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int, int]
    _Text = models.TextField[Any, Any]
else:
    _BigInteger = models.BigIntegerField
    _Text = models.TextField


class RowNumber(_BigInteger):
    """A number that is the row's own place in SQLite's tables: no index beside the table is
    written for it. PostgreSQL has it as any other big number.
    """

    def db_type(self, connection: Any) -> str:
        return "integer" if connection.vendor == "sqlite" else "bigint"


class StatementField(PreparedField, _Text):
    """A statement in its stored form (`wire.statements`), a text to the database."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        return None if value is None else statements.decode(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the stored form; a text that is none has no place in the column (TypeError)."""
        if value is None:
            return None
        if not isinstance(value, Statement):
            raise TypeError("what is written down here is a statement")
        return statements.encode(value)

    def deconstruct(self) -> Any:
        """Return what a migration keeps of the field: the database knows a text."""
        name, _path, values, options = super().deconstruct()
        return name, "django.db.models.TextField", values, options


class WordsField(PreparedField, _Text):
    """A person's words with their language, a text to the database."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        if value is None:
            return None
        found = json.loads(value)
        return OwnWords(found["words"], found["language"])

    def get_prep_value(self, value: Any) -> Any:
        """Return the stored form; words without a language have no place in the column (TypeError)."""
        if value is None:
            return None
        if not isinstance(value, OwnWords):
            raise TypeError("a person's words are stored with their language")
        return json.dumps({"language": value.language, "words": str(value)}, ensure_ascii=False)

    def deconstruct(self) -> Any:
        """Return what a migration keeps of the field: the database knows a text."""
        name, _path, values, options = super().deconstruct()
        return name, "django.db.models.TextField", values, options


DIGEST = 64
"""SHA-256 in hex."""

IDENTIFIER = 36
"""A UUID in its written form."""

NAME = 64
"""An authority's name, an officer's number, a kind, an action: the longest that wire admits."""


def whole(value: object) -> bytes:
    """Return the bytes of a binary column: SQLite gives bytes, PostgreSQL a memory view."""
    assert isinstance(value, bytes | memoryview)
    return bytes(value)


def whole_or_none(value: object) -> bytes | None:
    return None if value is None else whole(value)
