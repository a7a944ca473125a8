# SPDX-License-Identifier: Apache-2.0
"""A body as a filled form: the answer to each field by its number, and what no field is for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.requests.contents.plain_words import pointed
from rogatory.requests.forms.form import HeadField, ModelField, ModelForm, need_kind
from rogatory.wire.canonical import Json

_INDEX = re.compile(r"/\d+(?=/|\Z)")


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """`number` with indices, such as `11[1].4[2].2`; `place` is the JSON Pointer of the value in
    the body, empty for what surrounds it.
    """

    number: str
    field: ModelField
    value: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """`left` has, by place in the body, what the form has no field for."""

    form: ModelForm
    answers: tuple[FormAnswer, ...]
    left: Mapping[str, str]


def export(
    form: ModelForm, kind: str, body: Mapping[str, Json], head: Mapping[HeadField, str]
) -> Filled:
    """Fill a form from a body and what surrounds it.

    Raises:
        Refused: the form is not for messages of the kind.
    """
    need_kind(form, kind)
    answers: list[FormAnswer] = []
    left: dict[str, str] = {}
    for place, value in leaves(body):
        field = form.at(_INDEX.sub("/*", place))
        if field is None:
            left[place] = _value_text(value)
        else:
            answers.append(
                FormAnswer(_number(form, field, place), field, _value_text(value), place)
            )
    answers += [
        FormAnswer(one.number, one, head[one.head])
        for one in form.fields
        if one.head is not None and head.get(one.head)
    ]
    order = {one.number: place for place, one in enumerate(form.fields)}
    answers.sort(key=lambda one: _in_order(form, order, one))
    return Filled(form, tuple(answers), left)


def leaves(value: Json, place: str = "") -> Iterator[tuple[str, Json]]:
    """Yield every value of a body that has no parts, with its JSON Pointer."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, f"{place}/{pointed(name)}")
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{place}/{number}")
    else:
        yield place, value


def indices_of(place: str) -> list[int]:
    return [int(found[0][1:]) for found in _INDEX.finditer(place)]


def _number(form: ModelForm, field: ModelField, place: str) -> str:
    """Return the field's number with an index after each part that represents a list."""
    number, done = "", ""
    for part, index in zip(form.numbering(field), indices_of(place), strict=True):
        number += f"{part.removeprefix(done)}[{index + 1}]"
        done = part
    return number + field.number.removeprefix(done)


def _in_order(
    form: ModelForm, order: Mapping[str, int], answer: FormAnswer
) -> tuple[int, list[int], int]:
    """Return by the top list's heading, then by entry, then by field: as the form is read."""
    numbering = form.numbering(answer.field) if answer.place else ()
    first = order[numbering[0]] if numbering else order[answer.field.number]
    return first, indices_of(answer.place), order[answer.field.number]


def _value_text(value: Json) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
