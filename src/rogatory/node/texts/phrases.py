# SPDX-License-Identifier: Apache-2.0
"""The phrases that stand in sentences of reasons (`P_`), read again from the English that was kept.

`phrases.txt` has all that a page can come to show, one a line; `console.catalogues` writes it beside the
catalogues. It is a file since a process knows only the phrases of the code that it has run.

A peer's text may stand where a field does, so nothing is searched for twice: the fixed parts of a phrase are
looked for once, from left to right, whatever stands between them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rogatory.errors import Phrase
from rogatory.wire.words import PROBLEM, Said, SaidInTurn

PHRASES = Path(__file__).with_name("phrases.txt")

LEAST_LETTERS = 5
"""Of a phrase outside its fields: one that says less would be seen in what others wrote."""

DEEPEST = 3
"""Phrases within phrases; ours have one within another."""

_BETWEEN = "; "
_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class _Template:
    text: str
    fixed: tuple[str, ...]
    names: tuple[str, ...]

    def fields(self, text: str) -> Mapping[str, str] | None:
        """What stands in the fields if the text is made of this; a field is never empty."""
        first, *rest = self.fixed
        *middle, last = rest
        if not text.startswith(first) or not text.endswith(last):
            return None
        start, end, found = len(first), len(text) - len(last), list[str]()
        for part in middle:
            at = text.find(part, start + 1, end)
            if at < 0:
                return None
            found.append(text[start:at])
            start = at + len(part)
        if start >= end:
            return None
        fields = dict(zip(self.names, [*found, text[start:end]], strict=True))
        return fields if self.text.format(**fields) == text else None


def read_phrase(text: str, depth: int = DEEPEST) -> Phrase | None:
    """The phrase, or the several one after the other, of a text; None if it is none of ours."""
    parts = text.split(_BETWEEN)
    if len(parts) > 1:
        read = [_one(part, depth) for part in parts]
        if all(read):
            return SaidInTurn.of([one for one in read if one is not None], _BETWEEN)
    return _one(text, depth)


def _one(text: str, depth: int) -> Said | None:
    if text in _fixed():
        return Said(text)
    for template in _with_fields() if depth else ():
        found = template.fields(text)
        if found is not None:
            within: dict[str, Any] = {
                name: _within(name, value, depth - 1) for name, value in found.items()
            }
            return Said(template.text, **within)
    return None


def _within(name: str, value: str, depth: int) -> str:
    """A field may hold a phrase itself; a word by itself is data, though a phrase may be that word."""
    read = read_phrase(value, depth) if name == PROBLEM or value in _fixed() else None
    return value if read is None or " " not in value else read


@cache
def _fixed() -> frozenset[str]:
    return frozenset(text for text in _phrases() if not _FIELD.search(text))


@cache
def _with_fields() -> tuple[_Template, ...]:
    """Those that say most first: one may begin and end as another does."""
    found = (_Template(text, *_parts(text)) for text in _phrases())
    known = [one for one in found if one.names and _letters(one) >= LEAST_LETTERS]
    return tuple(sorted(known, key=lambda one: (-_letters(one), -len(one.names), one.text)))


def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = _FIELD.split(text)
    return tuple(parts[::2]), tuple(parts[1::2])


def _letters(template: _Template) -> int:
    return sum(one.isalpha() for part in template.fixed for one in part)


def _phrases() -> Iterator[str]:
    yield from PHRASES.read_text(encoding="utf-8").splitlines()
