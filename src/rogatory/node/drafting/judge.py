# SPDX-License-Identifier: Apache-2.0
"""The problems of an unfinished text, by the rules for drafts; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.drafting.form_body import with_null
from rogatory.node.drafts.body import judge_body
from rogatory.node.drafts.draft import NewMessage, unsaved_draft
from rogatory.node.law.judge import before_leaving
from rogatory.node.provisions.request_law import cited_reasons, law_of_message
from rogatory.node.provisions.required_contents import required_reasons
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import Draft
from rogatory.wire.identifiers import parse_authority


@dataclass(frozen=True, slots=True)
class Judgement:
    """The faults of a text: all of them, and those that concern its body alone."""

    reasons: Sequence[Reason]
    """Nothing: the text can become a draft."""
    of_body: Sequence[Reason]


def as_draft(node: Node, text: Unfinished, of_body: Sequence[Reason] | None = None) -> Draft:
    """Build the draft that the text would be, with the text's own identifier.

    `of_body` is what `body.check` answered, where it was asked already.

    Raises:
        Refused: with every reason of `draft.draft_message`.
    """
    return unsaved_draft(
        node,
        message=NewMessage(
            kind=text.kind,
            sender=text.sender,
            addressee=text.addressee,
            language=text.language,
            body=with_null(text.body),
            thread=text.thread,
            related=list(text.related),
        ),
        officer=text.officer,
        identifier=text.id,
        of_body=of_body,
    )


def judge_text(node: Node, text: Unfinished) -> Judgement:
    """Judge whether the text can be written down now, by its form and by what the instrument of its request
    demands; its body is checked once.
    """
    of_body = body_reasons(node, text)
    return Judgement(_reasons(node, text, of_body), of_body)


def blocks_of_text(node: Node, text: Unfinished, of_body: Sequence[Reason]) -> Sequence[Reason]:
    """Return what the law will keep from being sent of a text that can become a draft: questions that its
    officers answer on the draft; nothing of one that cannot become a draft yet.
    """
    try:
        return before_leaving(node, as_draft(node, text, of_body)).blocks
    except Refused:
        return ()


def body_reasons(node: Node, text: Unfinished) -> list[Reason]:
    """Return what is wrong with the body by its form, by what the instrument of its request demands, and
    by the dates that it asks for.
    """
    stated = with_null(text.body)
    against = judge_body(text.kind, stated, node.clock.now())
    found = cited_reasons(node, text, against)
    about = law_of_message(node, text)
    return [*found, *required_reasons(about.regime, about.kind, text.kind, stated, found)]


def _reasons(node: Node, text: Unfinished, of_body: Sequence[Reason]) -> Sequence[Reason]:
    reasons: list[Reason] = []
    for authority in dict.fromkeys((text.sender, text.addressee)):
        try:
            parse_authority(authority)
        except Refused as error:
            reasons += error.reasons
    if reasons:
        return [*reasons, *of_body]
    try:
        as_draft(node, text, of_body)
    except Refused as error:
        return error.reasons
    return ()
