# SPDX-License-Identifier: Apache-2.0
"""Reading the law's rows, from data files or from a kept document, and writing them again.

Every row is checked before it is believed, and all that is wrong is told at once. A row's
entries are the fields of the value that it becomes, so that `written` gives the row back.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Literal, cast

from rogatory.errors import Phrase, Reason, refuse_if_any
from rogatory.treaty import refusals
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, Said

type Certainty = Literal["seen", "parallel", "memory", "practice"]

CERTAINTIES = ("seen", "parallel", "memory", "practice")

LONGEST_TEXT = 4000
"""A statement of the law is a sentence or two, the text of a reservation a paragraph; a longer one
would hide what a row says."""

type RowProblem = tuple[str, Phrase]
"""Where in the data, and what is wrong there."""

_DAY_FORM = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_STATE_FORM = re.compile(r"[A-Z]{2}\Z", re.ASCII)
_ID_FORM = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z", re.ASCII)


class Row:
    """One entry of a data file. Each reading notes what is wrong; `done` notes what is too much."""

    def __init__(self, found: object, place: str, problems: list[RowProblem]) -> None:
        self._found: Mapping[str, object] = found if isinstance(found, Mapping) else {}
        self._place, self._problems = place, problems
        self._read: set[str] = set()
        if not isinstance(found, Mapping):
            self.note(P_("it is not a mapping"))

    def text(self, name: str) -> str:
        def fits(value: object) -> bool:
            return isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT

        return self._take(name, Said(P_("{name} is not a text"), name=name), fits, "")

    def text_or_none(self, name: str) -> str | None:
        return self.text(name) if self._has(name) else None

    def id(self, name: str = "id") -> str:
        """A name for machines: lower-case words joined by hyphens or underscores."""
        return self._formed(name, Said(P_("{name} is not an id"), name=name), _ID_FORM)

    def state(self, name: str = "state") -> str:
        """Two capital letters: ISO 3166-1 alpha-2, or `EU`."""
        return self._formed(
            name, Said(P_("{name} is not the code of a State"), name=name), _STATE_FORM
        )

    def integer(self, name: str, least: int, most: int) -> int:
        def fits(value: object) -> bool:
            return type(value) is int and least <= value <= most

        return self._take(
            name,
            Said(
                P_("{name} is not a number from {least} to {most}"),
                name=name,
                least=least,
                most=most,
            ),
            fits,
            least,
        )

    def integer_or_none(self, name: str, least: int, most: int) -> int | None:
        return self.integer(name, least, most) if self._has(name) else None

    def flag(self, name: str) -> bool:
        """Whether a yes-or-no entry is yes; an absent one is no."""
        if not self._has(name):
            return False
        return self._take(
            name,
            Said(P_("{name} is not true or false"), name=name),
            lambda value: isinstance(value, bool),
            False,
        )

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        known = tuple(allowed)
        return self._take(
            name,
            Said(P_("{name} is not one of {names}"), name=name, names=", ".join(known)),
            lambda value: value in known,
            known[0],
        )

    def choice_or_none(self, name: str, allowed: Iterable[str]) -> str | None:
        return self.choice(name, allowed) if self._has(name) else None

    def certainty(self, name: str = "certainty") -> Certainty:
        return cast("Certainty", self.choice(name, CERTAINTIES))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        if not self._has(name):
            return ()

        def fits(value: object) -> bool:
            return isinstance(value, list | tuple) and all(
                isinstance(item, str) and 0 < len(item) <= LONGEST_TEXT for item in value
            )

        found: list[str] = self._take(
            name, Said(P_("{name} is not a list of texts"), name=name), fits, []
        )
        return tuple(found)

    def day_or_none(self, name: str) -> date | None:
        if not self._has(name):
            return None
        return self.day(name)

    def day(self, name: str) -> date:
        """A day; YAML reads it as one, JSON has it as a text."""
        found: object = self._take(
            name,
            Said(P_("{name} is not a date"), name=name),
            lambda value: day_of(value) is not None,
            date.min,
        )
        return day_of(found) or date.min

    def mapping(self, name: str) -> Mapping[str, object]:
        """A mapping by text; an absent one is empty."""
        if not self._has(name):
            return {}

        def fits(value: object) -> bool:
            return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)

        found: Mapping[str, object] = self._take(
            name, Said(P_("{name} is not a mapping"), name=name), fits, {}
        )
        return found

    def part_or_none[T](self, name: str, parse: Callable[["Row"], T]) -> T | None:
        """The row of one entry; None where it is absent."""
        return _read(self.part(name, self._found[name]), parse) if self._has(name) else None

    def part(self, name: str, found: object) -> "Row":
        """A row inside this one."""
        return Row(found, f"{self._place}.{name}", self._problems)

    def parts[T](self, name: str, parse: Callable[["Row"], T]) -> tuple[T, ...]:
        """The rows of a list inside this one; an absent one is empty."""
        if not self._has(name):
            return ()
        listed: list[object] = self._take(
            name,
            Said(P_("{name} is not a list"), name=name),
            lambda value: isinstance(value, list | tuple),
            [],
        )
        return tuple(
            _read(self.part(f"{name} {number}", found), parse)
            for number, found in enumerate(listed, 1)
        )

    def parts_by_name[T](self, name: str, parse: Callable[["Row"], T]) -> dict[str, T]:
        """The rows of a mapping inside this one, by name; an absent one is empty."""
        return {
            key: _read(self.part(key, found), parse) for key, found in self.mapping(name).items()
        }

    def done(self) -> None:
        for name in sorted(map(str, self._found.keys() - self._read)):
            self.note(Said(P_("the entry {name} is unknown"), name=name))

    def _has(self, name: str) -> bool:
        self._read.add(name)
        return self._found.get(name) is not None

    def _formed(self, name: str, unlike: Phrase, form: re.Pattern[str]) -> str:
        def fits(value: object) -> bool:
            return isinstance(value, str) and len(value) <= LONGEST_TEXT and bool(form.match(value))

        return self._take(name, unlike, fits, "")

    def _take[T](self, name: str, unlike: Phrase, fits: Callable[[object], bool], default: T) -> T:
        self._read.add(name)
        value = self._found.get(name)
        if not fits(value):
            self.note(unlike)
            return default
        return cast("T", value)

    def note(self, problem: Phrase) -> None:
        """Note something that is wrong with the row as a whole."""
        self._problems.append((self._place, problem))


def read_row[T](
    found: object, place: str, parse: Callable[[Row], T], problems: list[RowProblem]
) -> T:
    """The value of one row; what is wrong with it is added to `problems`."""
    return _read(Row(found, place, problems), parse)


def read_rows[T](
    listed: object, section: str, parse: Callable[[Row], T], problems: list[RowProblem]
) -> list[T]:
    """The values of a section's rows; what is wrong with them is added to `problems`."""
    if not isinstance(listed, list | tuple):
        problems.append((section, P_("it is not a list")))
        return []
    return [
        read_row(entry, f"{section} {number}", parse, problems)
        for number, entry in enumerate(listed, 1)
    ]


def weaker(*certainties: Certainty) -> Certainty:
    """The certainty of what rests on several statements: that of the weakest."""
    return max(certainties, key=CERTAINTIES.index)


def written(value: object) -> Json:
    """A value as the row that reads to it: absent, empty and false entries are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: written(one) for name, one in named.items() if not _is_absent(one)}
    if isinstance(value, Mapping):
        return {str(name): written(one) for name, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [written(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return cast("Json", value)


def refuse_problems(problems: Iterable[RowProblem], file: str) -> None:
    """Raise `Refused` with everything that is wrong, or return if nothing is."""
    refuse_if_any(wrong(file, place, problem) for place, problem in problems)


def _read[T](row: Row, parse: Callable[[Row], T]) -> T:
    found = parse(row)
    row.done()
    return found


def day_of(value: object) -> date | None:
    """A day, or a text of the form `2026-11-24`; anything else is none."""
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY_FORM.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _is_absent(value: object) -> bool:
    is_empty = isinstance(value, Mapping | tuple | frozenset) and not value
    return value is None or value is False or is_empty


def wrong(file: str, place: str, problem: Phrase) -> Reason:
    """The reason for which a file is refused at a place."""
    return refusals.DATA.because(file=file, place=place, problem=problem)
