# SPDX-License-Identifier: Apache-2.0
"""The forms of entries in the law's rows, reading rows from files or a document, and writing them again.

Every row is checked before it is believed, and all that is wrong is reported at once. A row's
entries are the fields of the value that it becomes, so that `written` gives the row back.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Literal, cast

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty import refusals
from rogatory.wire.canonical import Json
from rogatory.wire.fields import Chosen, Fault, Fields, Form, Habits, Kind, Place, read_document
from rogatory.wire.forms import (
    ByName,
    Flag,
    Integer,
    ListOf,
    Matching,
    OneOf,
    Parsed,
    Record,
    Text,
    Whole,
)
from rogatory.wire.words import P_, FilledText

type Certainty = Literal["seen", "parallel", "reported", "memory", "practice"]
"""How well a statement is known: read in the Convention's own text; recalled and read in a parent
treaty; stated by a named secondary source; recalled only; or no treaty statement at all but good
practice."""

CERTAINTIES: tuple[Certainty, ...] = ("seen", "parallel", "reported", "memory", "practice")

VERSION = 1
"""Of the form of the law's files and documents."""

LONGEST_TEXT = 4000
"""A statement of the law is a sentence or two, the text of a reservation a paragraph; a longer one
would hide what a row says."""

type RowProblem = tuple[str, Phrase]
"""Where in the data, and what is wrong there."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HABITS = Habits(null_is_absent=True)


def number(least: int, most: int) -> Integer:
    """Return the form of a whole number between two others."""
    return Integer(
        least,
        most,
        unlike=lambda name: FilledText(
            P_("{name} is not a number from {least} to {most}"), name=name, least=least, most=most
        ),
    )


def choice[T: str](allowed: tuple[T, ...]) -> OneOf[T]:
    """Return the form of one of some words."""
    return OneOf(
        allowed,
        unlike=lambda name: FilledText(
            P_("{name} is not one of {names}"), name=name, names=", ".join(allowed)
        ),
    )


def rows[T](read: Callable[[Fields], T]) -> ListOf[T]:
    """Return the form of a list of rows inside a row."""
    return ListOf(
        Record(read), unlike=lambda name: FilledText(P_("{name} is not a list"), name=name)
    )


def nested[T](read: Callable[[Fields], T]) -> Record[T]:
    """Return the form of one row inside a row."""
    return Record(read, unlike=lambda name: FilledText(P_("{name} is not a mapping"), name=name))


def rows_by_name[T](read: Callable[[Fields], T]) -> ByName[T]:
    """Return the form of a mapping of rows inside a row."""
    return ByName(
        Record(read), unlike=lambda name: FilledText(P_("{name} is not a mapping"), name=name)
    )


def _parse_day(value: object) -> date:
    day = day_of(value)
    if day is None:
        raise ValueError(value)
    return day


def texts_of(form: Form[str]) -> Whole[tuple[str, ...]]:
    """Return the form of a list of texts of one form."""
    return Whole(
        ListOf(form), unlike=lambda name: FilledText(P_("{name} is not a list of texts"), name=name)
    )


NOT_A_TEXT = "{name} is not a text"
"""The template of that problem, by which a reader of files knows it."""
TEXT = Whole(
    Text(LONGEST_TEXT), unlike=lambda name: FilledText(P_("{name} is not a text"), name=name)
)
TEXTS = texts_of(TEXT)
ID = Matching(
    re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII),
    longest=LONGEST_TEXT,
    unlike=lambda name: FilledText(
        P_("{name} is not an id: lower-case words joined by - or _"), name=name
    ),
)
"""A name for machines: lower-case words joined by hyphens or underscores."""
STATE = Matching(
    re.compile(r"[A-Z]{2}", re.ASCII),
    unlike=lambda name: FilledText(P_("{name} is not the code of a State"), name=name),
)
"""Two capital letters: ISO 3166-1 alpha-2, or `EU`."""
DIGEST = Matching(
    re.compile(r"[0-9a-f]{64}", re.ASCII),
    unlike=lambda name: FilledText(P_("{name} is not a SHA-256 in hex digits"), name=name),
)
FLAG = Flag(unlike=lambda name: FilledText(P_("{name} is not true or false"), name=name))
DAY = Parsed(
    _parse_day, date.min, unlike=lambda name: FilledText(P_("{name} is not a date"), name=name)
)
"""A day; YAML reads it as one, JSON has it as a text."""
CERTAINTY = choice(CERTAINTIES)


def read_row[T](
    found: object, place: str, read: Callable[[Fields], T], problems: list[RowProblem]
) -> T:
    """Return the value of one row; what is wrong with it is added to `problems`."""
    value, faults = read_row_at(found, place, read)
    problems += [problem for _, problem in faults]
    return value


def read_row_at[T](
    found: object, place: str, read: Callable[[Fields], T]
) -> tuple[T, list[tuple[Place, RowProblem]]]:
    """Return the value of one row, and what is wrong with it, each with the way to it in the row."""
    value, faults = read_document(found, read, _HABITS)
    return value, [(fault.place, _problem(fault, place)) for fault in faults]


def read_rows[T](
    listed: object, section: str, read: Callable[[Fields], T], problems: list[RowProblem]
) -> list[T]:
    """Return the values of a section's rows; what is wrong with them is added to `problems`."""
    if not isinstance(listed, list | tuple):
        problems.append((section, P_("it is not a list")))
        return []
    return [
        read_row(entry, f"{section} {count}", read, problems)
        for count, entry in enumerate(listed, 1)
    ]


def _problem(fault: Fault, place: str) -> RowProblem:
    *way, name = fault.place or ("",)
    unlike = None if fault.form is None else fault.form.unlike_in(str(name))
    if unlike is not None:
        return _way(way, place), unlike
    if fault.kind is Kind.UNKNOWN:
        return _way(way, place), FilledText(P_("the entry {name} is unknown"), name=str(name))
    return _way(fault.place, place), fault.problem or P_("it is not a mapping")


def _way(way: Sequence[str | int], place: str) -> str:
    """Name a row inside a row: one of a list by its number, one of a mapping by its name alone."""
    for step, after in pairwise((*way, "")):
        if isinstance(step, Chosen):
            place += f".{step}"
        elif isinstance(step, str) and isinstance(after, int):
            place += f".{step} {after + 1}"
        elif isinstance(step, str) and not isinstance(after, Chosen):
            place += f".{step}"
    return place


def weaker(*certainties: Certainty) -> Certainty:
    """Return the certainty of what rests on several statements: that of the weakest."""
    return max(certainties, key=CERTAINTIES.index)


def written(value: object) -> Json:
    """Return a value as the row that reads to it: absent, empty and false entries are left out."""
    kind: Any = type(value)
    if names := _names_of(kind):
        named = ((name, getattr(value, name)) for name in names)
        return {name: written(one) for name, one in named if not _is_absent(one)}
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(name): written(one) for name, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [written(one) for one in cast("Sequence[object]", value)]


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    """Return the entries of a row of this type; none where it is no row."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def checked_head(found: object, file: str, version: int = VERSION) -> Mapping[str, object]:
    """Return the file's one mapping, once its head names this version and a date."""
    if not isinstance(found, Mapping):
        raise Refused(wrong(file, P_("its text"), P_("it is not a mapping")))
    if found.get("version") != version or day_of(found.get("as_of")) is None:
        raise Refused(
            wrong(
                file,
                P_("its head"),
                FilledText(P_("it has no version {version} with a date as_of"), version=version),
            )
        )
    return found


def refuse_problems(problems: Iterable[RowProblem], file: str) -> None:
    """Raise `Refused` with everything that is wrong, or return if nothing is."""
    refuse_if_any(wrong(file, place, problem) for place, problem in problems)


def day_of(value: object) -> date | None:
    """Return a day, or a text of the form `2026-11-24`; anything else is none."""
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _is_absent(value: object) -> bool:
    if value is None or value is False:
        return True
    return not value and isinstance(value, Mapping | tuple | frozenset)


def wrong(file: str, place: str, problem: Phrase) -> Reason:
    """Return the reason for which a file is refused at a place."""
    return refusals.DATA.because(file=file, place=place, problem=problem)
