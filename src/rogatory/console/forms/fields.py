# SPDX-License-Identifier: Apache-2.0
"""A form as a tree of fields, from a body's schema and what the body says so far.

The body itself is the form's state: what was typed and is not of its form stays in it as text, so
that one check (`requests.contents`) reports everything that is wrong.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rogatory.errors import Reason, ReasonBasis
from rogatory.requests.contents import labels
from rogatory.requests.contents.body import schema
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.wire.canonical import Json

type BasisOf = Callable[[str | None], ReasonBasis]
"""Finds a provision by its id, by the law of the request."""

LONGEST_LINE = 400
"""A text that may be longer than this gets a box of several lines."""

CHOICES_AS_NUMBERS = 20
"""Integers with so few values are chosen, not typed."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool
    is_ours: bool = True
    """True if the label is a source for translation."""
    proposes: str = ""
    """The value that choosing it proposes for another field."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A text of another message, which a field answers, with its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `shape` names its widget; `path` is its place in the body, joined by dots."""

    path: str
    label: str
    shape: str
    is_required: bool
    value: Json = None
    options: tuple[Option, ...] = ()
    children: tuple["FormField", ...] = ()
    content: Content | None = None
    basis: ReasonBasis | None = None
    """The provision by which the content is asked for, where the law of the request is known."""
    longest: int | None = None
    number: int = 0
    """The place among the entries of a list, from 1."""
    quoted: Quotation | None = None
    """The text of the other State that is answered in this field."""
    reasons: tuple[Reason, ...] = field(default=())

    @property
    def id(self) -> str:
        return f"f-{self.path.replace('.', '-')}"

    @property
    def name(self) -> str:
        return f"body.{self.path}"

    @property
    def is_filled(self) -> bool:
        return bool(self.reasons) or any(
            child.is_filled or (not child.children and child.value not in (None, "", [], {}))
            for child in self.children
        )


def fields_of(
    kind: MessageKind,
    body: Mapping[str, Json],
    reasons: Sequence[Reason],
    choices: Mapping[str, Sequence[Option]],
    basis: BasisOf | None = None,
    quotations: Mapping[str, Quotation] | None = None,
    demanded: Collection[str] = (),
) -> tuple[FormField, ...]:
    """Return the fields of a kind's body in the order of its contents, with what they rest on by
    `basis`.

    `choices` gives options for paths that the schema leaves open, such as the instruments that
    serve. Reasons are shown at the field that they name, or at the nearest one around it. `quotations` are the
    texts that fields answer, by path; `demanded` the fields that the instrument demands beside the form.
    """
    builder = _Builder(kind.name, choices, reasons, quotations or {})
    properties = schema(kind.name)["properties"]
    ordered = [content.key for content in kind.contents if content.key in properties]
    ordered += [name for name in properties if name not in ordered]
    contents = {content.key: content for content in kind.contents}
    required = {*demanded, *(content.key for content in kind.required)}
    return tuple(
        builder.field(
            name,
            name,
            properties[name],
            body.get(name),
            is_required=name in required,
            content=contents.get(name),
            basis=basis(kind.content_cites(name)) if basis and name in contents else None,
        )
        for name in ordered
    )


def flat(found: Sequence[FormField]) -> Iterator[FormField]:
    for one in found:
        yield one
        yield from flat(one.children)


def resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema itself, or the definition that it refers to."""
    reference = shape.get("$ref")
    if reference is None:
        return shape
    found: Mapping[str, Any] = schema("definitions")["$defs"][reference.rpartition("/")[2]]
    return found


def shape_of(path: str, shape: Mapping[str, Any], choices: Mapping[str, Any]) -> str:
    """Return the widget for a schema: a choice where its path has options, else by the form of its values."""
    if path in choices and shape.get("type") == "array":
        return "choices"
    if path in choices or "enum" in shape or "examples" in shape:
        return "choice"
    if shape.get("const") is True:
        return "statement"
    kinds = shape.get("type", "string")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    return _SHAPES[kind](shape)


def _array(shape: Mapping[str, Any]) -> str:
    return "choices" if "enum" in resolved(shape["items"]) else "list"


def _string(shape: Mapping[str, Any]) -> str:
    written = {"date-time": "moment", "date": "date"}.get(shape.get("format", ""))
    return written or ("text" if shape.get("maxLength", 0) > LONGEST_LINE else "line")


_SHAPES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "object": lambda _shape: "group",
    "boolean": lambda _shape: "yesno",
    "integer": lambda shape: "choice" if _few(shape) else "number",
    "array": _array,
    "string": _string,
}


def _few(shape: Mapping[str, Any]) -> bool:
    return (
        "minimum" in shape
        and "maximum" in shape
        and shape["maximum"] - shape["minimum"] < CHOICES_AS_NUMBERS
    )


@dataclass(frozen=True, slots=True)
class _Builder:
    kind: str
    choices: Mapping[str, Sequence[Option]]
    reasons: Sequence[Reason]
    quotations: Mapping[str, Quotation]

    def field(
        self,
        path: str,
        name: str,
        schema_: Mapping[str, Any],
        value: Json,
        *,
        is_required: bool,
        content: Content | None = None,
        basis: ReasonBasis | None = None,
        number: int = 0,
    ) -> FormField:
        found = resolved(schema_)
        shape = shape_of(_pattern(path), found, self.choices)
        return FormField(
            path=path,
            label=labels.label(name, path.rpartition(".")[0], self.kind),
            shape=shape,
            is_required=is_required,
            value=_shown(shape, value),
            options=self._options(path, found, value) if shape.startswith("choice") else (),
            children=tuple(self._children(path, name, shape, found, value)),
            content=content,
            basis=basis,
            longest=found.get("maxLength"),
            number=number,
            quoted=self.quotations.get(path),
            reasons=tuple(reason for reason in self.reasons if reason.fields.get("field") == path),
        )

    def _children(
        self, path: str, name: str, shape: str, found: Mapping[str, Any], value: Json
    ) -> Iterator[FormField]:
        if shape == "group":
            stated = value if isinstance(value, Mapping) else {}
            for part, part_schema in found["properties"].items():
                needed = part in found.get("required", ())
                part_path = f"{path}.{part}"
                yield self.field(part_path, part, part_schema, stated.get(part), is_required=needed)
        if shape == "list":
            entries = value if isinstance(value, list) and value else [None]
            for index, entry in enumerate(entries):
                yield self.field(
                    f"{path}.{index}",
                    name,
                    found["items"],
                    entry,
                    is_required=True,
                    number=index + 1,
                )

    def _options(self, path: str, found: Mapping[str, Any], value: Json) -> tuple[Option, ...]:
        given = self.choices.get(_pattern(path))
        chosen = {_text(one) for one in value} if isinstance(value, list) else {_text(value)}
        if given is not None:
            return _chosen(given, chosen)
        shape = resolved(found["items"]) if found.get("type") == "array" else found
        values = (
            shape.get("enum")
            or shape.get("examples")
            or range(shape["minimum"], shape["maximum"] + 1)
        )
        return tuple(
            Option(
                _text(one),
                labels.VALUES.get(_text(one), _text(one)),
                _text(one) in chosen,
                _text(one) in labels.VALUES,
            )
            for one in values
        )


def _chosen(given: Sequence[Option], chosen: Collection[str]) -> tuple[Option, ...]:
    """Return the options with those that a text has chosen; one that is offered no more stays, so that
    saving the page loses nothing.
    """
    found = [replace(one, is_chosen=one.value in chosen) for one in given]
    others = sorted({*chosen} - {"", *(one.value for one in given)})
    return (*found, *(Option(one, one, is_chosen=True, is_ours=False) for one in others))


def _pattern(path: str) -> str:
    """Return the path without the numbers of list entries."""
    return ".".join(part for part in path.split(".") if not part.isdecimal())


def _text(value: Json) -> str:
    return "" if value is None else str(value)


def _shown(shape: str, value: Json) -> Json:
    """Return it as the widget writes it: browsers' moments have no zone, which is UTC everywhere
    here.
    """
    if shape == "moment" and isinstance(value, str):
        return value.removesuffix("Z")
    return value
