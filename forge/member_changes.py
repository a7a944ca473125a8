# SPDX-License-Identifier: Apache-2.0
"""Changes inside a document: members of its objects and lists, however deep, and other values of any type.

A document has many members. Of those deeper than the first level each network tries a few, evenly spread: which ones
they are its own digests decide, so that several networks try different ones.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from rogatory.errors import Refused
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment, parse_moment

DEEP = 8
"""Changes of deeper members of one document that a network tries."""

LATER = timedelta(days=1)

type Place = tuple[str | int, ...]
type Edit = tuple[str, Place, Any]
"""The name of a change, the member that it is about, and its new value."""


def other_values(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield names of changes and other values, of the same type, for a number, a truth value or a text."""
    if isinstance(value, bool):
        yield "not", not value
    elif isinstance(value, int):
        yield "claim+1", value + 1
        yield "claim-1", value - 1
    elif isinstance(value, str) and value:
        yield "claim-other", _other_text(value)


def deep_edits(document: Any, network: str) -> list[Edit]:
    """Return the changes of deeper members that a network tries, a few of all."""
    every = every_deep_edit(document)
    slots = [every[number::DEEP] for number in range(DEEP)]
    return [_drawn(slot, f"{network}/{number}") for number, slot in enumerate(slots) if slot]


def every_deep_edit(document: Any) -> list[Edit]:
    """Return the changes of all deeper members."""
    return [
        (name, place, value)
        for place, found in _members(document)
        if len(place) > 1
        for name, value in _edits_of(found)
    ]


def edit_deep(place: Path, member: Place, value: Any) -> None:
    """Give a member of a document another value."""
    document = json.loads(place.read_bytes())
    holder = document
    for step in member[:-1]:
        holder = holder[step]
    holder[member[-1]] = value
    place.write_bytes(canonical.encode(document))


def is_moment(value: object) -> bool:
    """Decide whether a text states a moment."""
    try:
        parse_moment(value)
    except Refused:
        return False
    return True


def _drawn(slot: list[Edit], seed: str) -> Edit:
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4])
    return slot[number % len(slot)]


def _members(value: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every member below a value; of a list its first and its last."""
    steps: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        steps = sorted(value.items())
    elif isinstance(value, list) and value:
        steps = [(number, value[number]) for number in sorted({0, len(value) - 1})]
    for step, found in steps:
        yield (*at, step), found
        yield from _members(found, (*at, step))


def _edits_of(value: Any) -> Iterator[tuple[str, Any]]:
    if value is not None:
        yield "null", None
    if isinstance(value, list) and value:
        yield "cut-head", value[1:]
        yield "cut-tail", value[:-1]
    if isinstance(value, str) and is_moment(value):
        yield "claim+1d", format_moment(parse_moment(value) + LATER)
        yield "claim-1d", format_moment(parse_moment(value) - LATER)
    else:
        yield from other_values(value)


def _other_text(value: str) -> str:
    """Another text of the same form: the last letter or digit of a word, a digest or an identifier is another."""
    if value.isascii():
        for at in range(len(value) - 1, -1, -1):
            if value[at].isalnum():
                other = (
                    "1" if value[at] == "0" else "0" if value[at].isdigit() else _letter(value[at])
                )
                return value[:at] + other + value[at + 1 :]
    return f"{value}x"


def _letter(one: str) -> str:
    other = "b" if one in "aA" else "a"
    return other if one.islower() else other.upper()
