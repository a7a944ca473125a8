# SPDX-License-Identifier: Apache-2.0
"""Kinds of messages: what they are called, what they rest on, which model forms they have."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from rogatory.console.frame.this_node import this_node
from rogatory.console.language import words
from rogatory.console.language.languages import comma
from rogatory.console.templatetags.citations import rests_on
from rogatory.errors import NO_ARTICLE, PRACTICE, ReasonBasis, basis_in
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import (
    MessageInWriting,
    RequestLaw,
    law_of_message,
    law_of_thread,
    law_without_request,
)
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.forms.form import forms_for
from rogatory.requests.kinds.families import NOTICES, OFFER
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.law import Law

register = template.Library()


@register.simple_tag
def kind_title(name: str) -> str:
    """Return what a kind is called; an unknown one by its name."""
    kind = KINDS.get(name)
    return words.translated(kind.title) if kind else name


@register.simple_tag(takes_context=True)
def kind_rests(
    context: Context, name: str, thread: str | None = None, after: str = ""
) -> SafeString | str:
    """Return the article that messages of a kind rest on, by the law of the request of their
    thread, or of the Convention where there is no request yet; nothing is claimed of an unknown
    kind.
    """
    node, law = this_node(), _law(context)
    summary = None if thread is None else node.store.summary(thread)
    if summary is not None:
        return _rests(context, law_of_thread(law, summary, node.state), name, after=after)
    about = law_without_request(law, node.state, node.clock.now().date(), name)
    return _rests(context, about, name, after=after)


@register.filter
def asks_nothing(name: str) -> bool:
    """Decide whether a kind offers or gives something, so that nobody is asked."""
    return name in OFFER | NOTICES


@register.simple_tag(takes_context=True)
def summary_rests(context: Context, summary: ThreadSummary, after: str = "") -> SafeString | str:
    """Return the article that the request of a thread rests on, of which a list has the summary at
    hand.
    """
    about = law_of_thread(_law(context), summary, this_node().state)
    return _rests(context, about, summary.kind, after=after)


@register.simple_tag(takes_context=True)
def message_rests(
    context: Context, message: MessageInWriting, before: str = "", after: str = ""
) -> SafeString | str:
    """Return the article that a message rests on which is being written or compared."""
    about = law_of_message(this_node(), message, _law(context))
    return _rests(context, about, message.kind, before, after)


@register.simple_tag(takes_context=True)
def message_cites(
    context: Context, message: MessageInWriting, cites: str, before: str = ""
) -> SafeString:
    """Return the provision of an id by the law of a message that is being written."""
    basis = law_of_message(this_node(), message, _law(context)).basis(cites)
    return rests_on(context, *basis, before)


@register.simple_tag(takes_context=True)
def general_cites(context: Context, cites: str) -> SafeString:
    """Return the Convention's provision of an id, for a page on which no request is."""
    node = this_node()
    about = law_without_request(_law(context), node.state, node.clock.now().date(), "policy_notice")
    return rests_on(context, *about.basis(cites))


@register.simple_tag(takes_context=True)
def rests_by(
    context: Context,
    provisions: Mapping[str, ReasonBasis],
    cites: str | None,
    before: str = "",
    after: str = "",
) -> SafeString:
    """Return the provision of an id, of those that a page has; practice where there is none."""
    return rests_on(context, *basis_in(provisions, cites), before, after)


@register.simple_tag(takes_context=True)
def rests_by_each(
    context: Context, provisions: Mapping[str, ReasonBasis], *cites: str
) -> SafeString:
    """Return the provisions of several ids, those with an article; practice where none has one."""
    found = dict.fromkeys(provisions[one] for one in cites)
    with_article = [one for one in found if one.article != NO_ARTICLE] or [PRACTICE]
    return format_html_join(comma(), "{}", ((rests_on(context, *one),) for one in with_article))


def _rests(
    context: Context, about: RequestLaw, kind: str, before: str = "", after: str = ""
) -> SafeString | str:
    basis = about.kind_basis(kind)
    return "" if basis is None else rests_on(context, *basis, before, after)


def _law(context: Context) -> Law:
    """Return the law in force, read once for a page."""
    request = getattr(context, "request", None)
    kept = {} if request is None else request.__dict__
    if "law_in_force" not in kept:
        kept["law_in_force"] = law_in_force(this_node())
    law: Law = kept["law_in_force"]
    return law


@register.filter
def model_forms(kind: str) -> list[Any]:
    """Return the model forms that messages of a kind can be put into."""
    return list(forms_for(kind))
