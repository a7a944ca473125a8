# SPDX-License-Identifier: Apache-2.0
"""The rows of the law's data for people: sections, fields, values and sources in words."""

from django import template
from django.utils.safestring import SafeString

from rogatory.console.language import words
from rogatory.console.language.names import state_called
from rogatory.console.law import row_words, sources
from rogatory.wire.canonical import Json

register = template.Library()


@register.filter
def law_source(source: str) -> SafeString:
    """Where a row comes from."""
    return sources.source_text(source)


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
