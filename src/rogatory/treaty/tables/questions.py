# SPDX-License-Identifier: Apache-2.0
"""Rows on safeguards: the questions that a named officer answers."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row

SENDING, EXECUTING = "sending", "executing"
MOMENTS = (SENDING, EXECUTING)

ANSWERS = ("yes-or-no", "text")


@dataclass(frozen=True, slots=True)
class Question:
    """A question on an article. `blocks` is the answer, `yes` or `no`, that forbids to go on;
    `empty` where going on is forbidden as long as no text is given; None where the answer is
    recorded and blocks nothing by itself. `senior_on` is the answer upon which a senior officer
    must review before anything goes on.
    """

    id: str
    article: str
    text: str
    answer: str
    when: frozenset[str]
    kinds: frozenset[str]
    categories: frozenset[str]
    blocks: str | None
    senior_on: str | None
    note: str | None
    certainty: Certainty
    source: str


def read_question(row: Row) -> Question:
    return Question(
        id=row.id(),
        article=row.text("article"),
        text=row.text("text"),
        answer=row.choice_or_none("answer", ANSWERS) or "yes-or-no",
        when=frozenset(row.texts("when")),
        kinds=frozenset(row.texts("kinds")),
        categories=frozenset(row.texts("categories")),
        blocks=row.choice_or_none("blocks", ("yes", "no", "empty")),
        senior_on=row.choice_or_none("senior_on", ("yes", "no")),
        note=row.text_or_none("note"),
        certainty=row.certainty(),
        source=row.text("source"),
    )
