# SPDX-License-Identifier: Apache-2.0
"""The reader of a document's fields: one for every domain, with all that is wrong and where.

    def _log(of: Fields) -> LogRecord:
        return LogRecord(
            origin=of.read("origin", LINE),
            vkey=of.read("vkey", KEY),
            mldsa44=of.optional("mldsa44", KEY),
        )

    entry, faults = read_document(value, _entry)

A record's fields are declared where it is built: each by its name and its form (`wire.forms`). A
field that was not read is unknown. A form that does not fit adds a fault and gives a stand-in of the
right type, so that reading goes on; a stand-in never leaves, since the caller refuses where there is
any fault. Faults name no code: a domain turns each into the reasons of its own `refusals.py`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, cast

from rogatory.errors import Code, Phrase, Reason

type Place = tuple[str | int, ...]
"""The way to a value: names of fields, and indexes (from 0) in lists."""


class Chosen(str):
    """A name that the document's writer chose, as a step of a place."""

    __slots__ = ()


class Kind(Enum):
    """The faults that a value can have."""

    MISSING = auto()
    NOWHERE = auto()
    """A required field of something that is no object; `NOT_OBJECT` was noted there."""
    UNKNOWN = auto()
    NOT_OBJECT = auto()
    NOT_LIST = auto()
    NOT_TEXT = auto()
    TOO_FEW = auto()
    TOO_MANY = auto()
    REPEATED = auto()
    BAD_TEXT = auto()
    """Empty, too long, or with characters that the form does not allow."""
    BAD_FORM = auto()
    NOT_ALLOWED = auto()
    NOT_INTEGER = auto()
    NOT_FLAG = auto()
    NOT_BASE64 = auto()
    UNLIKE = auto()
    """Whatever is wrong, the form has one phrase for it."""
    REFUSED = auto()
    """The parser of this form refused the value; `reasons` are its own."""
    PROBLEM = auto()
    """A phrase says what is wrong."""
    CODE = auto()
    """A code of the domain says what is wrong."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what, where, with which value, and which form the value should have."""

    kind: Kind
    place: Place
    value: object = None
    form: "Form[Any] | None" = None
    problem: Phrase | None = None
    reasons: tuple[Reason, ...] = ()
    earlier: Place = ()
    """The place where the value of a `REPEATED` one occurred first."""
    code: Code | None = None
    fields: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Habits:
    """In what the documents of a domain differ."""

    first: tuple[Kind, ...] = ()
    """Faults of an object's own fields that come before all others of it."""
    null_is_absent: bool = False


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value of unknown shape, its place, and the faults found so far."""

    value: object
    place: Place
    faults: list[Fault]
    habits: Habits

    def note(
        self,
        kind: Kind,
        form: "Form[Any] | None" = None,
        *,
        problem: Phrase | None = None,
        reasons: tuple[Reason, ...] = (),
        earlier: Place = (),
    ) -> None:
        """Note what is wrong with the value."""
        self.faults.append(
            Fault(kind, self.place, self.value, form, problem, reasons, earlier=earlier)
        )

    def note_code(self, code: Code, /, **fields: str | int) -> None:
        """Note that the value is wrong by a code of the domain."""
        self.faults.append(Fault(Kind.CODE, self.place, self.value, code=code, fields=fields))

    def below(self, step: str | int, value: object) -> "FieldValue":
        return FieldValue(value, (*self.place, step), self.faults, self.habits)

    def fields[T](self, build: Callable[["Fields"], T], first: tuple[Kind, ...] | None = None) -> T:
        """Return what `build` makes of the fields of this object; those it did not read are unknown."""
        start, fields = len(self.faults), Fields(self)
        built = build(fields)
        fields.note_unknown()
        self._order(start, self.habits.first if first is None else first)
        return built

    def _order(self, start: int, first: tuple[Kind, ...]) -> None:
        if not first or len(self.faults) - start < 2:
            return
        ranks = {kind: rank for rank, kind in enumerate(first)}
        depth = len(self.place) + 1

        def rank(fault: Fault) -> int:
            own = len(fault.place) == depth
            return ranks.get(fault.kind, len(ranks)) if own else len(ranks)

        self.faults[start:] = sorted(self.faults[start:], key=rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form[T](ABC):
    """How a value must be written. `unlike` is what a domain says of every value that is not."""

    unlike: Phrase | Callable[[str], Phrase] | None = None

    def unlike_in(self, name: str) -> Phrase | None:
        """Return what a domain says of a value that differs, in the field of that name."""
        return self.unlike(name) if callable(self.unlike) else self.unlike

    @property
    def stand_in(self) -> T:
        """Return the value that replaces one that cannot be read."""
        return cast("T", None)

    @abstractmethod
    def read(self, found: FieldValue) -> T:
        """Return the value, or note what is wrong and return one that replaces it."""

    def read_apart(self, found: FieldValue) -> tuple[T, list[Fault]]:
        """Return the value and what is wrong with it, which the caller notes as it will."""
        faults: list[Fault] = []
        return self.read(FieldValue(found.value, found.place, faults, found.habits)), faults


class Fields:
    """The fields of one object, each read by its name and form."""

    def __init__(self, found: FieldValue) -> None:
        self.found = found
        self._is_object = isinstance(found.value, Mapping)
        self._values: Mapping[Any, object] = found.value if isinstance(found.value, Mapping) else {}
        self._read: set[str] = set()
        if not self._is_object:
            found.note(Kind.NOT_OBJECT)

    def read[T](self, name: str, form: "Form[T]") -> T:
        """Return a field that must be there."""
        if self.has(name):
            return form.read(self.at(name))
        kind = Kind.MISSING if self._is_object else Kind.NOWHERE
        self.at(name).note(kind, form)
        return form.stand_in

    def optional[T, A](self, name: str, form: "Form[T]", absent: A) -> T | A:
        """Return a field that may be left out; `absent` replaces it then."""
        return form.read(self.at(name)) if self.has(name) else absent

    def has(self, name: str) -> bool:
        """Return whether the field is there. It is known from now on."""
        self._read.add(name)
        if self.found.habits.null_is_absent:
            return self._values.get(name) is not None
        return name in self._values

    def at(self, name: str) -> FieldValue:
        """Return the field as it is, None where it is absent."""
        self._read.add(name)
        return self.found.below(name, self._values.get(name))

    def note(self, problem: Phrase) -> None:
        """Note what is wrong with the object as a whole."""
        self.found.note(Kind.PROBLEM, problem=problem)

    def note_unknown(self) -> None:
        for name in sorted(map(str, self._values.keys() - self._read)):
            self.found.below(name, self._values.get(name)).note(Kind.UNKNOWN)


def read_document[T](
    value: object, build: Callable[[Fields], T], habits: Habits = Habits()
) -> tuple[T, list[Fault]]:
    """Return what `build` makes of a document, and everything that is wrong with it.

    The first counts only if there is none of the second.
    """
    faults: list[Fault] = []
    return FieldValue(value, (), faults, habits).fields(build), faults
