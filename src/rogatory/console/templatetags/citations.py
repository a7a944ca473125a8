# SPDX-License-Identifier: Apache-2.0
"""Articles, instruments and limits of the law, each with how well it is known."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from rogatory.console.language import codes, words
from rogatory.console.language.citations import cited
from rogatory.node.drafting.beginning import instrument_names

register = template.Library()


@register.simple_tag
def rests_on(article: str, certainty: str) -> SafeString:
    """The article that something rests on, and how well it is known; practice has no article.

    The short word of the certainty is shown; the whole is read out and in the element's title.
    """
    if article in ("", "-", None):
        return format_html(
            '<span class="rests"><span class="known k-practice">{}</span></span>',
            words.called(codes.CERTAINTIES, str(certainty)),
        )
    return format_html(
        '<span class="rests"><span class="cited">{}</span> {}</span>',
        article_of(cited(article)),
        _known(certainty),
    )


@register.simple_tag(name="article")
def article_of(number: str) -> SafeString:
    """The number of an article as the reader's language cites it: Chinese has words on both sides."""
    before, _, after = gettext("article %(number)s").partition("%(number)s")
    return format_html("{}<bdi>{}</bdi>{}", before, number, after)


@register.simple_tag
def badge(certainty: str) -> SafeString:
    """How well a statement is known, in a word; the whole is read out and in the title."""
    return format_html('<span class="rests">{}</span>', _known(certainty))


def _known(certainty: str) -> SafeString:
    known = words.called(codes.CERTAINTIES, str(certainty))
    return format_html(
        '<span class="known k-{}" title="{}">{}</span><span class="sr"> ({})</span>',
        certainty,
        known,
        words.called(codes.BADGES, str(certainty)),
        known,
    )


@register.filter
def instrument(name: str) -> str:
    """What the instrument of an id is called."""
    return words.said(instrument_names().get(name, name))


@register.filter
def limit_days(limit: Any) -> str:
    """How many days a limit has, before its rule; nothing where it has none."""
    if limit.days is None:
        return ""
    told = {
        "least": ngettext("at least %(n)d day", "at least %(n)d days", limit.days),
        "most": ngettext("at most %(n)d day", "at most %(n)d days", limit.days),
    }.get(limit.bound, ngettext("%(n)d day", "%(n)d days", limit.days))
    return f"{told % {'n': limit.days}}: "


@register.filter
def any_serves(bases: Iterable[Any]) -> bool:
    return any(basis.serves for basis in bases)
