# SPDX-License-Identifier: Apache-2.0
"""Articles, instruments and limits of the law, each with how well it is known."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from rogatory.console.language import law_names, words
from rogatory.console.language.citations import articles_of, chapter, full_citation
from rogatory.console.language.languages import brackets, colon
from rogatory.console.language.treaty_terms import instrument_name
from rogatory.errors import NO_ARTICLE, Reason
from rogatory.treaty.tables.row_names import CERTAINTY_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest

register = template.Library()

UNVERIFIED = ("parallel", "reported", "memory")
"""Certainties of what was not read in the official text, the better known first."""

PRACTICE = "practice"
"""The certainty of what no treaty states."""

LAW_PAGES = "law"
"""How the names of the law's pages begin: these show beside each line how well it is known."""


@register.simple_tag(takes_context=True)
def rests_on(
    context: Context, article: str, certainty: str, before: str = "", after: str = ""
) -> SafeString:
    """Return the article that something rests on, with what separates it from what is `before` and
    `after`; practice has no article.

    The law's pages show beside each how well it is known: the short word is shown, the whole is read
    out and in the element's title. Other pages note it once (`certainty_note`), and practice too: there
    nothing is returned for it, and no separator.
    """
    if article not in ("", NO_ARTICLE, None):
        return format_html("{}{}{}", before, _basis(context, article, certainty), after)
    noted = certainties_noted(context)
    if noted is not None:
        noted.setdefault(PRACTICE, {})
        return SafeString("")
    known = words.called(CERTAINTY_NAMES, str(certainty))
    badge_of_practice = '{}<span class="rests"><span class="known k-practice">{}</span></span>{}'
    return format_html(badge_of_practice, before, known, after)


@register.simple_tag(takes_context=True)
def basis_after(context: Context, article: str, certainty: str) -> SafeString:
    """Return the article that a sentence rests on, in brackets after the sentence; nothing for practice."""
    if article == NO_ARTICLE:
        return SafeString("")
    before, after = brackets()
    return format_html(
        "{}{}", before[:-1], _basis(context, article, certainty, (before[-1], after))
    )


def _basis(
    context: Context, article: str, certainty: str, around: tuple[str, str] = ("", "")
) -> SafeString:
    basis = article_of(article)
    cited = format_html('<span class="cited">{}{}{}</span>', around[0], basis, around[1])
    noted = certainties_noted(context)
    if noted is not None:
        for one in articles_of(article):
            noted.setdefault(str(certainty), {})[article_of(one)] = None
        return format_html('<span class="rests">{}</span>', cited)
    return format_html('<span class="rests">{} {}</span>', cited, _known(certainty))


@register.simple_tag(name="article")
def article_of(number: str | int) -> SafeString:
    """Return an article as the reader's language cites it, in the words of the letters; what is not of
    the usual form keeps its own, with the language's word for an article. An article of another
    instrument than the Convention is followed by that instrument.
    """
    article, of, instrument = str(number).partition(" of ")
    if not of:
        return format_html("<bdi>{}</bdi>", full_citation(article))
    before, between, after = _around(gettext("%(article)s of %(instrument)s"))
    return format_html(
        "{}{}{}<bdi>{}</bdi>{}", before, article_of(article), between, instrument, after
    )


@register.simple_tag(name="chapter")
def chapter_of(number: str) -> str:
    """Return a chapter of the Convention, by its number, as the reader's language numbers chapters."""
    return chapter(number)


@register.simple_tag(takes_context=True)
def reason_basis(context: Context, reason: Reason) -> SafeString | str:
    """Return the provision that a reason rests on, to be shown after its sentences; practice, which
    has no article, and most refusals have none.
    """
    basis = reason.basis
    if basis is None or basis.article == NO_ARTICLE:
        return ""
    return basis_after(context, basis.article, basis.certainty)


def _around(template: str) -> tuple[str, str, str]:
    """Return what a template has before, between and after its article and its instrument."""
    before, _, rest = template.partition("%(article)s")
    between, _, after = rest.partition("%(instrument)s")
    return before, between, after


@register.simple_tag(takes_context=True)
def badge(context: Context, certainty: str) -> SafeString | str:
    """Return how well a statement is known, in a word; nothing where the page notes it once."""
    noted = certainties_noted(context)
    if noted is not None:
        noted.setdefault(str(certainty), {})
        return ""
    return format_html('<span class="rests">{}</span>', _known(certainty))


@register.inclusion_tag("console/frame/certainty_note.html", takes_context=True)
def certainty_note(context: Context) -> dict[str, Any]:
    """Return what the page cites that nobody has verified, by how well it is known: an article of which
    two statements are known differently is listed under the less known. Also whether the page shows
    something that is practice.
    """
    noted = certainties_noted(context) or {}
    degrees, listed = [], set[SafeString]()
    for certainty in reversed(UNVERIFIED):
        if certainty in noted:
            articles = tuple(one for one in noted[certainty] if one not in listed)
            listed.update(articles)
            degrees.append((words.called(CERTAINTY_NAMES, certainty), articles))
    return {"degrees": degrees[::-1], "has_practice": PRACTICE in noted}


def certainties_noted(context: Context) -> dict[str, dict[SafeString, None]] | None:
    """Return the articles that the page has cited so far, by certainty; None where each is shown.

    That is on the law's pages, and where no request is answered, so that no page could note it.
    Parts of a page are rendered with contexts of their own: the request is what they share.
    """
    request: HttpRequest | None = getattr(context, "request", None)
    if request is None:
        return None
    match = request.resolver_match
    if match is not None and str(match.view_name).startswith(LAW_PAGES):
        return None
    noted: dict[str, dict[SafeString, None]] = request.__dict__.setdefault("certainties_noted", {})
    return noted


def _known(certainty: str) -> SafeString:
    known = words.called(CERTAINTY_NAMES, str(certainty))
    return format_html(
        '<span class="known k-{}" title="{}">{}</span><span class="sr">{}</span>',
        certainty,
        known,
        words.called(law_names.BADGES, str(certainty)),
        known.join(brackets()),
    )


@register.filter
def instrument(name: str) -> str:
    """Return the name of the instrument with an id."""
    return instrument_name(name) or name


@register.filter
def limit_days(limit: Any) -> str:
    """Return how many days a limit has, before its rule; nothing where it has none."""
    if limit.days is None:
        return ""
    limits = {
        "least": ngettext("at least %(n)d day", "at least %(n)d days", limit.days),
        "most": ngettext("at most %(n)d day", "at most %(n)d days", limit.days),
    }.get(limit.bound, ngettext("%(n)d day", "%(n)d days", limit.days))
    return f"{limits % {'n': limit.days}}{colon()}"


@register.filter
def any_serves(bases: Iterable[Any]) -> bool:
    return any(basis.serves for basis in bases)
