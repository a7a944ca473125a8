# SPDX-License-Identifier: Apache-2.0
"""An unfinished text as the letter that it is becoming: the letter's own code over what is said so far."""

from collections.abc import Sequence

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.drafting.form_body import with_null
from rogatory.node.letters.missing_items import with_gaps
from rogatory.node.letters.of_node import (
    basis_of_letter,
    law_cited,
    names_of_instruments,
    opened_by,
    opening_of,
    party,
    reference_of_body,
    view_of,
)
from rogatory.node.letters.values import LetterRole, LetterValues
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.blocks import Document
from rogatory.node.repositories.drafting import Unfinished


def unfinished_letter(
    node: Node, text: Unfinished, language: str, of_body: Sequence[Reason]
) -> Document:
    """Write the letter so far in a language of `LANGUAGES`; nobody can sign it or take it for one.

    `of_body` is what the check of the text's body answered: the letter shows it at its place.

    Raises:
        Refused: so much of the text is wrong that no letter can show it.
    """
    return letter_document(values_of_text(node, text, of_body), language)


def values_of_text(node: Node, text: Unfinished, of_body: Sequence[Reason]) -> LetterValues:
    view, body, law = view_of(node), with_null(text.body), law_cited(node)
    opening = opening_of(node, text.thread) if text.thread else None
    return LetterValues(
        kind=text.kind,
        body=with_gaps(body, of_body),
        language=text.language,
        sender=party(node, view, text.sender),
        addressee=party(node, view, text.addressee),
        at=text.changed,
        manner=LetterRole.UNFINISHED,
        basis=basis_of_letter(node, text.kind, body, text.thread or ""),
        reference=reference_of_body(body),
        thread=text.thread or "",
        opened=None if opening is None else opened_by(opening),
        related=text.related,
        instruments=names_of_instruments(law),
        law=law,
        states={} if view is None else {one: view.entry(one).names for one in view.states},
    )
