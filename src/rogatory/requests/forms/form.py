# SPDX-License-Identifier: Apache-2.0
"""A form: its fields by number, and the place of each in our bodies, from the data files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from rogatory.errors import Refused
from rogatory.requests.contents.body import schema
from rogatory.requests.forms import refusals
from rogatory.treaty.rows import Certainty
from rogatory.wire.words import N_

type HeadField = Literal["date", "status", "addressee", "related", "attachments"]
"""Fields that surround a body and are not in it."""

FORMS = (
    "t-cy-2018-11",
    "t-cy-art-31",
    "unodc-preservation",
    "unodc-emergency-disclosure",
    "unodc-voluntary-disclosure",
    "unodc-mla-stored",
    "unodc-mla-realtime",
)

NEW = N_("new")
"""The status of what opens a thread; an extension is a message of its own."""


@dataclass(frozen=True, slots=True)
class ModelField:
    """`path` is a JSON Pointer with `*` for each entry of a list; of a field without `path` and
    `head` our messages have no place, and `elsewhere` says why.
    """

    number: str
    label: str
    certainty: Certainty
    path: str | None = None
    head: HeadField | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ModelForm:
    """`certainty` is that the form exists and is what it is called; each field has its own."""

    id: str
    title: str
    source: str
    certainty: Certainty
    kind: str
    fields: tuple[ModelField, ...]

    def field(self, number: str) -> ModelField | None:
        return next((one for one in self.fields if one.number == number), None)

    def at(self, path: str) -> ModelField | None:
        """Return the field of a place in the body, with `*` for indices."""
        return next((one for one in self.fields if one.path == path), None)

    def is_heading(self, field: ModelField) -> bool:
        """Decide whether others are below it: a group, or a list of groups."""
        return any(one.number.startswith(f"{field.number}.") for one in self.fields)

    def numbering(self, field: ModelField) -> tuple[str, ...]:
        """Return the parts of a field's number after each of which an index follows: one for each
        `*` in its path, the part being that of the field whose path ends there.
        """
        parts, found = (field.path or "").split("/"), []
        for place, part in enumerate(parts):
            if part == "*":
                heading = self.at("/".join(parts[: place + 1]))
                assert heading is not None, (self.id, field.number)
                found.append(heading.number)
        return tuple(found)


@cache
def forms() -> Mapping[str, ModelForm]:
    """Return every form by its id."""
    return {name: _read(name) for name in FORMS}


def form(name: str) -> ModelForm:
    """Return a form; refuses a name that there is none of."""
    found = forms().get(name)
    if found is None:
        known = ", ".join(FORMS)
        raise Refused(refusals.FORM_UNKNOWN.because(form=ascii(name)[:40], known=known))
    return found


def forms_for(kind: str) -> list[ModelForm]:
    """Return the forms that a message of a kind can be put into."""
    return [one for one in forms().values() if one.kind == kind]


def need_kind(found: ModelForm, kind: str) -> None:
    """Refuse a form that is not for the kind."""
    if found.kind != kind:
        raise Refused(
            refusals.FORM_OF_OTHER_KIND.because(form=found.id, wanted=found.kind, kind=kind)
        )


def _read(name: str) -> ModelForm:
    # Late: a caller that reads no form does not need the reader.
    import yaml

    data = resources.files(__package__).joinpath("data", f"{name}.yaml").read_bytes()
    found: dict[str, Any] = yaml.safe_load(data)
    return ModelForm(
        id=found["id"],
        title=found["title"],
        source=found["source"],
        certainty=found["certainty"],
        kind=found["kind"],
        fields=tuple(ModelField(**row) for row in found["fields"]),
    )


def shape_at(kind: str, path: str) -> Mapping[str, Any] | None:
    """Return the JSON Schema of a place in a kind's body; None where the body has no such place."""
    shape: Mapping[str, Any] = _resolved(schema(kind))
    for part in path.split("/")[1:]:
        inner = shape.get("items") if part == "*" else shape.get("properties", {}).get(part)
        if inner is None:
            return None
        shape = _resolved(inner)
    return shape


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = shape.get("$ref")
    if reference is None:
        return shape
    found: Mapping[str, Any] = schema("definitions")["$defs"][reference.rpartition("/")[2]]
    return _resolved(found)
