# SPDX-License-Identifier: Apache-2.0
"""The stored form of what a node writes down: canonical JSON of codes and fields, never prose.

    statement = [reason, …]
    reason    = {"code": id, "fields": {name: value, …}}
    value     = text | integer
              | {"phrase": template, "fields": {…}}     a phrase of ours; without "fields" a fixed one
              | {"parts": [value, …], "between": text}  several, one after the other
              | {"reasons": statement}                  what another error said, with its codes
              | {"said": statement}                     the same, without its codes
              | {"theirs": text}                        a library's or another program's words
              | {"words": text, "language": tag}        a person's words

A statement is bounded by `LONGEST_STATEMENT`. Too long a text is cut, visibly, in its field; where that
does not suffice, the codes alone are kept: each reason's, at every depth.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from string import Formatter
from typing import Any
from unicodedata import normalize

from rogatory.errors import PROBLEM, Reason, RogatoryError, Source
from rogatory.wire import canonical, refusals
from rogatory.wire.canonical import LARGEST_INTEGER, Json
from rogatory.wire.known_codes import code_of
from rogatory.wire.words import (
    FilledText,
    OwnWords,
    ReasonsInTurn,
    Statement,
    TextsInTurn,
    Theirs,
    reasons_text,
)

LONGEST_STATEMENT = 4000
"""Characters of a stored statement: a peer whose answers are written down must not fill the
store."""

LARGEST_STORED = 1 << 20
"""Bytes that are read again: above what the codes of all reasons of this program can take."""

DEEPEST = 5
"""Statements and phrases within each other; further ones are left out. Canonical JSON nests 32 deep."""

CUT = "…"
"""Marks a text that was cut, and takes the place of a field that was left out."""

_LENGTHS = (LONGEST_STATEMENT, 1000, 500, 250, 120, 60, 30)
"""Characters of each text, tried one after the other until the whole is short enough."""

_NAME = re.compile(r"\w+", re.ASCII)


def encode(statement: Statement) -> str:
    """Return the stored form of a statement."""
    for longest in _LENGTHS:
        text = _written(_reasons(statement.reasons, longest, DEEPEST))
        if len(text) <= LONGEST_STATEMENT:
            return text
    return _written(_bare(statement.reasons))


def decode(text: str) -> Statement:
    """Return the statement of a stored form; what is none is shown as it is, as an older text."""
    try:
        return from_json(canonical.decode(text.encode(), limit=LARGEST_STORED))
    except (RogatoryError, ValueError, TypeError, LookupError):
        return older(text)


def as_json(statement: Statement) -> Json:
    """Return the stored form as a value, for a document that holds a statement among others."""
    return canonical.decode(encode(statement).encode(), limit=LARGEST_STORED)


def from_json(value: Json) -> Statement:
    """Return the statement of a value.

    Raises:
        ValueError: it is no statement.
    """
    return Statement(_read_reasons(value))


def older(text: str) -> Statement:
    """Return a statement of a text that was written down before codes were."""
    return Statement(refusals.OLDER_TEXT.because(text=Theirs(text[:LONGEST_STATEMENT])))


def _written(value: Json) -> str:
    return canonical.encode(value).decode()


def _reasons(reasons: Iterable[Reason], longest: int, depth: int) -> list[Json]:
    return [{"code": one.code.id, "fields": _fields(one.fields, longest, depth)} for one in reasons]


def _bare(reasons: Iterable[Reason]) -> list[Json]:
    """Return the codes alone, each once, and of the fields those that hold further codes."""
    found: dict[str, Json] = {}
    for one in reasons:
        inner: dict[str, Json] = {}
        for name, value in one.fields.items():
            if isinstance(value, Statement | ReasonsInTurn):
                form = "reasons" if isinstance(value, Statement) else "said"
                inner[name] = {form: _bare(value.reasons)}
        reason: Json = {"code": one.code.id, "fields": inner}
        found[_written(reason)] = reason
    return list(found.values())


def _fields(fields: Mapping[str, str | int], longest: int, depth: int) -> dict[str, Json]:
    return {name: _value(name, value, longest, depth) for name, value in fields.items()}


def _value(name: str, value: str | int, longest: int, depth: int) -> Json:
    if isinstance(value, int):
        return int(value) if abs(value) <= LARGEST_INTEGER else str(value)[:longest]
    if isinstance(value, Theirs):
        return {"theirs": _short(value, longest)}
    if isinstance(value, OwnWords):
        return {"words": _short(value, longest), "language": value.language}
    if isinstance(value, FilledText | Statement):
        return _composed(value, longest, depth - 1) if depth > 1 else CUT
    return {"phrase": _clean(value)} if name == PROBLEM else _short(value, longest)


def _composed(value: FilledText | Statement, longest: int, depth: int) -> Json:
    if isinstance(value, Statement):
        return {"reasons": _reasons(value.reasons, longest, depth)}
    if isinstance(value, ReasonsInTurn):
        return {"said": _reasons(value.reasons, longest, depth)}
    if isinstance(value, TextsInTurn):
        parts = [_value(PROBLEM, part, longest, depth) for part in value.parts]
        return {"parts": parts, "between": value.between}
    return {"phrase": value.template, "fields": _fields(value.fields, longest, depth)}


def _short(text: str, longest: int) -> str:
    found = _clean(text)
    return found if len(found) <= longest else normalize("NFC", found[: longest - 1]) + CUT


def _clean(text: str) -> str:
    """Make a text one that canonical JSON takes; a file's name may have what is no character."""
    return normalize("NFC", text.encode("utf-8", "backslashreplace").decode())


def _read_reasons(value: Json) -> list[Reason]:
    return [_read_reason(_object(one)) for one in _array(value)]


def _read_reason(value: Mapping[str, Json]) -> Reason:
    name, fields = _text(value["code"]), _object(value["fields"])
    code = code_of(name)
    if code is None:
        shortened = _short(_written(dict(fields)), LONGEST_STATEMENT)
        return refusals.CODE_OF_OTHER_VERSION.because(code=name, fields=shortened)
    return Reason(code, _read_fields(_read_all(fields), code.what, code.remedy))


def _read_all(fields: Mapping[str, Json]) -> dict[str, str | int]:
    return {name: _read_value(value) for name, value in fields.items()}


def _read_fields(fields: dict[str, str | int], *templates: str) -> dict[str, str | int]:
    """Return the fields, and a mark for each that the templates want and that was left out."""
    wanted = (name for template in templates for name in _names(template))
    return {**dict.fromkeys((name for name in wanted if name not in fields), CUT), **fields}


def _names(template: str) -> list[str]:
    found = [name for _text, name, _form, _kind in Formatter().parse(template) if name is not None]
    if not all(_NAME.fullmatch(name) for name in found):
        raise ValueError("a template has plain names alone")
    return found


def _read_value(value: Json) -> str | int:
    if isinstance(value, str | int):
        return value
    found = _object(value)
    for name, read in _READERS.items():
        if name in found:
            return read(found)
    raise ValueError("a value of no known form")


def _read_phrase(value: Mapping[str, Json]) -> str:
    template = _text(value["phrase"])
    if "fields" not in value:
        return Source(template)
    return _sentence(template, _read_fields(_read_all(_object(value["fields"])), template))


def _read_parts(value: Mapping[str, Json]) -> str:
    parts = [_read_value(one) for one in _array(value["parts"])]
    texts = [one if isinstance(one, str) else str(one) for one in parts]
    return TextsInTurn.of(texts, _text(value["between"]))


_READERS: Mapping[str, Callable[[Mapping[str, Json]], str]] = {
    "phrase": _read_phrase,
    "parts": _read_parts,
    "reasons": lambda value: Statement(_read_reasons(value["reasons"])),
    "said": lambda value: reasons_text(_read_reasons(value["said"])),
    "theirs": lambda value: Theirs(_text(value["theirs"])),
    "words": lambda value: OwnWords(_text(value["words"]), _text(value["language"])),
}


def _sentence(template: str, fields: Mapping[str, Any]) -> FilledText:
    return FilledText(template, **fields)


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise ValueError("no object")  # noqa: TRY004 - what is stored is at fault, no caller
    return value


def _array(value: Json) -> Sequence[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError("no array")  # noqa: TRY004 - likewise
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - likewise
    return value
