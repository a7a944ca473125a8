# SPDX-License-Identifier: Apache-2.0
"""The questions that a named officer answers before a request is sent, executed or refused."""

from collections.abc import Collection
from dataclasses import replace

from rogatory.treaty.law import Law
from rogatory.treaty.regimes import cited_from
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
        replace(found, article=cited_from(law, found.instrument, found.article))
        for found in concerned
        if found.id not in replaced
    )
