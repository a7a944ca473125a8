# SPDX-License-Identifier: Apache-2.0
"""The rows of the law's data for people: sections, fields, values and sources in words."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from rogatory.console.language import words
from rogatory.console.language.languages import colon
from rogatory.console.language.names import state_called
from rogatory.console.law import row_words, sources
from rogatory.node.drafting.beginning import offences
from rogatory.treaty.parties.reservations import is_only_reported
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.reservations import Declaration, Reservation
from rogatory.wire.canonical import Json

register = template.Library()


@register.filter
def law_sources(row: Any) -> SafeString:
    """Return the sources of a row."""
    return sources.row_sources(row)


@register.filter
def only_reported(one: Reservation | Declaration) -> bool:
    """Decide whether nobody has seen a reservation or declaration, so that it warns and changes nothing."""
    return is_only_reported(one)


@register.filter
def offence_article(article: str, instrument: str = THE_CONVENTION) -> str:
    """Return an article to choose; of the Convention with the title of its offence."""
    is_known = instrument == THE_CONVENTION and article.isdecimal()
    title = offences().get(int(article)) if is_known else None
    return article if title is None else f"{article}{colon()}{words.translated(title)}"


@register.filter
def later_sources(rule: Any) -> SafeString:
    """Return the sources of a rule for States that join later."""
    return sources.later_sources(rule)


@register.simple_tag
def treaty_citation(instrument: str, article: str) -> str:
    """Return an article with its treaty's name."""
    return sources.treaty_citation(instrument, article)


@register.filter
def section_name(section: str) -> str:
    return row_words.section_name(section)


@register.filter
def field_name(name: str) -> str:
    return row_words.field_name(name)


@register.filter
def register_name(name: str) -> str:
    """Return whose parties the packaged register lists."""
    return words.called(row_words.REGISTERS, name)


@register.simple_tag
def row_value(name: str, value: Json) -> SafeString | str:
    """Return what a field of a row says; States by their names."""
    if name in {"state", "code"} and isinstance(value, str):
        return state_called(value)
    return row_words.value_text(name, value)
