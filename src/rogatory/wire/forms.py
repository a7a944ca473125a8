# SPDX-License-Identifier: Apache-2.0
"""The forms that a field of a document can have: how its value is read, and what is noted if it differs.

Each form has a stand-in, which is what a field counts as that is missing or has another form. A
form may have a phrase of its own (`unlike`, perhaps made of the field's name) for a domain that says
what a value must be instead of what is wrong with it.
"""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast, override

from rogatory.errors import Refused
from rogatory.wire.fields import Chosen, Fields, FieldValue, Form, Kind
from rogatory.wire.words import problem_of


@dataclass(frozen=True, slots=True)
class Text(Form[str]):
    """A text that is not empty and has no more than so many characters, each of them allowed."""

    longest: int
    allowed: Callable[[str], bool] = bool

    @property
    @override
    def stand_in(self) -> str:
        return ""

    @override
    def read(self, found: FieldValue) -> str:
        value = found.value
        if not isinstance(value, str):
            found.note(Kind.NOT_TEXT, self)
            return self.stand_in
        if not 0 < len(value) <= self.longest or not self.allowed(value):
            found.note(Kind.BAD_TEXT, self)
        return value


@dataclass(frozen=True, slots=True)
class Matching(Form[str]):
    """A text of one pattern, with an example for the person who has to correct it."""

    pattern: re.Pattern[str]
    example: str = ""
    longest: int | None = None

    @property
    @override
    def stand_in(self) -> str:
        return ""

    def fits(self, text: str) -> bool:
        is_short = self.longest is None or len(text) <= self.longest
        return is_short and self.pattern.fullmatch(text) is not None

    @override
    def read(self, found: FieldValue) -> str:
        value = found.value
        if not isinstance(value, str):
            found.note(Kind.NOT_TEXT, self)
            return self.stand_in
        if not self.fits(value):
            found.note(Kind.BAD_FORM, self)
        return value


@dataclass(frozen=True, slots=True)
class OneOf[T: str](Form[T]):
    """One of the texts allowed; the first of them is the stand-in, unless another is named."""

    allowed: tuple[T, ...]
    otherwise: T | None = None

    @property
    @override
    def stand_in(self) -> T:
        return self.allowed[0] if self.otherwise is None else self.otherwise

    @override
    def read(self, found: FieldValue) -> T:
        value = found.value
        if not isinstance(value, str):
            found.note(Kind.NOT_TEXT, self)
            return self.stand_in
        if value not in self.allowed:
            found.note(Kind.NOT_ALLOWED, self)
            return self.stand_in
        return value


@dataclass(frozen=True, slots=True)
class Integer(Form[int]):
    """A whole number between two others, which `true` is not."""

    least: int
    most: int
    otherwise: int | None = None

    @property
    @override
    def stand_in(self) -> int:
        return self.least if self.otherwise is None else self.otherwise

    @override
    def read(self, found: FieldValue) -> int:
        value = found.value
        if type(value) is not int or not self.least <= value <= self.most:
            found.note(Kind.NOT_INTEGER, self)
            return self.stand_in
        return value


@dataclass(frozen=True, slots=True)
class Flag(Form[bool]):
    """Yes or no."""

    @property
    @override
    def stand_in(self) -> bool:
        return False

    @override
    def read(self, found: FieldValue) -> bool:
        if not isinstance(found.value, bool):
            found.note(Kind.NOT_FLAG, self)
            return self.stand_in
        return found.value


@dataclass(frozen=True, slots=True)
class Exactly(Form[str | int]):
    """One value, of one type, and no other."""

    value: str | int

    @property
    @override
    def stand_in(self) -> str | int:
        return self.value

    @override
    def read(self, found: FieldValue) -> str | int:
        if type(found.value) is not type(self.value) or found.value != self.value:
            found.note(Kind.NOT_ALLOWED, self)
        return self.value


@dataclass(frozen=True, slots=True)
class Base64(Form[bytes]):
    """Bytes in base64, in the one way to write them: with padding (RFC 4648 section 4), or for the
    web without (section 5).
    """

    web: bool = False

    @property
    @override
    def stand_in(self) -> bytes:
        return b""

    @override
    def read(self, found: FieldValue) -> bytes:
        value = found.value
        if not isinstance(value, str):
            found.note(Kind.NOT_TEXT, self)
            return self.stand_in
        altchars = b"-_" if self.web else None
        padded = value + "=" * (-len(value) % 4) if self.web else value
        try:
            data = base64.b64decode(padded, altchars=altchars, validate=True)
        except ValueError:
            data = b""
        written = base64.b64encode(data, altchars=altchars).decode()
        if not data or (written.rstrip("=") if self.web else written) != value:
            found.note(Kind.NOT_BASE64, self)
        return data


@dataclass(frozen=True, slots=True)
class Parsed[T](Form[T]):
    """A parser's result for the value. Its refusals are noted as they are; a `ValueError` as a
    phrase.
    """

    parse: Callable[[Any], T]
    otherwise: T | None = None
    example: str = ""

    @property
    @override
    def stand_in(self) -> T:
        return cast("T", self.otherwise)

    @override
    def read(self, found: FieldValue) -> T:
        try:
            return self.parse(found.value)
        except Refused as refused:
            found.note(Kind.REFUSED, self, reasons=refused.reasons)
        except ValueError as error:
            found.note(Kind.PROBLEM, self, problem=problem_of(error))
        return self.stand_in


@dataclass(frozen=True, slots=True)
class Nullable[T](Form[T | None]):
    """A form, or null."""

    form: Form[T]

    @override
    def read(self, found: FieldValue) -> T | None:
        return None if found.value is None else self.form.read(found)


@dataclass(frozen=True, slots=True)
class ListOf[T](Form[tuple[T, ...]]):
    """A list of one form. In a `distinct` one no value may occur twice."""

    form: Form[T]
    least: int = 0
    most: int | None = None
    distinct: bool = False

    @property
    @override
    def stand_in(self) -> tuple[T, ...]:
        return ()

    @override
    def read(self, found: FieldValue) -> tuple[T, ...]:
        listed = found.value
        if not isinstance(listed, list | tuple):
            found.note(Kind.NOT_LIST, self)
            return ()
        if len(listed) < self.least:
            found.note(Kind.TOO_FEW, self)
        if self.most is not None and len(listed) > self.most:
            found.note(Kind.TOO_MANY, self)
            return ()
        first: dict[str, FieldValue] = {}
        values: list[T] = []
        for index, value in enumerate(listed):
            item = found.below(index, value)
            if self.distinct:
                # Values of one document are equal exactly if they are written the same.
                earlier = first.setdefault(repr(value), item)
                if earlier is not item:
                    item.note(Kind.REPEATED, self, earlier=earlier.place)
            values.append(self.form.read(item))
        return tuple(values)


@dataclass(frozen=True, slots=True)
class ByName[T](Form[Mapping[str, T]]):
    """An object whose names are the writer's choice, perhaps within a pattern."""

    form: Form[T]
    name: Matching | None = None

    @property
    @override
    def stand_in(self) -> Mapping[str, T]:
        return {}

    @override
    def read(self, found: FieldValue) -> Mapping[str, T]:
        values = found.value
        if not isinstance(values, Mapping) or not all(isinstance(name, str) for name in values):
            found.note(Kind.NOT_OBJECT, self)
            return {}
        if self.name is not None:
            for name in values:
                if not self.name.fits(name):
                    found.below(Chosen(name), name).note(Kind.BAD_FORM, self.name)
        return {
            name: self.form.read(found.below(Chosen(name), value)) for name, value in values.items()
        }


@dataclass(frozen=True, slots=True)
class Record[T](Form[T]):
    """An object with declared fields. `first` are the faults that come first, where its own differ."""

    build: Callable[[Fields], T]
    first: tuple[Kind, ...] | None = None

    @override
    def read(self, found: FieldValue) -> T:
        return found.fields(self.build, self.first)


@dataclass(frozen=True, slots=True)
class Whole[T](Form[T]):
    """A form of which nothing is noted but that the value differs."""

    form: Form[T]

    @property
    @override
    def stand_in(self) -> T:
        return self.form.stand_in

    @override
    def read(self, found: FieldValue) -> T:
        value, inside = self.form.read_apart(found)
        if not inside:
            return value
        found.note(Kind.UNLIKE, self)
        return self.stand_in


@dataclass(frozen=True, slots=True)
class First[T](Form[T]):
    """A form of which only the first fault is noted, since one explains the value."""

    form: Form[T]

    @property
    @override
    def stand_in(self) -> T:
        return self.form.stand_in

    @override
    def read(self, found: FieldValue) -> T:
        value, inside = self.form.read_apart(found)
        found.faults.extend(inside[:1])
        return self.stand_in if inside else value


@dataclass(frozen=True, slots=True)
class Custom[T](Form[T]):
    """A form that only one field has, read by a function of the domain."""

    reader: Callable[[FieldValue], T]
    otherwise: T

    @property
    @override
    def stand_in(self) -> T:
        return self.otherwise

    @override
    def read(self, found: FieldValue) -> T:
        return self.reader(found)
