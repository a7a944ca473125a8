# SPDX-License-Identifier: Apache-2.0
"""JSON in the one canonical form of RFC 8785, narrowed, and a parser that accepts nothing else.

Narrowed: numbers are integers within ±(2^53-1), so no two programs can disagree about one;
text is NFC, so what looks the same is the same; unpaired surrogates are refused. `decode`
decides that given bytes are what `encode` would have written, and refuses all others.
"""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NoReturn

from rogatory.errors import Refused
from rogatory.wire import refusals
from rogatory.wire.words import P_, Theirs

type Json = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None

LARGEST_INTEGER = 2**53 - 1
"""Beyond it a reader that keeps numbers as doubles would see another number (RFC 8785 3.2.2.3)."""

DEEPEST_NESTING = 32
"""Nothing we write nests deeper than a dozen levels; deeper input is aimed at a parser's stack."""

LARGEST_DOCUMENT = 1 << 20
"""1 MiB: what is larger rides in a sealed package, so a parser never holds much more than this."""

MOST_ELEMENTS = 65_536
"""Items of arrays and members of objects, at any depth. A document of 1 MiB can have half a million
of a byte each, and a reader does some work for each of them: a list, a page, a line of a letter.
"""

_LARGEST_NUMERAL = 17

_SURROGATE = re.compile(r"[\ud800-\udfff]")

_STRING = re.compile(r""""[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)""", re.DOTALL)
_FILLED = re.compile(r"[\[{](?![ \t\n\r]*[\]}])")
"""The beginning of an array or object that has an element."""

_NO_BRACKETS = re.compile(r""""[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[^"\[\]{}]+""", re.DOTALL)
"""Strings, the last one perhaps unended, and whatever else opens and closes nothing."""

_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
"""How each bracket changes the depth."""


def encode(value: Json) -> bytes:
    """Return the canonical bytes of a value.

    Raises:
        Refused: a number that is no safe integer, text that is not NFC, an unpaired surrogate,
            or nesting beyond `DEEPEST_NESTING`.
    """
    return json.dumps(_ordered(value, 1), ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes, *, limit: int = LARGEST_DOCUMENT, elements: int = MOST_ELEMENTS) -> Json:
    """Return the value whose canonical bytes are `data`.

    Raises:
        Refused: `data` is larger than `limit`, has more than so many elements, or is not byte for byte
            what `encode` writes.
    """
    value = parse(data, limit=limit, elements=elements)
    if encode(value) != data:
        raise Refused(refusals.NOT_CANONICAL.because())
    return value


def refuse_unreadable(
    written: bytes, *, limit: int = LARGEST_DOCUMENT, elements: int = MOST_ELEMENTS
) -> None:
    """Refuse what `decode` would refuse of bytes that `encode` returned, without reading them again.

    Raises:
        Refused: they are larger than `limit`, or have more than so many elements.
    """
    _refuse_large(written, limit)
    _refuse_many(written.decode("utf-8"), elements)


def parse(data: bytes, *, limit: int = LARGEST_DOCUMENT, elements: int = MOST_ELEMENTS) -> Json:
    """Return the value of JSON text in any order and with any white space; numbers, names and
    nesting are as strict as `decode` has them.

    Raises:
        Refused: `data` is larger than `limit`, has more than so many elements, or is no such JSON.
    """
    _refuse_large(data, limit)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(refusals.NOT_UTF8.because()) from error
    _refuse_deep(text)
    _refuse_many(text, elements)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_refuse_number,
            parse_int=_integer,
            parse_constant=_refuse_number,
        )
    except json.JSONDecodeError as error:
        raise Refused(refusals.NOT_JSON.because(problem=Theirs(error.msg))) from error
    return value


def decode_object(
    data: bytes, *, limit: int = LARGEST_DOCUMENT, elements: int = MOST_ELEMENTS
) -> dict[str, Json]:
    """Return it as `decode`, and refuses a document that is not an object."""
    value = decode(data, limit=limit, elements=elements)
    if not isinstance(value, dict):
        raise Refused(refusals.NOT_JSON.because(problem=P_("the document is not an object")))
    return value


def is_version(value: object, version: int) -> bool:
    """Decide whether a document says that it is of this version: `true`, which equals 1 in Python,
    says nothing of the kind, and would be a second spelling of the same document.
    """
    return type(value) is int and value == version


def _ordered(value: Json, depth: int) -> Json:
    if isinstance(value, str):
        return value if value.isascii() else _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise Refused(refusals.NUMBER.because(number=str(value)[:40]))
        return value
    if depth > DEEPEST_NESTING:
        raise Refused(refusals.TOO_DEEP.because(limit=DEEPEST_NESTING))
    # A list first: to ask it for an abstract class takes as long as all the rest.
    if isinstance(value, list):
        return [_ordered(item, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return {name: _ordered(value[name], depth + 1) for name in _names(value)}
    if isinstance(value, Sequence):
        return [_ordered(item, depth + 1) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical JSON form")


def _names(value: Mapping[str, Json]) -> list[str]:
    """Return the names of an object in the order of RFC 8785 3.2.3: by UTF-16 code units, which
    differs from Python's order where one name has a character beyond the basic plane.
    """
    if all(map(str.isascii, value)):
        return sorted(value)
    return sorted(map(_text, value), key=lambda name: name.encode("utf-16-be"))


def _text(text: str) -> str:
    if text.isascii():
        return text
    if _SURROGATE.search(text):
        raise Refused(refusals.SURROGATE.because())
    if not unicodedata.is_normalized("NFC", text):
        raise Refused(refusals.TEXT_NOT_NFC.because(text=text[:40]))
    return text


def _refuse_deep(text: str) -> None:
    """Refuse deep nesting, measured before parsing, since the parser recurses once a level."""
    if text.count("[") + text.count("{") <= DEEPEST_NESTING:
        return
    steps = map(_STEPS.__getitem__, _NO_BRACKETS.sub("", text))
    if max(accumulate(steps), default=0) > DEEPEST_NESTING:
        raise Refused(refusals.TOO_DEEP.because(limit=DEEPEST_NESTING))


def _refuse_large(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise Refused(refusals.TOO_LARGE.because(size=len(data), limit=limit))


def _refuse_many(text: str, most: int) -> None:
    """Refuse too many values, counted before parsing, so that what is refused is never held."""
    if text.count(",") + text.count("[") + text.count("{") <= most:
        return
    bare = _STRING.sub('""', text)
    count = bare.count(",") + sum(1 for _ in _FILLED.finditer(bare))
    if count > most:
        raise Refused(refusals.TOO_MANY.because(count=count, limit=most))


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in pairs:
        if name in found:
            raise Refused(refusals.DUPLICATE_NAME.because(name=ascii(name[:40])))
        found[name] = value
    return found


def _integer(numeral: str) -> int:
    # The length first: turning a numeral of a million digits into a number is itself the attack.
    if len(numeral) > _LARGEST_NUMERAL:
        raise Refused(refusals.NUMBER.because(number=numeral[:40]))
    return int(numeral)


def _refuse_number(numeral: str) -> NoReturn:
    raise Refused(refusals.NUMBER.because(number=numeral[:40]))
