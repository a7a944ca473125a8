# SPDX-License-Identifier: Apache-2.0
"""The citations, in what a State is shown of a request, of an instrument that the request does not rest on."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from rogatory.errors import NO_ARTICLE, Reason
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import DENYING, EXECUTING, before_executing, before_leaving
from rogatory.node.law.refusals import ARTICLE_OTHER
from rogatory.node.letters.of_node import values_of
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.html import to_html
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import instrument_named
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views.thread_view import thread as thread_view
from rogatory.treaty.bases import LegalBasis
from rogatory.treaty.instruments import THE_CONVENTION

NAMED = re.compile(
    r"\b[Aa]rticles? (?:\d+(?:\(\w+\))*(?:-\(\d+\))?(?:, | to | by | and )?)+(?P<of> of |\w)?"
)
"""An article in a sentence; without an instrument after it, it is one of the Convention."""

TITLE = "United Nations Convention against Cybercrime"


def bases_of(node, thread):
    """Return the instruments on which the request of a thread has rested; the Convention for none."""
    standing = thread_state(node, thread).standing
    stated = [standing.opening, standing.basis, *(one.message for one in standing.proposals)]
    return {instrument_named(one.body) or THE_CONVENTION for one in stated if one is not None}


def citations(value):
    """Yield each article that is shown with how well it is known, and each that a sentence names."""
    if isinstance(value, LegalBasis):
        return  # another instrument, shown by its name
    if isinstance(value, Reason):
        if value.code is not ARTICLE_OTHER:  # it quotes what the message cites
            yield from named_in(value.sentence())
        if value.basis is not None:
            yield value.basis.article
    elif isinstance(value, Mapping):
        if {"article", "certainty"} <= set(value):
            yield str(value["article"])
        for one in value.values():
            yield from citations(one)
    elif is_dataclass(value):
        names = [each.name for each in fields(value)]
        if {"article", "certainty"} <= set(names):
            yield str(value.article)
        for name in names:
            if name not in {"law", "envelope"}:
                yield from citations(getattr(value, name))
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from citations(value._asdict())
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from citations(one)


def named_in(text):
    """Yield the articles that a text names without their instrument."""
    return (found[0] for found in NAMED.finditer(text) if found["of"] != " of ")


def shown(node, thread):
    """Yield all that a State's officers are shown of a thread."""
    view = thread_view(node, thread)
    yield view
    yield annotations(node, thread)
    for kind in sorted(EXECUTING | DENYING):
        yield before_executing(node, thread, kind)
    for draft in node.store.drafts(thread):
        if instrument_named(draft.body) is None:  # else another basis is proposed, and judged
            yield before_leaving(node, draft)


def foreign(node, thread):
    """Return the citations of the Convention in what is shown of a request that rests on another
    instrument, and of any instrument where it rests on none. A treaty on assistance and a protocol that amends what
    it rests on may be cited.
    """
    bases = bases_of(node, thread)
    if THE_CONVENTION in bases:
        return []
    law = law_in_force(node)
    names = {one.id: one.reference for one in law.instruments}
    brought = bases | {one.id for one in law.instruments if one.assistance_treaty == "yes"}
    brought |= {one.instrument for one in law.composition if one.amends in brought}
    allowed = tuple(f" of {names[one]}" for one in sorted(brought) if one in names)
    found = [
        article
        for document in shown(node, thread)
        for article in citations(document)
        if article != NO_ARTICLE and not article.endswith(allowed)
    ]
    return found + [
        f"letter of {message.kind}"
        for message in node.store.outlines(thread)
        if TITLE in to_html(letter_document(values_of(node, message.digest), "en")).decode()
    ]
