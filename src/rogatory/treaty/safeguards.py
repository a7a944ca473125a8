# SPDX-License-Identifier: Apache-2.0
"""The questions that protect rights, answered by a named officer before sending and executing."""

from rogatory.treaty.law import Law
from rogatory.treaty.tables.questions import EXECUTING, SENDING, Question


def questions_before_sending(law: Law, kind: str) -> tuple[Question, ...]:
    return _questions(law, SENDING, kind)


def questions_before_executing(law: Law, kind: str) -> tuple[Question, ...]:
    return _questions(law, EXECUTING, kind)


def _questions(law: Law, when: str, kind: str) -> tuple[Question, ...]:
    return tuple(found for found in law.questions if when in found.when and kind in found.kinds)
