# SPDX-License-Identifier: Apache-2.0
"""The questions that protect rights, answered by a named officer before sending and executing."""

from collections.abc import Collection

from rogatory.treaty.law import Law
from rogatory.treaty.tables.questions import EXECUTING, SENDING, Question


def questions_before_sending(
    law: Law, kind: str, categories: Collection[str] | None = None
) -> tuple[Question, ...]:
    """The questions to answer before a request of this kind leaves.

    With `categories`, those alone that concern data of one of them, beside the general ones.
    """
    return _questions(law, SENDING, kind, categories)


def questions_before_executing(
    law: Law, kind: str, categories: Collection[str] | None = None
) -> tuple[Question, ...]:
    """The questions to answer before a request of this kind is executed, likewise."""
    return _questions(law, EXECUTING, kind, categories)


def _questions(
    law: Law, when: str, kind: str, categories: Collection[str] | None
) -> tuple[Question, ...]:
    return tuple(
        found
        for found in law.questions
        if when in found.when
        and kind in found.kinds
        and (categories is None or not found.categories or found.categories & set(categories))
    )
