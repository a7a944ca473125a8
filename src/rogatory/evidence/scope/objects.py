# SPDX-License-Identifier: Apache-2.0
"""Exports in JSON: a list of objects, or objects one after the other, read one at a time."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from rogatory.evidence.scope.field_names import FieldNames
from rogatory.evidence.scope.records import FoundRecord

LARGEST_OBJECT = 1 << 20
"""Characters of one object: it is in memory whole, several times as large, while it is read."""

_BLOCK = 1 << 16
_BLANK = re.compile(r"[ \t\r\n]*")


class _BrokenTextError(Exception):
    """The text cannot be read on, for this stable reason."""


def _pairs(pairs: list[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    """Keep an object as its members: of a name that comes twice each program takes another value."""
    return tuple(pairs)


def _refused(text: str) -> Any:
    raise ValueError(text)


def _digits(text: str) -> str:
    return text


_DECODER = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_digits, parse_float=_digits, parse_constant=_refused
)


class _Text:
    """The text from here on, of which no more is kept than one object."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at = "", 0
        self._ended = False

    def _more(self) -> bool:
        if self._ended:
            return False
        data = self._file.read(_BLOCK)
        self._ended = not data
        try:
            more = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise _BrokenTextError("encoding") from error
        self._text, self._at = self._text[self._at :] + more, 0
        return True

    def next_sign(self) -> str:
        """Return the next character that is not blank, which stays; nothing at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self) -> None:
        self._at += 1

    def value(self) -> Any:
        """Return the value that begins at the next sign."""
        self.next_sign()
        wanted = _BLOCK
        while True:
            while len(self._text) - self._at < wanted and self._more():
                pass
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise _BrokenTextError("nested-too-deep") from error
            except ValueError as error:
                if self._ended:
                    raise _BrokenTextError("not-json") from error
            else:
                if end < len(self._text) or self._ended:
                    self._at = end
                    return found
            if wanted >= LARGEST_OBJECT:
                raise _BrokenTextError("object-too-large")
            wanted *= 2


def read_objects(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the objects; where the text cannot be read on, a last record says why."""
    text = _Text(file)
    number = 0
    try:
        for number, value in enumerate(_values(text), 1):
            yield _record(f"object {number}", value)
    except _BrokenTextError as error:
        yield FoundRecord(f"object {number + 1}", problems=(str(error),))


def _values(text: _Text) -> Iterator[Any]:
    if text.next_sign() != "[":
        while text.next_sign():
            yield text.value()
        return
    text.skip()
    if text.next_sign() == "]":
        text.skip()
    else:
        while True:
            yield text.value()
            sign = text.next_sign()
            if sign not in {",", "]"}:
                raise _BrokenTextError("not-json")
            text.skip()
            if sign == "]":
                break
    if text.next_sign():
        raise _BrokenTextError("not-json")


def _record(place: str, value: Any) -> FoundRecord:
    if not isinstance(value, tuple):
        return FoundRecord(place, problems=("not-an-object",))
    names = FieldNames([name for name, _ in value])
    values: list[list[str]] = []
    unread = False
    for role, (_, one) in zip(names.roles, value, strict=True):
        texts = _texts(one)
        unread = unread or (texts is None and role is not None)
        values.append(texts or [])
    record = names.record(place, values)
    if not unread:
        return record
    problems = (*record.problems, "field-unreadable")
    return FoundRecord(place, record.category, record.identifiers, False, None, problems)


def _texts(value: Any) -> list[str] | None:
    """Return a text, number or list of these as texts; None for anything nested or with a NUL."""
    if value is None:
        return []
    many = value if isinstance(value, list) else [value]
    if all(isinstance(one, str) and "\0" not in one for one in many):
        return many
    return None
