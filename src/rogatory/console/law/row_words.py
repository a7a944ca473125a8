# SPDX-License-Identifier: Apache-2.0
"""The sections of the law's data and the fields of their rows, in words; and what a field's value says."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _n

from rogatory.console.language import codes, law_names, words
from rogatory.console.language.citations import full_citation
from rogatory.console.language.languages import day_text, listed, written_number
from rogatory.console.language.treaty_terms import instrument_name
from rogatory.console.law.sources import cites_text, source_text
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.tables.row_names import (
    CODE_NAMES,
    FIELD_NAMES,
    SECTION_NAMES,
)
from rogatory.treaty.vocabulary import sentences
from rogatory.wire.canonical import Json

REGISTERS: Mapping[str, str] = {
    "world": _n("all States, as the package records them"),
    "federation": _n("the invented States of the exercises"),
}

_CODES: Mapping[str, Mapping[str, str]] = {
    **CODE_NAMES,
    "effect": law_names.RESERVATION_EFFECTS,
    "made_at": law_names.RESERVATION_MOMENTS,
    "what": law_names.TOTALS,
    "voices": law_names.VOICES,
    "matter": law_names.STATED_SUBJECTS,
    "categories": codes.PARTS,
}
"""Fields whose values are codes that have names."""

_CITED = {"article", "articles", "budapest", "establishes", "later_article", "reservation"}
"""Fields whose values are articles."""


def section_name(section: str) -> str:
    return words.called(SECTION_NAMES, section)


KIND_TITLES: Mapping[str, str] = {one.name: one.title for one in KINDS.values()}


def field_name(name: str) -> str:
    """Return that of a row; some fields have one for each kind of message or category of data."""
    return words.called({**VALUES, **KIND_TITLES, **FIELD_NAMES}, name)


def value_text(name: str, value: Json) -> SafeString | str:
    """Return a value in a reader's words: sentences of the law and codes in words, moments and
    counts by the language's rules; a code without a name, and what a lawyer wrote, as it is.
    """
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return written_number(value)
    if isinstance(value, str):
        return source_text(value) if name.endswith("source") else _marked(name, value)
    if name.endswith("cites") or name == "parallels":
        return cites_text(value)
    return _parts_text(name, value) if value else "–"


def _parts_text(name: str, value: Json) -> SafeString | str:
    if isinstance(value, dict):
        parts = (
            (field_name(part), value_text(part, part_value)) for part, part_value in value.items()
        )
        line = '<div class="line"><dt>{}</dt><dd>{}</dd></div>'
        return format_html('<dl class="lines small">{}</dl>', format_html_join("", line, parts))
    items = value if isinstance(value, list) else [value]
    items = [one["text"] if isinstance(one, dict) and "text" in one else one for one in items]
    if all(isinstance(one, str) for one in items):
        return format_html("{}", listed(_text(name, str(one)) for one in items))
    return format_html_join("", "<div>{}</div>", ((value_text(name, one),) for one in items))


def _marked(name: str, value: str) -> SafeString | str:
    marked = _text(name, value)
    return format_html("<bdi>{}</bdi>", value) if marked == value else marked


def _text(name: str, value: str) -> str:
    if name in _CITED and value[:1].isdecimal():
        return full_citation(value)
    if name in _CODES:
        return words.called(_CODES[name], value)
    if value in KINDS:
        return words.translated(KINDS[value].title)
    if name := instrument_name(value):
        return name
    return words.translated(value) if value in sentences() else day_text(value)
