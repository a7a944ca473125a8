# SPDX-License-Identifier: Apache-2.0
"""The lines of a message, each value by what it is: a term, a time, a name, or as it was written."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rogatory.console.language import names, words
from rogatory.console.language.field_words import AUTHORITY, DAY, MOMENT
from rogatory.console.language.treaty_terms import ground_label, instrument_name
from rogatory.console.templatetags.digests import short
from rogatory.console.templatetags.moments import day, moment_exact
from rogatory.console.templatetags.names import authority, language_name
from rogatory.errors import Refused
from rogatory.requests.contents.labels import FIELDS, LANGUAGE
from rogatory.requests.contents.plain_words import BodyLine, Heading, Term, body_lines
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.crossings import Crossing
from rogatory.wire.moments import parse_moment

register = template.Library()

_IDENTIFIER = re.compile(r"[0-9a-f]{64}\Z|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")

MOST_LINES = 400
"""Of one message on a page: a hostile one has a hundred thousand, which would take seconds to write."""

_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()./-]*\Z")


@register.filter
def body(envelope: Envelope) -> list[BodyLine]:
    """Return what a message says, without what surrounds it."""
    return body_lines(envelope.kind, envelope.body)


@register.filter
def first_lines(lines: Sequence[BodyLine]) -> Sequence[BodyLine]:
    """Return the lines that a page shows."""
    return lines[:MOST_LINES]


@register.filter
def further_lines(lines: Sequence[BodyLine]) -> int:
    """Return the number of lines that a page does not show."""
    return max(0, len(lines) - MOST_LINES)


@register.filter
def crossing_words(crossed: Iterable[tuple[str, Crossing | None]]) -> list[str]:
    """Return what there is to say of the messages that one crossed, each sentence once."""
    return list(dict.fromkeys(crossing.words for _, crossing in crossed if crossing))


@register.filter
def parts(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the parts of an answer, those of a part that has parts by their own names."""
    found: list[tuple[str, str]] = []
    for name, value in details.items():
        if isinstance(value, Mapping):
            found += [(str(inner), str(part)) for inner, part in value.items()]
        else:
            found.append((name, str(value)))
    return found


@register.filter
def is_heading(value: str) -> bool:
    return isinstance(value, Heading)


@register.simple_tag(takes_context=True)
def line_value(context: template.Context, value: str, label: str = "") -> SafeString | str:
    """Return the value of a line of a message: our words translated, times and names in words, and
    a link in place of the identifier of what the page leads to (`leads_to`: where, and what it is
    called).
    """
    if isinstance(value, Term):
        return words.translated(value)
    if label == LANGUAGE:
        return language_name(value)
    if MOMENT.match(value) or DAY.match(value):
        return _time_text(value)
    if AUTHORITY.match(value):
        return authority(value)
    if label == FIELDS["ground"] and (stated := ground_label(value)):
        return format_html('<bdi>{}</bdi> <code class="faint">{}</code>', stated, value)
    return _named(context, value) or _as_written(value, str(context.get("written_in") or ""))


def _named(context: template.Context, value: str) -> SafeString | str:
    """Return what the page leads to, a State or an instrument by its name; empty where it is none
    of them.
    """
    leads_to = context.get("leads_to") or {}
    if value in leads_to:
        where, title = leads_to[value]
        return format_html('<a href="{}">{}</a> {}', where, words.translated(title), short(value))
    if value in names.names().states:
        return names.state_called(value)
    if name := instrument_name(value):
        return format_html('<bdi>{}</bdi> <code class="faint">{}</code>', name, value)
    return ""


def _as_written(value: str, language: str) -> SafeString:
    if _IDENTIFIER.match(value):
        return format_html('<code class="digest" dir="ltr">{}</code>', value)
    if _TELEPHONE.match(value):
        return format_html('<bdi dir="ltr">{}</bdi>', value)
    return format_html('<bdi class="theirs" lang="{}">{}</bdi>', language, value)


def _time_text(text: str) -> SafeString | str:
    """Return a moment or a day; one that is none, as it was written."""
    try:
        if DAY.match(text):
            return day(date.fromisoformat(text))
        return moment_exact(parse_moment(text))
    except (Refused, ValueError):
        return text


class Gathered(NamedTuple):
    """A line as a page shows it, with every value under its label."""

    label: str
    values: tuple[str, ...]
    level: int


@register.filter
def gathered(lines: Iterable[BodyLine]) -> list[Gathered]:
    """Return the lines of a message; a list of single values is under its label once."""
    found: list[Gathered] = []
    for line in lines:
        last = found[-1] if found else None
        is_more = last is not None and last[::2] == (line.label, line.level)
        if is_more and last is not None and not is_heading(line.value):
            found[-1] = Gathered(line.label, (*last.values, line.value), line.level)
        else:
            found.append(Gathered(line.label, (line.value,), line.level))
    return found
