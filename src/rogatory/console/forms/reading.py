# SPDX-License-Identifier: Apache-2.0
"""From what a browser posts to a body. Nothing is judged here: what cannot be read stays text."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict

from rogatory.console.forms.fields import resolved, shape_of
from rogatory.requests.contents.body import schema
from rogatory.requests.kinds.kind import MessageKind
from rogatory.wire.canonical import Json

MOST_ENTRIES = 100
"""Entries of a list that are read: no kind admits more, and a hostile post may number millions."""

_MINUTES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\Z")
_SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\Z")
_INTEGER = re.compile(r"-?\d{1,16}\Z", re.ASCII)
_PREFIX = "body."


def read_body(
    kind: MessageKind,
    posted: QueryDict,
    choices: Mapping[str, Any],
    only: Collection[str] | None = None,
) -> dict[str, Json]:
    """Return the body, or `only` some of its top, with empty fields and entries as they are in the
    form.
    """
    reading = _Reading(posted, choices)
    found: dict[str, Json] = {}
    for name, shape in schema(kind.name)["properties"].items():
        if only is None or name in only:
            found[name] = reading.value(name, shape)
    return found


def with_entry(body: dict[str, Json], path: str) -> dict[str, Json]:
    """Return the body with one more entry at the end of the list at `path`."""
    found = _at(body, path)
    if isinstance(found, list) and len(found) < MOST_ENTRIES:
        found.append(None)
    return body


def without_entry(body: dict[str, Json], path: str) -> dict[str, Json]:
    """Return the body without the entry at `path`."""
    parent, _, index = path.rpartition(".")
    found = _at(body, parent)
    if isinstance(found, list) and index.isdecimal() and int(index) < len(found):
        del found[int(index)]
    return body


def _at(body: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(body, list) and part.isdecimal() and int(part) < len(body):
            body = body[int(part)]
        elif isinstance(body, dict):
            body = body.get(part)
        else:
            return None
    return body


class _Reading:
    def __init__(self, posted: QueryDict, choices: Mapping[str, Any]) -> None:
        self._posted = posted
        self._choices = choices

    def value(self, path: str, schema_: Mapping[str, Any]) -> Json:
        shape = resolved(schema_)
        pattern = ".".join(part for part in path.split(".") if not part.isdecimal())
        kind = shape_of(pattern, shape, self._choices)
        if kind == "group":
            parts = shape["properties"].items()
            return {name: self.value(f"{path}.{name}", part) for name, part in parts}
        if kind == "list":
            return [self.value(f"{path}.{at}", shape["items"]) for at in self._entries(path)]
        if kind == "choices":
            return list(self._posted.getlist(_PREFIX + path))
        text = self._posted.get(_PREFIX + path, "").replace("\r\n", "\n").strip()
        return _READ.get(kind, _as_it_is)(text, shape)

    def _entries(self, path: str) -> list[int]:
        """Return the numbers of the entries posted under a path, in order."""
        form = re.compile(re.escape(f"{_PREFIX}{path}.") + r"(\d{1,4})(?:\.|\Z)", re.ASCII)
        found = {int(match[1]) for name in self._posted if (match := form.match(name))}
        return sorted(found)[:MOST_ENTRIES]


def _as_it_is(text: str, shape: Mapping[str, Any]) -> Json:
    """Return the value; a choice may be among integers; all else is text."""
    is_integer = "integer" in shape.get("type", ()) or all(
        isinstance(one, int) for one in shape.get("enum", ("",))
    )
    return _integer(text, shape) if is_integer else text


def _integer(text: str, _shape: Mapping[str, Any]) -> Json:
    return int(text) if _INTEGER.match(text) else text


def _moment(text: str, _shape: Mapping[str, Any]) -> Json:
    if _MINUTES.match(text):
        return f"{text}:00Z"
    return f"{text}Z" if _SECONDS.match(text) else text


def _yes_no(text: str, _shape: Mapping[str, Any]) -> Json:
    return {"yes": True, "no": False}.get(text)


def _statement(text: str, _shape: Mapping[str, Any]) -> Json:
    return True if text == "yes" else None


_READ = {
    "number": _integer,
    "moment": _moment,
    "yesno": _yes_no,
    "statement": _statement,
}
