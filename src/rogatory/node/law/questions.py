# SPDX-License-Identifier: Apache-2.0
"""Which questions the law asks of an act, which are answered, and what the answers forbid."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.subject import UNSPECIFIED, Subject
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.treaty.regimes import Regime
from rogatory.treaty.safeguards import (
    questions_before_executing,
    questions_before_refusing,
    questions_before_sending,
)
from rogatory.treaty.tables.questions import Question
from rogatory.wire.empty_words import has_words

YES_OR_NO = ("yes", "no")
GO_ON, STOP = "go-on", "stop"
"""The decisions of a senior officer on facts that were flagged (article 6(2))."""

RELEASES = frozenset({"delivery", "partial_delivery", "answer", "preserved_traffic_disclosure"})
"""Messages with which data leave: only before these is it asked whether they may (article 36)."""

WITH_DATA_QUESTIONS = RELEASES | {"onward_transfer_authorisation"}
"""The same, and the message by which another State may pass data on (article 36(3))."""

ALLOWING = {
    "use_consent": "use_consent_request",
    "onward_transfer_authorisation": "onward_transfer_request",
}
"""Messages that allow what another asked for in the thread; each can decline it as well."""

DISCLOSING_PATH = "preserved_traffic_disclosure"
"""The message that gives provider and path, of which the questions are answered by themselves."""

DECIDED_BY = {DISCLOSING_PATH: DISCLOSING_PATH, **ALLOWING}
"""Messages that decide on something else than the request that opened the thread."""

ON_PERSONAL_DATA = frozenset(
    {"personal-data", "personal-data-unasked", "received-data", "onward-recipient"}
)
ON_AUTHORISATION = frozenset(
    {
        "requesting-authorisation",
        "independent-authorisation",
        "independent-authorisation-content",
        "authorisation-in-emergency",
    }
)
ON_PROPORTIONALITY = "proportionality"
"""Questions that are handled in a way of their own, by id: what they cite depends on the instrument."""


def subject_questions(regime: Regime, subject: Subject) -> tuple[Question, ...]:
    """Return the questions on a request that is to leave."""
    questions = questions_before_sending(regime, subject.kind)
    return _concerning(questions, subject)


def subject_questions_executing(
    regime: Regime, subject: Subject, answering: str
) -> tuple[Question, ...]:
    """Return the questions on an answer of that kind to what was asked in the thread.

    Those on the transfer of personal data are asked when data leave or may be passed on, not before.
    """
    decided = DECIDED_BY.get(answering, subject.kind)
    questions = questions_before_executing(regime, decided)
    return tuple(
        question
        for question in _concerning(questions, subject)
        if answering in WITH_DATA_QUESTIONS or not is_on_personal_data(question)
    )


def subject_questions_refusing(regime: Regime, decided: str) -> tuple[Question, ...]:
    """Return the questions on a refusal or postponement of what was asked in the thread."""
    return questions_before_refusing(regime, decided)


def is_on_personal_data(question: Question) -> bool:
    return question.id in ON_PERSONAL_DATA


def is_on_authorisation(question: Question) -> bool:
    return question.id in ON_AUTHORISATION


def is_on_proportionality(question: Question) -> bool:
    return question.id == ON_PROPORTIONALITY


def decision_topic(question: Question, *, is_executing: bool) -> DecisionTopic:
    """Return what a decision on the question is about."""
    if is_on_personal_data(question):
        return DecisionTopic.DATA_PROTECTION
    return DecisionTopic.BEFORE_EXECUTING if is_executing else DecisionTopic.BEFORE_SENDING


def answer_to(decisions: Sequence[Decision], question: Question) -> Decision | None:
    """Return the newest answer to a question."""
    return newest(decisions, set(DecisionTopic) - {DecisionTopic.SENIOR_REVIEW}, question.id)


def senior_review(
    decisions: Sequence[Decision], question: Question, given: Decision
) -> Decision | None:
    """Return the newest senior review of an answer: written after it, whatever a clock said, and by another officer."""
    after = decisions[decisions.index(given) + 1 :]
    review = newest(after, {DecisionTopic.SENIOR_REVIEW}, question.id)
    return review if review is not None and review.officer != given.officer else None


def newest(
    decisions: Sequence[Decision], subjects: AbstractSet[DecisionTopic], question: str | None = None
) -> Decision | None:
    """Return the decision that counts on any of the subjects, or on one question of them."""
    found = (
        decision
        for decision in reversed(decisions)
        if decision.matter in subjects and question in {None, decision.question}
    )
    return next(found, None)


def answered_since(
    decisions: Sequence[Decision], questions: Sequence[Question], since: datetime | None
) -> tuple[Decision, ...]:
    """Return the decisions without those answers to the questions that were given before it was asked: what
    is answered for one recipient or one proceeding is not answered for the next.
    """
    about = {one.id for one in questions}
    return tuple(
        one for one in decisions if since is None or one.question not in about or one.at >= since
    )


def open_questions(
    questions: Sequence[Question], decisions: Sequence[Decision]
) -> tuple[Question, ...]:
    return tuple(question for question in questions if answer_to(decisions, question) is None)


def question_reasons(
    questions: Sequence[Question], decisions: Sequence[Decision]
) -> Iterator[Reason]:
    """Apply lines 6, 38, 39, 40 and 41 of the law's list: every question has its answer, with name
    and reason, and none of the answers forbids to go on (articles 5, 6, 24, 36 and 40(22)).
    """
    for question in questions:
        given = answer_to(decisions, question)
        fields = {"article": question.article, "certainty": question.certainty}
        if given is None:
            yield refusals.QUESTION_OPEN.because(fields, question=question.text)
            continue
        if forbids(question, given.answer):
            yield refusals.QUESTION_FORBIDS.because(
                fields, question=question.text, answer=given.answer, officer=given.officer
            )
        yield from _senior_reasons(question, given, decisions)


def forbids(question: Question, answer: str) -> bool:
    """Decide whether going on is forbidden by this answer."""
    if question.blocks == "empty":
        return not has_words(answer)
    return question.blocks is not None and answer == question.blocks


def _senior_reasons(
    question: Question, given: Decision, decisions: Sequence[Decision]
) -> Iterator[Reason]:
    """Apply line 38 of the law's list, its senior part: facts of speech, belief, assembly or
    association are reviewed by a senior officer after they were flagged (article 6(2)).
    """
    if question.senior_on != given.answer:
        return
    fields = {"article": question.article, "certainty": question.certainty}
    review = senior_review(decisions, question, given)
    if review is None:
        yield refusals.SENIOR_OPEN.because(fields)
    elif review.answer != GO_ON:
        yield refusals.SENIOR_STOPPED.because(fields, officer=review.officer)


def _concerning(questions: Sequence[Question], subject: Subject) -> tuple[Question, ...]:
    """Return the questions; those on data of certain categories are asked only where the request
    may concern such.
    """
    categories = subject.categories
    return tuple(
        question
        for question in questions
        if not question.categories or categories & (question.categories | {UNSPECIFIED})
    )
