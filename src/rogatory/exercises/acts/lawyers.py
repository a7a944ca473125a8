# SPDX-License-Identifier: Apache-2.0
"""The cast answers what the law asks: for exercises and tests, in which nothing is real.

Each answer is what an officer would say of a case that may go on. The player of another case
decides first; what is answered already is left as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rogatory.errors import NO_ARTICLE
from rogatory.node.context import Node
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_leaving
from rogatory.node.law.questions import (
    decision_topic,
    is_on_authorisation,
    is_on_proportionality,
    newest,
)
from rogatory.node.law.subject import Subject, subject_of
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.treaty.tables.questions import Question
from rogatory.wire.canonical import Json

ANSWERS: Mapping[str, str] = {
    "rights-expression": "no",
    "rights-expression-of-extradition": "no",
    "discrimination": "no",
    "provider-abroad": "no",
}
"""Answers that are not the opposite of what would forbid to go on, by the question's id."""

AUTHORISED_FOR = timedelta(days=90)
"""How long an invented court authorises a measure in an exercise."""


def answer_law(
    node: Node, draft: str, officer: str, *, answers: Mapping[str, str] | None = None
) -> Sequence[Decision]:
    """Decide everything that is still open before a draft may leave; returns what was decided."""
    law, found = law_in_force(node), draft_of(node, draft)
    subject = subject_of(node, law, draft)
    lawful = before_leaving(node, found)
    taken = []
    if subject.draft and subject.instrument and not newest(lawful.decisions, {DecisionTopic.BASIS}):
        taken.append(
            decide(
                node,
                subject=subject.id,
                topic=DecisionTopic.BASIS,
                answer=subject.instrument,
                reason="The fastest of the instruments that serve between the two today.",
                officer=officer,
            )
        )
    for question in lawful.open_questions:
        answer, details = _answer(node, subject, question, answers or {})
        taken.append(
            decide(
                node,
                subject=subject.id,
                topic=decision_topic(question, is_executing=subject.is_executing),
                question=question.id,
                answer=answer,
                reason=_reason(question),
                officer=officer,
                details=details,
            )
        )
    return taken


def _reason(question: Question) -> str:
    if question.article == NO_ARTICLE:
        return "Considered for this case."
    return f"Considered for this case under article {question.article}."


def _answer(
    node: Node, subject: Subject, question: Question, answers: Mapping[str, str]
) -> tuple[str, Mapping[str, Json]]:
    if is_on_authorisation(question):
        until = (node.clock.now() + AUTHORISED_FOR).date().isoformat()
        details: Mapping[str, Json] = {
            "authority": "District Court",
            "reference": "B 12/2026",
            "scope": "The data that the request describes",
            "until": until,
        }
        return answers.get(question.id, "District Court, B 12/2026"), details
    if is_on_proportionality(question):
        notes: dict[str, Json] = {
            category: f"Without {category} data the facts cannot be established."
            for category in subject.categories
        }
        return answers.get(question.id, "Limited to one account and to the time of the facts."), {
            "categories": notes
        }
    if question.answer == "text":
        return answers.get(question.id, "Considered; nothing more is touched than needed."), {}
    opposite = {"yes": "no", "no": "yes"}.get(question.blocks or "", "yes")
    return answers.get(question.id, ANSWERS.get(question.id, opposite)), {}
