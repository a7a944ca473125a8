# SPDX-License-Identifier: Apache-2.0
"""The questions that protect rights, answered by a named officer before sending and executing."""

from dataclasses import dataclass
from functools import cache

from rogatory.treaty.rows import Certainty, Row, packaged, read_rows

SENDING, EXECUTING = "sending", "executing"


@dataclass(frozen=True, slots=True)
class Question:
    """A question on an article. `blocks` is the answer, `yes` or `no`, that forbids to go on;
    where it is None the answer is recorded and blocks nothing by itself.
    """

    id: str
    article: str
    certainty: Certainty
    text: str
    when: frozenset[str]
    kinds: frozenset[str]
    blocks: str | None


def questions_before_sending(kind: str) -> tuple[Question, ...]:
    return _questions(SENDING, kind)


def questions_before_executing(kind: str) -> tuple[Question, ...]:
    return _questions(EXECUTING, kind)


def _questions(when: str, kind: str) -> tuple[Question, ...]:
    return tuple(found for found in questions() if when in found.when and kind in found.kinds)


@cache
def questions() -> tuple[Question, ...]:
    return read_rows(packaged("questions.yaml"), "questions.yaml", "questions", _question)


def _question(row: Row) -> Question:
    return Question(
        id=row.text("id"),
        article=row.text("article"),
        certainty=row.certainty(),
        text=row.text("text"),
        when=frozenset(row.texts("when")),
        kinds=frozenset(row.texts("kinds")),
        blocks=row.text_or_none("blocks"),
    )
