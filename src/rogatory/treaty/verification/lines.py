# SPDX-License-Identifier: Apache-2.0
"""Every line of the law that an instrument's text can confirm: what it says, and how well it is known.

A line is a statement with one certainty: a row, or the part of a row for one kind of request.
"""

import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from rogatory.treaty.law import Law
from rogatory.treaty.rows import Certainty, written
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.provision_names import PROVISION_NAMES
from rogatory.wire.canonical import Json, encode
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

NOT_OF_A_TEXT = frozenset(
    {"states", "parties", "totals", "reservations", "declarations", "precedence", "treaties"}
)
"""Sections whose rows no instrument's text states: what States did, and rules of this program."""

VERSION_DIGITS = 20
"""Enough that no two of some thousand statements are taken for each other."""

SEEN: Certainty = "seen"
PRACTICE: Certainty = "practice"

NO_ARTICLE = "-"
"""Of a statement that is in no article. Good practice without one is in no text, so no text confirms it: all
of comity is such.
"""

LATER, UNSETTLED = "later", "unsettled"
"""The parts of a row that have a certainty of their own, with fields of these prefixes."""

ALWAYS, RESERVATIONS = "always", "reservations"
"""The parts of a row that are rows themselves: the provision for every kind of request, and the rule on
reservations."""

EXCLUDED_OFFENCES = "excluded_offences"
"""The reading of a rule on reservations, which has a certainty beside that of the rule."""

EXCLUDED_READING = N_(
    "An offence that a State excludes by a reservation is none of the instrument between the two States."
)

_BY_KIND = ("kinds", "serves")
_NO_STATEMENT = frozenset(
    {
        "instrument",
        "article",
        "articles",
        "certainty",
        "source",
        "cites",
        "later_cites",
        ALWAYS,
        RESERVATIONS,
        *_BY_KIND,
    }
)


@dataclass(frozen=True)
class LawLine:
    """A line. `part` is the kind of request, or the part of the row, that it is about; `states` has
    every entry of it that the text can confirm, as text, and `entries` has the same by name.
    """

    section: str
    key: str
    part: str | None
    instrument: str
    article: str
    states: str
    certainty: Certainty
    source: str
    entries: tuple[tuple[str, Json], ...] = field(compare=False, repr=False)

    @cached_property
    def id(self) -> str:
        """The name of the line in a sheet: `grounds/ets-30/fiscal#mla_general`."""
        return f"{self.section}/{self.key}" + (f"#{self.part}" if self.part else "")

    @cached_property
    def version(self) -> str:
        """A name of all that the line says. It begins with a letter, so that no spreadsheet takes it
        for a number.
        """
        stated = [self.id, self.article, self.states, self.certainty, self.source]
        return f"v{sha256(encode(stated))[:VERSION_DIGITS]}"


_lines: dict[int, tuple[LawLine, ...]] = {}
"""The lines of each law that was asked for and is still in use, by the law's identity: a page, a sheet and its
corrections ask for them several times over, and each time took a tenth of a second."""


def lines_of_law(law: Law) -> tuple[LawLine, ...]:
    """Return every line, section by section in the order of the law."""
    found = _lines.get(id(law))
    if found is None:
        found = _lines[id(law)] = _lines_of(law)
        weakref.finalize(law, _lines.pop, id(law), None).atexit = False
    return found


def _lines_of(law: Law) -> tuple[LawLine, ...]:
    return tuple(
        line
        for section in SECTIONS
        if section not in NOT_OF_A_TEXT
        for row in getattr(law, section)
        for line in lines_of_row(section, row)
    )


def text_lines(law: Law) -> tuple[LawLine, ...]:
    """Return the lines that a text can confirm: all but good practice that is in no article."""
    return tuple(
        line
        for line in lines_of_law(law)
        if line.certainty != PRACTICE or line.article != NO_ARTICLE
    )


def lines_of_row(section: str, row: Any) -> Iterator[LawLine]:
    """Yield the lines of one row."""
    key, instrument, stated = SECTIONS[section].key(row), _instrument(section, row), _entries(row)
    if section == "provisions" and row.id in PROVISION_NAMES:
        stated = (*stated, ("provides", PROVISION_NAMES[row.id]))

    def line(
        part: str | None,
        article: str,
        certainty: Certainty,
        source: str,
        entries: tuple[tuple[str, Json], ...] = stated,
    ) -> LawLine:
        states = "; ".join(f"{name}: {_text(value)}" for name, value in entries)
        return LawLine(section, key, part, instrument, article, states, certainty, source, entries)

    if hasattr(row, "certainty"):
        article = str(getattr(row, "article", None) or getattr(row, "number", NO_ARTICLE))
        yield line(None, article, row.certainty, row.source)
    for name, within, grade, entries in _rows_within(row, stated):
        yield line(name, within.article, grade, within.source, entries)
    for column in _BY_KIND:
        parts = getattr(row, column, None)
        for kind, cited in parts.items() if isinstance(parts, Mapping) else ():
            article = getattr(cited, "article", None) or ", ".join(cited.articles) or NO_ARTICLE
            source = getattr(cited, "source", None) or row.source
            yield line(kind, article, cited.certainty, source, (*stated, *_entries(cited)))
    for part in (LATER, UNSETTLED):
        certainty = getattr(row, f"{part}_certainty", None)
        if certainty is not None:
            article = getattr(row, f"{part}_article", None) or row.article
            yield line(part, article, certainty, getattr(row, f"{part}_source", None) or row.source)


def _rows_within(
    row: Any, stated: tuple[tuple[str, Json], ...]
) -> Iterator[tuple[str, Any, Certainty, tuple[tuple[str, Json], ...]]]:
    """Yield the parts of a row that are rows themselves: each with its certainty and what it says."""
    cited, rule = getattr(row, ALWAYS, None), getattr(row, RESERVATIONS, None)
    if cited is not None:
        yield ALWAYS, cited, cited.certainty, (*stated, *_entries(cited))
    if rule is not None:
        entries = tuple(one for one in _entries(rule) if one[0] != "offences")
        yield RESERVATIONS, rule, rule.certainty, entries
        if rule.offences is not None:
            yield EXCLUDED_OFFENCES, rule, rule.offences, (("rule", EXCLUDED_READING),)


def confirmed(row: Any, parts: Mapping[str | None, str]) -> Any:
    """Return the row with the certainty *seen* for the parts that were read, each with its source."""
    changes: dict[str, Any] = {}
    for part, source in parts.items():
        if part is None:
            changes |= _seen(source)
        elif part in (LATER, UNSETTLED):
            changes[f"{part}_certainty"] = SEEN
            if hasattr(row, f"{part}_source"):
                changes[f"{part}_source"] = source
        elif part in (ALWAYS, RESERVATIONS, EXCLUDED_OFFENCES):
            name = ALWAYS if part == ALWAYS else RESERVATIONS
            stated = changes.get(name, getattr(row, name))
            read = {"offences": SEEN} if part == EXCLUDED_OFFENCES else _seen(source)
            changes[name] = replace(stated, **read)
        else:
            column = next(one for one in _BY_KIND if part in (getattr(row, one, None) or {}))
            cited = changes.get(column, getattr(row, column))
            named = {"source": source} if hasattr(cited[part], "source") else {}
            changes[column] = {**cited, part: replace(cited[part], certainty=SEEN, **named)}
    return replace(row, **changes)


def _seen(source: str) -> dict[str, Any]:
    return {"certainty": SEEN, "source": source}


def _instrument(section: str, row: Any) -> str:
    found = row.id if section == "instruments" else getattr(row, "instrument", None)
    return found or THE_CONVENTION


def _entries(row: Any) -> tuple[tuple[str, Json], ...]:
    stated = written(row)
    assert isinstance(stated, Mapping)
    hidden = {name for name in stated if name.endswith(("_certainty", "_source"))}
    return tuple(
        (name, value)
        for name, value in stated.items()
        if name not in _NO_STATEMENT | hidden
        or (name == "kinds" and not isinstance(value, Mapping))
    )


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return " - ".join(_text(one) for one in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_text(one) for one in value)
    return "yes" if value is True else str(value)
