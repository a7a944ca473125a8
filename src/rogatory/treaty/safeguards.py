# SPDX-License-Identifier: Apache-2.0
"""The questions that a named officer answers before a request is sent, executed or refused."""

from collections.abc import Collection
from dataclasses import replace

from rogatory.errors import NO_ARTICLE
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import Law
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.questions import EXECUTING, REFUSING, SENDING, Question


def questions_before_sending(
    law: Law,
    kind: str,
    categories: Collection[str] | None = None,
    *,
    instrument: str | None = None,
) -> tuple[Question, ...]:
    """Return the questions to answer before a request of this kind on an instrument leaves.

    With `categories`, those alone that concern data of one of them, beside the general ones. The
    article of each is cited with its instrument, unless that is the Convention.
    """
    return _questions(law, SENDING, kind, categories, instrument)


def questions_before_executing(
    law: Law,
    kind: str,
    categories: Collection[str] | None = None,
    *,
    instrument: str | None = None,
) -> tuple[Question, ...]:
    """Return the questions to answer before a request of this kind is executed, likewise."""
    return _questions(law, EXECUTING, kind, categories, instrument)


def questions_before_refusing(
    law: Law, kind: str, *, instrument: str | None = None
) -> tuple[Question, ...]:
    """Return the questions to answer before a request of this kind is refused or postponed, likewise."""
    return _questions(law, REFUSING, kind, None, instrument)


def _questions(
    law: Law,
    when: str,
    kind: str,
    categories: Collection[str] | None,
    instrument: str | None,
) -> tuple[Question, ...]:
    concerned = [
        found
        for found in law.questions
        if when in found.when
        and kind in found.kinds
        and found.instrument in {None, instrument or THE_CONVENTION}
        and (categories is None or not found.categories or found.categories & set(categories))
    ]
    replaced = {one.replaces for one in concerned}
    return tuple(
        _cited_for(law, found, kind, instrument or THE_CONVENTION)
        for found in concerned
        if found.id not in replaced
    )


def _cited_for(law: Law, question: Question, kind: str, instrument: str) -> Question:
    """Cite the provision of the instrument on which the question is asked: a question of all instruments
    has the Convention's in its row, and of another one none if the instrument has no such line.
    """
    if question.instrument is not None or instrument == THE_CONVENTION:
        return replace(question, article=cited_from(law, question.instrument, question.article))
    row = law.provisions_by_id.get((instrument, question.id))
    found = None if row is None else row.kinds.get(kind, row.always)
    if found is None:
        return replace(
            question, article=NO_ARTICLE, certainty="practice", source="practice", cites=()
        )
    return replace(
        question,
        article=cited_from(law, instrument, found.article),
        certainty=found.certainty,
        source=found.source,
        cites=found.cites,
    )
