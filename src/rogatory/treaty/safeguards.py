# SPDX-License-Identifier: Apache-2.0
"""The questions that a named officer answers before a request is sent, executed or refused."""

from collections.abc import Collection
from dataclasses import replace

from rogatory.errors import NO_ARTICLE
from rogatory.treaty.citing import line_of
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime, brought, cite, instrument_of, left_of
from rogatory.treaty.tables.questions import EXECUTING, REFUSING, SENDING, Question


def questions_before_sending(
    regime: Regime, kind: str, categories: Collection[str] | None = None
) -> tuple[Question, ...]:
    """Return the questions to answer before a request of this kind leaves: those of all instruments, those
    of its own and of what it brings in, without those on a paragraph whose place other law takes.

    With `categories`, those alone that concern data of one of them, beside the general ones. The
    article of each is cited with its instrument, unless that is the Convention.
    """
    return _questions(regime, SENDING, kind, categories)


def questions_before_executing(
    regime: Regime, kind: str, categories: Collection[str] | None = None
) -> tuple[Question, ...]:
    """Return the questions to answer before a request of this kind is executed, likewise."""
    return _questions(regime, EXECUTING, kind, categories)


def questions_before_refusing(regime: Regime, kind: str) -> tuple[Question, ...]:
    """Return the questions to answer before a request of this kind is refused or postponed, likewise."""
    return _questions(regime, REFUSING, kind, None)


def question_under(regime: Regime, question: str | None, when: Collection[str]) -> Question | None:
    """Return the question of that id, if it is asked at one of these times of some request under the regime."""
    found = (
        one
        for one in regime.law.questions
        if one.id == question
        and one.when & set(when)
        and any(_is_of_regime(regime, one, kind) for kind in one.kinds | one.executing_kinds)
    )
    return next(found, None)


def has_questions_before_sending(law: Law, kind: str) -> bool:
    """Decide whether any instrument has a question before a message of this kind leaves."""
    return any(kind in one.kinds_at(SENDING) for one in law.questions)


def _questions(
    regime: Regime, when: str, kind: str, categories: Collection[str] | None
) -> tuple[Question, ...]:
    concerned = [
        found
        for found in regime.law.questions
        if kind in found.kinds_at(when)
        and _is_of_regime(regime, found, kind)
        and (categories is None or not found.categories or found.categories & set(categories))
    ]
    replaced = {one.replaces for one in concerned}
    return tuple(_cited_for(regime, found, kind) for found in concerned if found.id not in replaced)


def _is_of_regime(regime: Regime, question: Question, kind: str) -> bool:
    """Decide whether it is a question of all instruments, or of one that binds in this request."""
    if question.instrument is None:
        return True
    binding = (regime.instrument, *brought(regime, kind, "questions"))
    left = left_of(regime, kind, question.article, question.instrument)
    return question.instrument in binding and left is not None


def _cited_for(regime: Regime, question: Question, kind: str) -> Question:
    """Cite the provision on which the question is asked in this request. A question of all instruments has
    the Convention's in its row; under another one it has none if that has no such line.
    """
    if question.instrument is not None and question.instrument != regime.instrument:
        article = cite(regime, instrument_of(question), question.article)
        return replace(question, article=article)
    found = line_of(regime, kind, question.id)
    if found is None:
        return replace(
            question, article=NO_ARTICLE, certainty="practice", source="practice", cites=()
        )
    return replace(
        question,
        article=cite(regime, found.instrument, found.article),
        certainty=found.certainty,
        source=found.source,
        cites=question.cites if found.instrument == instrument_of(question) else found.cites,
    )
