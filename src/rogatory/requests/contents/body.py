# SPDX-License-Identifier: Apache-2.0
"""The required and the permitted content of a body: the Convention's lists, the JSON Schemas, and
rules between fields. Everything that is wrong is reported at once, as one types or as one receives.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from rogatory.errors import Reason, Refused
from rogatory.requests import refusals
from rogatory.requests.contents.parts import part_missing
from rogatory.requests.contents.rules import broken_rules
from rogatory.requests.kinds.registry import KINDS, Content, MessageKind
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import P_

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError

MOST_REASONS = 200
"""A body made to fail everywhere would otherwise fill the log with reasons."""

_PROBLEMS = {
    "type": P_("it is of the wrong type"),
    "enum": P_("it is not one of the values that it may have"),
    "const": P_("it has another value than the only one it may have"),
    "pattern": P_("it is not written in the form that it must have"),
    "format": P_("it is not a date or moment that exists"),
    "minLength": P_("it is empty"),
    "maxLength": P_("it is too long"),
    "minItems": P_("it is empty"),
    "minProperties": P_("it is empty"),
    "maxItems": P_("it has too many entries"),
    "uniqueItems": P_("it names something twice"),
    "minimum": P_("the number is too small"),
    "maximum": P_("the number is too large"),
}


def check(kind: str, body: Mapping[str, Json]) -> list[Reason]:
    """Return why the body is not one of its kind: nothing found means that it is.

    Lines 5, 8, 9, 10 and 11 of the law's list: a specific case, the Convention's contents of each
    request, and a category for each item of data.

    A kind that is not known here has no contents to check: it is kept and moves nothing.
    """
    known = KINDS.get(kind)
    if known is None:
        return []
    missing = [content for content in known.required if is_unsaid(body.get(content.key))]
    unsaid = {content.key for content in missing}
    errors = [error for error in _schema_errors(kind, body) if _top(error) not in unsaid]
    faulty = unsaid | {_top(error) for error in errors}
    reasons = [_missing(known, content) for content in missing]
    reasons += [reason for error in errors for reason in _reasons(known, body, error)]
    reasons += broken_rules(known, {key: body[key] for key in body if key not in faulty})
    return reasons[:MOST_REASONS]


@cache
def schema(name: str) -> Mapping[str, Any]:
    """Return the JSON Schema of a kind's body, or `definitions`, from the package's data."""
    data = resources.files("rogatory.requests").joinpath("schemas", f"{name}.json").read_bytes()
    found: dict[str, Any] = json.loads(data)
    return found


def is_unsaid(value: Json) -> bool:
    """Decide whether it is absent, empty or blank; and `false` where the Convention wants a
    statement is not made.
    """
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _missing(kind: MessageKind, content: Content) -> Reason:
    code = refusals.CONTENT_PRACTICE_MISSING if content.is_practice else refusals.CONTENT_MISSING
    return code.because(
        field=content.key, label=content.label, cites=kind.content_cites(content.key)
    )


def _schema_errors(kind: str, body: Mapping[str, Json]) -> list["ValidationError"]:
    found = list(_validator(kind).iter_errors(body))
    # What is missing at the top is reported by the Convention's list, in its words.
    errors = [error for error in found if error.validator != "required" or error.absolute_path]
    # The library reports each missing part by an error of its own; `_reasons` reports all.
    once = {(*map(str, error.absolute_path), str(error.validator)): error for error in errors}
    return [once[place] for place in sorted(once)]


def _reasons(
    kind: MessageKind, body: Mapping[str, Json], error: "ValidationError"
) -> Iterator[Reason]:
    """Yield one error of the schema, as reasons: one for each field too few or too many."""
    place = ".".join(str(part) for part in error.absolute_path)
    violated: Any = error.schema
    present: Any = error.instance
    if error.validator == "additionalProperties":
        for name in sorted(set(present) - set(violated["properties"])):
            yield _unknown(kind, f"{place}.{name}".lstrip("."))
    elif error.validator == "required":
        for name in violated["required"]:
            if name not in present:
                yield part_missing(kind, f"{place}.{name}")
    elif error.validator == "anyOf":
        # The one place with alternatives: an offence is placed under articles of one kind or another.
        yield part_missing(kind, f"{place}.convention_article")
    elif error.validator == "const" and body.get(place) is False:
        yield from (_missing(kind, content) for content in kind.contents if content.key == place)
    else:
        problem = _PROBLEMS[str(error.validator)]
        yield refusals.CONTENT_FORM.because(field=place or "body", problem=problem)


def _unknown(kind: MessageKind, field: str) -> Reason:
    is_disclosure = kind.name == "preserved_traffic_disclosure"
    code = refusals.CONTENT_TOO_MUCH if is_disclosure else refusals.CONTENT_UNKNOWN
    return code.because(field=field.encode("ascii", "backslashreplace").decode()[:80])


def _top(error: "ValidationError") -> str:
    return str(error.absolute_path[0]) if error.absolute_path else ""


@cache
def _validator(kind: str) -> "Draft202012Validator":
    # Late: the library takes longer to import than the rest of this package together.
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    definitions = Resource.from_contents(schema("definitions"))
    registry: Registry[Any] = Registry().with_resource(definitions.id() or "", definitions)
    return Draft202012Validator(schema(kind), registry=registry, format_checker=_formats())


@cache
def _formats() -> "FormatChecker":
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())

    @checker.checks("date-time")
    def _is_moment(value: object) -> bool:
        return not isinstance(value, str) or _exists(value)

    @checker.checks("date")
    def _is_date(value: object) -> bool:
        return not isinstance(value, str) or _exists(f"{value}T00:00:00Z")

    return checker


def _exists(moment: str) -> bool:
    try:
        parse_moment(moment)
    except Refused:
        return False
    return True
