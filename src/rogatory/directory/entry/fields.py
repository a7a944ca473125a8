# SPDX-License-Identifier: Apache-2.0
"""Reading a document of the directory field by field, keeping every reason and not the first.

A `Field` is a value with its path. Each reader gives the value, or notes a reason and gives a
stand-in of the right type; stand-ins never leave, since the caller refuses when any reason was
noted. A field that is missing is noted once, by whoever asked for the members.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from rogatory.directory.entry import refusals
from rogatory.directory.entry.period import ENDINGS, Period, PeriodEnd
from rogatory.errors import Code, Reason, Refused
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import parse_moment

LONGEST_TEXT = 500
"""Names and sources are lines on a page; longer text is aimed at whoever shows or stores it."""

LONGEST_KEY = 4000
"""A hybrid age recipient has about 1,960 characters, an ML-DSA-44 witness key about 1,800."""

LONGEST_LIST = 10_000
"""Far above what a State lists in decades; a longer list is aimed at the reader's time."""

_CONTROL = frozenset({"Cc", "Cf", "Zl", "Zp"})
_ABSENT: Final = object()
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Form:
    """How a text must be written, with an example for whoever has to correct it."""

    pattern: re.Pattern[str]
    example: str


@dataclass(slots=True)
class Reading:
    """The reasons found so far in one document, whose name (`entry`, `register`) they carry."""

    document: str
    reasons: list[Reason] = field(default_factory=list)

    def note(self, code: Code, path: str, **fields: str | int) -> None:
        self.reasons.append(code.because(fields, document=self.document, field=path))

    def top(self, value: Mapping[str, Json], names: Iterable[str]) -> dict[str, "Field"]:
        return Field(self, "", value).members(names)


@dataclass(frozen=True, slots=True)
class Field:
    """A value of unknown shape and where it stands."""

    reading: Reading
    path: str
    value: object

    def has(self, name: str) -> bool:
        """Return whether it is an object with a field of that name."""
        return isinstance(self.value, Mapping) and name in self.value

    def members(self, names: Iterable[str]) -> dict[str, "Field"]:
        """An object's fields, which must be exactly those named."""
        wanted = list(names)
        found = self._mapping()
        if found is None:
            return {name: self._below(name, _ABSENT) for name in wanted}
        for name in found:
            if name not in wanted:
                self.reading.note(refusals.FIELD_UNKNOWN, self._path(name))
        for name in wanted:
            if name not in found:
                self.reading.note(refusals.FIELD_MISSING, self._path(name))
        return {name: self._below(name, found.get(name, _ABSENT)) for name in wanted}

    def pairs(self, name_form: Form) -> dict[str, "Field"]:
        """An object whose field names are the writer's choice within a form."""
        found = self._mapping() or {}
        for name in found:
            if not name_form.pattern.fullmatch(name):
                self._refuse_form(self._path(name), name, name_form)
        return {name: self._below(name, value) for name, value in found.items()}

    def items(self, *, least: int = 0) -> list["Field"]:
        """A list's values."""
        if self.value is _ABSENT:
            return []
        if not isinstance(self.value, list):
            self.reading.note(refusals.NOT_LIST, self.path)
            return []
        if len(self.value) < least:
            self.reading.note(refusals.EMPTY_LIST, self.path)
        if len(self.value) > LONGEST_LIST:
            self.reading.note(refusals.TOO_MANY, self.path, limit=LONGEST_LIST)
            return []
        return [
            Field(self.reading, f"{self.path}[{index}]", value)
            for index, value in enumerate(self.value)
        ]

    def distinct[T](self, read: Callable[["Field"], T], *, least: int = 0) -> tuple[T, ...]:
        """A list's values, none of which may stand there twice."""
        found: list[T] = []
        first: dict[str, str] = {}
        for item in self.items(least=least):
            # Values of one document are equal exactly if they are written the same.
            earlier = first.setdefault(repr(item.value), item.path)
            if earlier != item.path:
                self.reading.note(refusals.REPEATED, item.path, value=earlier)
            found.append(read(item))
        return tuple(found)

    def text(self, limit: int = LONGEST_TEXT) -> str:
        """A line of text for people."""
        return self._text_without("", limit)

    def lines(self, limit: int) -> str:
        """A text of several lines, each ended by LF."""
        return self._text_without("\n", limit)

    def key_text(self) -> str:
        """A key in its written form, which `entry_keys` reads."""
        return self.text(LONGEST_KEY)

    def matching(self, form: Form) -> str:
        """A text of one form."""
        if not isinstance(self.value, str):
            return self._stand_in(refusals.NOT_TEXT, "")
        if not form.pattern.fullmatch(self.value):
            self._refuse_form(self.path, self.value, form)
        return self.value

    def one_of(self, allowed: Sequence[str]) -> str:
        if not isinstance(self.value, str):
            return self._stand_in(refusals.NOT_TEXT, "")
        if self.value not in allowed:
            self.reading.note(
                refusals.NOT_ALLOWED,
                self.path,
                value=_short(self.value),
                allowed=", ".join(allowed),
            )
        return self.value

    def integer(self, least: int, most: int) -> int:
        value = self.value
        if value is _ABSENT:
            return least
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.reading.note(refusals.NOT_INTEGER, self.path, least=least, most=most)
            return least
        return value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            return self._stand_in(refusals.NOT_FLAG, stand_in=False)
        return self.value

    def moment(self) -> datetime:
        return self._parsed(parse_moment, _NEVER, "2026-11-24T03:00:00Z")

    def digest(self) -> str:
        return self._parsed(parse_digest, "", "SHA-256 in 64 hex digits")

    def authority(self) -> str:
        return str(self._parsed(parse_authority, "", "xa/contact-point"))

    def standard_base64(self) -> bytes:
        """Bytes in base64 with padding, in the one way to write them (RFC 4648 section 4)."""
        return self._decoded(lambda text: base64.b64decode(text, validate=True), base64.b64encode)

    def web_base64(self) -> bytes:
        """Bytes in base64url without padding, as WebAuthn writes them (RFC 4648 section 5)."""

        def read(text: str) -> bytes:
            return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

        return self._decoded(read, lambda data: base64.urlsafe_b64encode(data).rstrip(b"="))

    def or_null[T](self, read: Callable[["Field"], T]) -> T | None:
        return None if self.value is None else read(self)

    def _text_without(self, allowed: str, limit: int) -> str:
        """A text without control characters, those allowed apart."""
        if not isinstance(self.value, str):
            return self._stand_in(refusals.NOT_TEXT, "")
        if not 0 < len(self.value) <= limit or _has_control(self.value.replace(allowed, "")):
            self.reading.note(refusals.BAD_TEXT, self.path, limit=limit)
        return self.value

    def _decoded(self, read: Callable[[str], bytes], write: Callable[[bytes], bytes]) -> bytes:
        if not isinstance(self.value, str):
            return self._stand_in(refusals.NOT_TEXT, b"")
        try:
            data = read(self.value)
        except (ValueError, binascii.Error):
            data = b""
        if not data or write(data).decode() != self.value:
            self.reading.note(refusals.NOT_BASE64, self.path)
        return data

    def _parsed[T](self, parse: Callable[[object], T], stand_in: T | str, form: str) -> T:
        try:
            return parse(self.value)
        except Refused:
            if self.value is not _ABSENT:
                self.reading.note(refusals.BAD_FORM, self.path, value=_short(self.value), form=form)
            return stand_in  # type: ignore[return-value] # never leaves: a reason was noted

    def _mapping(self) -> Mapping[str, object] | None:
        if self.value is _ABSENT:
            return None
        if not isinstance(self.value, dict):
            self.reading.note(refusals.NOT_OBJECT, self.path or "the document")
            return None
        return self.value

    def _stand_in[T](self, code: Code, stand_in: T) -> T:
        if self.value is not _ABSENT:
            self.reading.note(code, self.path)
        return stand_in

    def _refuse_form(self, path: str, value: str, form: Form) -> None:
        self.reading.note(refusals.BAD_FORM, path, value=_short(value), form=form.example)

    def _below(self, name: str, value: object) -> "Field":
        return Field(self.reading, self._path(name), value)

    def _path(self, name: str) -> str:
        shown = name if name.isascii() and len(name) <= 40 else ascii(name[:40])
        return f"{self.path}.{shown}" if self.path else shown


def read_period(members: Mapping[str, Field]) -> Period:
    """The fields `from`, `until` and `ended` that every listed key has."""
    start, until = members["from"].moment(), members["until"].moment()
    if until < start:
        members["until"].reading.note(refusals.PERIOD_REVERSED, members["until"].path)
    return Period(start, until, members["ended"].or_null(_read_ended))


def _read_ended(value: Field) -> PeriodEnd:
    members = value.members(("at", "reason"))
    return PeriodEnd(members["at"].moment(), members["reason"].one_of(ENDINGS))


def _has_control(text: str) -> bool:
    """Whether a text has control, format (bidi marks, joiners) or line separating characters."""
    # What Python calls printable has none of them, and is found out at once.
    return not text.isprintable() and any(
        unicodedata.category(character) in _CONTROL for character in text
    )


def _short(value: object) -> str:
    return ascii(value)[:80]
