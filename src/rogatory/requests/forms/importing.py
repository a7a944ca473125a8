# SPDX-License-Identifier: Apache-2.0
"""A filled form as a body for a draft, with every problem at the number of its field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rogatory.errors import Phrase, Reason
from rogatory.requests.contents import labels
from rogatory.requests.contents.body import check
from rogatory.requests.forms import refusals
from rogatory.requests.forms.form import NEW, HeadField, ModelField, ModelForm, shape_at
from rogatory.requests.forms.reading import FormAnswers
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

_NUMBER = re.compile(r"R?\d{1,3}(?:\[\d{1,4}\])?(?:\.\d{1,3}(?:\[\d{1,4}\])?){0,5}\Z", re.ASCII)
_INDEX = re.compile(r"\[(\d+)\]")

_YES = frozenset({"yes", "true", "1", "x"})
_NO = frozenset({"no", "false", "0"})


@dataclass(frozen=True, slots=True)
class LeftOver:
    """An answer that our messages have no place for, with why; it is for the officer to use."""

    number: str
    label: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """`body` is what could be read, `head` what surrounds it. With `problems` it is no draft yet;
    what it lacks is among them.
    """

    form: ModelForm
    body: Mapping[str, Json]
    head: Mapping[HeadField, str]
    problems: tuple[Reason, ...]
    left: tuple[LeftOver, ...]


def import_answers(form: ModelForm, answers: FormAnswers) -> Imported:
    """Read a filled form. An empty answer is none; nothing that is filled in is passed over: it is
    in the body, in the head, among what is left, or among the problems.
    """
    reader = _Reader(form)
    for number, value in answers:
        if value.strip():
            reader.take(number.strip(), value)
    body = reader.body()
    lacking = [_at_number(form, reason) for reason in check(form.kind, body)]
    return Imported(form, body, reader.head, (*reader.problems, *lacking), tuple(reader.left))


class _Reader:
    """Takes answers one by one, and keeps every problem."""

    def __init__(self, form: ModelForm) -> None:
        self._form = form
        self._values: dict[tuple[str | int, ...], Json] = {}
        self._seen: set[str] = set()
        self.head: dict[HeadField, str] = {}
        self.problems: list[Reason] = []
        self.left: list[LeftOver] = []

    def take(self, number: str, value: str) -> None:
        field = self._form.field(_INDEX.sub("", number)) if _NUMBER.match(number) else None
        if field is None:
            shown = number.encode("ascii", "backslashreplace").decode()[:40]
            self.problems.append(refusals.FIELD_UNKNOWN.because(number=shown))
            self.left.append(LeftOver(number, "", value, ""))
        elif number in self._seen:
            self.problems.append(refusals.FIELD_TWICE.because(number=number))
            self.left.append(LeftOver(number, field.label, value, ""))
        else:
            self._seen.add(number)
            self._take(number, field, value)

    def _take(self, number: str, field: ModelField, value: str) -> None:
        if field.head is not None:
            self._around(number, field, field.head, value)
        elif field.path is None:
            self.left.append(LeftOver(number, field.label, value, field.elsewhere))
        else:
            self._inside(number, field, field.path, value)

    def _around(self, number: str, field: ModelField, head: HeadField, value: str) -> None:
        self.head[head] = value
        if head == "status" and value.strip().casefold() != NEW:
            problem = P_("only a new request is read from this form")
            self._wrong(number, field, value, problem)

    def _inside(self, number: str, field: ModelField, path: str, value: str) -> None:
        indices = self._indices(number, field)
        shape = shape_at(self._form.kind, path)
        if indices is None or shape is None:
            self.left.append(LeftOver(number, field.label, value, ""))
            return
        if "properties" in shape or "items" in shape:
            reason = refusals.FIELD_IS_HEADING.because(number=number, label=field.label)
            self.problems.append(reason)
            self.left.append(LeftOver(number, field.label, value, ""))
            return
        try:
            read = _value(value, shape)
        except ValueError as problem:
            self._wrong(number, field, value, problem_of(problem))
            return
        given = iter(indices)
        place = tuple(next(given) if one == "*" else one for one in path.split("/")[1:])
        self._values[place] = read

    def _indices(self, number: str, field: ModelField) -> list[int] | None:
        """Return the indices of a number, if they are where the form has lists."""
        wanted = done = ""
        for part in self._form.numbering(field):
            wanted += f"{part.removeprefix(done)}[n]"
            done = part
        wanted += field.number.removeprefix(done)
        if _INDEX.sub("[n]", number) != wanted:
            self.problems.append(refusals.FIELD_NOT_REPEATED.because(number=number, wanted=wanted))
            return None
        return [int(one) for one in _INDEX.findall(number)]

    def _wrong(self, number: str, field: ModelField, value: str, problem: Phrase) -> None:
        self.problems.append(
            refusals.FIELD_VALUE.because(number=number, label=field.label, problem=problem)
        )
        self.left.append(LeftOver(number, field.label, value, problem))

    def body(self) -> dict[str, Json]:
        """Return the values in their places; entries of a list in the order of their numbers."""
        found: Any = _grown(self._values)
        return found if isinstance(found, dict) else {}


def _grown(values: Mapping[tuple[str | int, ...], Json]) -> Json:
    """Return an object or a list from the values by place; a single value from the empty place."""
    if () in values:
        return values[()]
    groups: dict[str | int, dict[tuple[str | int, ...], Json]] = {}
    for place, value in values.items():
        groups.setdefault(place[0], {})[place[1:]] = value
    if groups and all(isinstance(one, int) for one in groups):
        return [_grown(groups[one]) for one in sorted(groups, key=int)]
    return {str(name): _grown(inner) for name, inner in groups.items()}


def _value(text: str, shape: Mapping[str, Any]) -> Json:
    """Return an answer as the value that the body has at that place.

    Raises:
        ValueError: it cannot be one, and why.
    """
    short = text.strip().casefold()
    kinds = shape.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "boolean" in kinds or isinstance(shape.get("const"), bool):
        if short in _YES | _NO:
            return short in _YES
        raise ValueError(FilledText(P_("it is answered by yes or no")))
    if "integer" in kinds:
        if "null" in kinds and short == "none":
            return None
        return _integer(short)
    if "enum" in shape:
        return _choice(short, shape["enum"])
    is_written = shape.get("pattern") in {None, r"\S"} and "format" not in shape
    return text if is_written else text.strip()


def _integer(text: str) -> int:
    if not re.fullmatch(r"\d{1,15}", text, re.ASCII):
        raise ValueError(FilledText(P_("its answer must be a whole number")))
    return int(text)


def _choice(text: str, choices: Sequence[str]) -> str:
    for one in choices:
        if text in {one.casefold(), labels.VALUES.get(one, one).casefold()}:
            return one
    raise ValueError(FilledText(P_("it is answered by one of {names}"), names=", ".join(choices)))


def _at_number(form: ModelForm, reason: Reason) -> Reason:
    """Return what the body lacks, reported at the number of the field that would contain it."""
    place = str(reason.fields.get("field", ""))
    field = next(_candidates(form, place), None)
    if field is None:
        return reason
    return refusals.FIELD_CONTENT.because(
        number=_indexed(form, field, place), label=field.label, problem=reasons_text([reason])
    )


def _candidates(form: ModelForm, place: str) -> Iterator[ModelField]:
    """Yield the field of a place in the body, or of the nearest whole that the form has a field
    for.
    """
    parts = ["*" if one.isdigit() else one for one in place.split(".")]
    for length in range(len(parts), 0, -1):
        for path in ("/" + "/".join(parts[:length]), "/" + "/".join([*parts[:length], "*"])):
            found = form.at(path)
            if found is not None:
                yield found


def _indexed(form: ModelForm, field: ModelField, place: str) -> str:
    """Return the field's number with the indices that the place names, as far as it names any."""
    indices = iter([int(one) + 1 for one in place.split(".") if one.isdigit()])
    path = done = ""
    for part in form.numbering(field):
        index = next(indices, None)
        path += part.removeprefix(done) + (f"[{index}]" if index else "")
        done = part
    return path + field.number.removeprefix(done)
