# SPDX-License-Identifier: Apache-2.0
"""Reading the treaty's data files: YAML whose every row is checked before it is believed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from importlib import resources
from typing import Any, Literal, cast

import yaml

from rogatory.errors import Reason, Refused
from rogatory.treaty import refusals

type Certainty = Literal["seen", "parallel", "memory", "practice"]

CERTAINTIES = ("seen", "parallel", "memory", "practice")

VERSION = 1

LARGEST_FILE = 1 << 20
"""A file of the law beyond this size is not one; YAML readers grow with what they read."""

DEEPEST_NESTING = 32
"""The loader recurses once a level, in C, where a nesting made to hurt ends the process."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Row:
    """One entry of a data file. Each reading notes what is wrong; `done` notes what is too much."""

    def __init__(self, found: object, place: str, problems: list[tuple[str, str]]) -> None:
        self._found: Mapping[str, object] = found if isinstance(found, Mapping) else {}
        self._place, self._problems = place, problems
        self._read: set[str] = set()
        if not isinstance(found, Mapping):
            self._note("it is not a mapping")

    def text(self, name: str) -> str:
        return self._take(name, "a text", lambda value: isinstance(value, str) and bool(value), "")

    def text_or_none(self, name: str) -> str | None:
        return self.text(name) if self._has(name) else None

    def integer(self, name: str, least: int, most: int) -> int:
        def fits(value: object) -> bool:
            return type(value) is int and least <= value <= most

        return self._take(name, f"a number from {least} to {most}", fits, least)

    def integer_or_none(self, name: str, least: int, most: int) -> int | None:
        return self.integer(name, least, most) if self._has(name) else None

    def flag(self, name: str) -> bool:
        """Whether a yes-or-no entry is yes; an absent one is no."""
        if not self._has(name):
            return False
        return self._take(name, "true or false", lambda value: isinstance(value, bool), False)

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        known = tuple(allowed)
        return self._take(
            name, f"one of {', '.join(known)}", lambda value: value in known, known[0]
        )

    def certainty(self, name: str = "certainty") -> Certainty:
        return cast("Certainty", self.choice(name, CERTAINTIES))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        if not self._has(name):
            return ()

        def fits(value: object) -> bool:
            return isinstance(value, list) and all(isinstance(item, str) for item in value)

        found: list[str] = self._take(name, "a list of texts", fits, [])
        return tuple(found)

    def day_or_none(self, name: str) -> date | None:
        if not self._has(name):
            return None
        return self._take(name, "a date", lambda value: type(value) is date, date.min)

    def mapping(self, name: str) -> Mapping[str, object]:
        """A mapping by text; an absent one is empty."""
        if not self._has(name):
            return {}

        def fits(value: object) -> bool:
            return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)

        found: Mapping[str, object] = self._take(name, "a mapping", fits, {})
        return found

    def part(self, name: str, found: object) -> "Row":
        """A row inside this one."""
        return Row(found, f"{self._place}.{name}", self._problems)

    def done(self) -> None:
        for name in self._found.keys() - self._read:
            self._note(f"the entry {name} is unknown")

    def _has(self, name: str) -> bool:
        self._read.add(name)
        return self._found.get(name) is not None

    def _take[T](self, name: str, wanted: str, fits: Callable[[object], bool], default: T) -> T:
        self._read.add(name)
        value = self._found.get(name)
        if not fits(value):
            self._note(f"{name} is not {wanted}")
            return default
        return cast("T", value)

    def _note(self, problem: str) -> None:
        self._problems.append((self._place, problem))


def read_rows[T](data: bytes, file: str, section: str, parse: Callable[[Row], T]) -> tuple[T, ...]:
    """The rows of a section of a data file.

    Raises:
        Refused: with everything that is wrong in the section.
    """
    problems: list[tuple[str, str]] = []
    listed = document(data, file).get(section)
    if not isinstance(listed, list):
        raise Refused(refusals.DATA.because(file=file, place=section, problem="it is not a list"))
    found = []
    for number, entry in enumerate(listed, 1):
        row = Row(entry, f"{section} {number}", problems)
        found.append(parse(row))
        row.done()
    if problems:
        raise Refused([_reason(file, place, problem) for place, problem in problems])
    return tuple(found)


def document(data: bytes, file: str) -> Mapping[str, object]:
    """The file's one mapping; refuses what is not YAML of that shape, or too large."""
    if len(data) > LARGEST_FILE:
        raise Refused(_reason(file, "its size", f"it has more than {LARGEST_FILE} bytes"))
    try:
        _refuse_deep(data)
        found = yaml.load(data, Loader=_Loader)  # noqa: S506 - a safe loader in either case
    except (yaml.YAMLError, ValueError) as error:
        # ValueError is a date that does not exist, or too deep a nesting.
        raise Refused(_reason(file, "its text", "it is not YAML")) from error
    if not isinstance(found, Mapping):
        raise Refused(_reason(file, "its text", "it is not a mapping"))
    if found.get("version") != VERSION or type(found.get("as_of")) is not date:
        raise Refused(_reason(file, "its head", f"it has no version {VERSION} with a date as_of"))
    return found


def _refuse_deep(data: bytes) -> None:
    """Counted on the parser's events, which come without recursion."""
    depth = 0
    for event in yaml.parse(data, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST_NESTING:
            raise ValueError("it nests too deep")


def packaged(file: str) -> bytes:
    """A data file that came with this package."""
    return resources.files(__package__).joinpath("data", file).read_bytes()


def _reason(file: str, place: str, problem: str) -> Reason:
    return refusals.DATA.because(file=file, place=place, problem=problem)
