# SPDX-License-Identifier: Apache-2.0
"""A message in plain words: ordered lines of label and value, for console, report and letter.

Labels are English sources, marked for translation. A value is the message's own text as it is,
unless it is a `Term`: then it is a source for translation, too. A line whose value is a `Heading`
opens a group (an object, or one entry of a list); the lines after it at a deeper level are its
parts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from rogatory.requests.contents import labels
from rogatory.requests.contents.body import schema
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment


class Term(str):
    """A value that is our word, not the sender's text: to be translated."""

    __slots__ = ()


class Heading(str):
    """The value of a line that opens a group: the number in a list, or empty."""

    __slots__ = ()


class BodyLine(NamedTuple):
    """`level` is 0 outside all groups, and one more inside each."""

    label: str
    value: str
    level: int = 0


type BodyLineType = Literal["text", "term", "number", "moment", "date", "code", "group"]
"""The type of a value: the sender's own words; our word; a number; a time; a name that machines
read (a digest, an identifier, a code); or the heading of a group."""

_FORMATS: Mapping[str, BodyLineType] = {"date-time": "moment", "date": "date"}
_WRITTEN = r"\S"
"""The pattern of what a person writes: anything but blanks."""


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A line of a body, with its place there as a JSON Pointer (RFC 6901)."""

    line: BodyLine
    place: str
    sort: BodyLineType


def render(envelope: Envelope) -> list[BodyLine]:
    """Return the whole message: its envelope, then its body."""
    return [*envelope_lines(envelope), *body_lines(envelope.kind, envelope.body)]


def envelope_lines(envelope: Envelope) -> list[BodyLine]:
    known = KINDS.get(envelope.kind)
    lines = [
        BodyLine(labels.KIND, Term(known.title))
        if known
        else BodyLine(labels.UNKNOWN_KIND, envelope.kind),
        BodyLine(labels.FROM, str(envelope.sender)),
        BodyLine(labels.TO, str(envelope.addressee)),
        BodyLine(labels.ISSUED, format_moment(envelope.issued)),
        BodyLine(labels.LANGUAGE, envelope.language),
        BodyLine(labels.THREAD, envelope.thread),
        BodyLine(labels.NUMBER, str(envelope.sequence)),
    ]
    lines += [BodyLine(labels.RELATED, thread) for thread in envelope.related]
    return lines + [
        BodyLine(labels.ATTACHMENT, f"{one.name} ({one.media_type}, {one.size}, {one.sha256})")
        for one in envelope.attachments
    ]


def body_lines(kind: str, body: Mapping[str, Json]) -> list[BodyLine]:
    """Return the body, in the order of its kind's schema; an unknown kind's as the text received."""
    return [part.line for part in body_parts(kind, body)]


def body_parts(kind: str, body: Mapping[str, Json]) -> list[BodyPart]:
    """Return the lines of `body_lines`, each with its place in the body and what sort of value it
    has.
    """
    if kind not in KINDS:
        return [BodyPart(BodyLine(labels.BODY, canonical.encode(body).decode()), "", "text")]
    return list(_object(kind, body, schema(kind), 0, ""))


def _object(
    kind: str, value: Mapping[str, Json], shape: Mapping[str, Any], level: int, place: str
) -> Iterator[BodyPart]:
    properties = shape.get("properties", {})
    for name in properties:
        if name in value:
            at = f"{place}/{pointed(name)}"
            title = labels.label(name, place, kind)
            yield from _field(kind, title, value[name], _resolved(properties[name]), level, at)
    for name in sorted(value.keys() - properties.keys()):
        text = f"{name}: {canonical.encode(value[name]).decode()}"
        yield BodyPart(
            BodyLine(labels.OTHER_FIELD, text, level), f"{place}/{pointed(name)}", "text"
        )


def _field(
    kind: str, label: str, value: Json, shape: Mapping[str, Any], level: int, place: str
) -> Iterator[BodyPart]:
    if isinstance(value, Mapping):
        yield BodyPart(BodyLine(label, Heading(), level), place, "group")
        yield from _object(kind, value, shape, level + 1, place)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from _list(kind, label, value, _resolved(shape.get("items", {})), level, place)
    else:
        yield BodyPart(BodyLine(label, _scalar(value, shape), level), place, _sort(value, shape))


def _list(
    kind: str, label: str, values: Sequence[Json], shape: Mapping[str, Any], level: int, place: str
) -> Iterator[BodyPart]:
    for number, value in enumerate(values):
        at = f"{place}/{number}"
        if isinstance(value, Mapping):
            yield BodyPart(BodyLine(label, Heading(number + 1), level), at, "group")
            yield from _object(kind, value, shape, level + 1, at)
        else:
            yield BodyPart(BodyLine(label, _scalar(value, shape), level), at, _sort(value, shape))


def _scalar(value: Json, shape: Mapping[str, Any]) -> str:
    if isinstance(value, bool):
        return Term(labels.YES if value else labels.NO)
    if value is None:
        return Term(labels.NONE)
    text = value if isinstance(value, str) else canonical.encode(value).decode()
    return Term(labels.VALUES[text]) if text in _ours(shape) else text


def _ours(shape: Mapping[str, Any]) -> Sequence[Json]:
    """Return the values that have words: of a closed list, or those known of one that law data may
    add to.
    """
    return (*shape.get("enum", ()), *shape.get("examples", ()))


def _sort(value: Json, shape: Mapping[str, Any]) -> BodyLineType:
    if isinstance(value, bool) or value is None or value in _ours(shape):
        return "term"
    if isinstance(value, int):
        return "number"
    if shape.get("format") in _FORMATS:
        return _FORMATS[shape["format"]]
    return "text" if shape.get("pattern") in {None, _WRITTEN} else "code"


def pointed(name: str) -> str:
    """Return a field's name as a part of a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the shape itself, or the definition that it refers to."""
    reference = shape.get("$ref")
    if reference is None:
        return shape
    found: Mapping[str, Any] = schema("definitions")["$defs"][reference.rpartition("/")[2]]
    return found
