# SPDX-License-Identifier: Apache-2.0
"""Names of States, authorities, officers, languages and browsers."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rogatory.console.language import names, words
from rogatory.console.language.languages import comma, listed, named_language, reader_language
from rogatory.node.printing.languages import NAMES

register = template.Library()

_BROWSERS = {
    "Firefox/": "Firefox",
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Chrom": "Chrome",
    "Safari/": "Safari",
}
"""Names by which browsers identify themselves, those first that claim to be others as well."""

_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.simple_tag
def state(code: str) -> str:
    """Return what a State is called; its code follows."""
    return names.state_called(code)


@register.simple_tag
def state_name(code: str) -> str:
    return names.state_name(code)


@register.simple_tag
def authority(value: Any) -> SafeString:
    """Return what an authority is called, of which State, and its identifier."""
    identifier = str(value)
    name = names.names().authority(identifier, reader_language())
    of = names.state_name(identifier[:2].upper())
    if name == identifier:
        return format_html('<code class="office">{}</code>', identifier)
    return format_html(
        '<bdi>{}</bdi>{}{} <code class="faint office">{}</code>',
        name,
        comma(),
        of,
        identifier,
    )


@register.filter
def officer(number: str | None) -> SafeString | str:
    """Return an officer's number, which no line breaks and no writing from right to left turns
    about.
    """
    return "–" if not number else format_html('<bdi class="ref" dir="ltr">{}</bdi>', number)


@register.filter
def officers(numbers: Iterable[str]) -> SafeString:
    return format_html_join(comma(), "{}", ((officer(one),) for one in numbers))


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language; its code, where it has none."""
    return words.translated(NAMES[code]) if code in NAMES else named_language(code)


@register.filter
def each_language_name(codes: Iterable[str]) -> list[str]:
    """Return the names of several languages, such as those of the columns of a table."""
    return [language_name(one) for one in codes]


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Return what languages are called, in the reader's own."""
    return listed(language_name(code) for code in codes)


@register.filter
def browser_name(agent: str) -> str:
    """Return a browser and its system by the names that people know; one that is neither, as it
    calls itself.
    """
    names = [
        next((name for mark, name in known.items() if mark in agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(one for one in names if one) or agent
