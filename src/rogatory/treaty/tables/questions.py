# SPDX-License-Identifier: Apache-2.0
"""Rows on safeguards: the questions that a named officer answers."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, ID, TEXT, TEXTS, Certainty, choice
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

SENDING, EXECUTING, REFUSING = "sending", "executing", "refusing"
MOMENTS = (SENDING, EXECUTING, REFUSING)

ANSWERS = ("yes-or-no", "text")


@dataclass(frozen=True, slots=True)
class Question:
    """A question on an article. `blocks` is the answer, `yes` or `no`, that forbids to go on;
    `empty` where going on is forbidden as long as no text is given; None where the answer is
    recorded and blocks nothing by itself. `senior_on` is the answer upon which a senior officer
    must review before anything goes on.

    Where `instrument` is given, it is asked of requests on that instrument alone, in the place of the
    question that it `replaces`. Its article is then of that instrument, else of the Convention.
    `executing_kinds` are further kinds: before these are executed it is asked, and at no other time.
    """

    id: str
    instrument: str | None
    replaces: str | None
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
    cites: tuple[CitedTreaty, ...]
    executing_kinds: frozenset[str] = frozenset()

    def kinds_at(self, moment: str) -> frozenset[str]:
        """Return the kinds of request of which it is asked at a moment."""
        kinds = self.kinds if moment in self.when else frozenset()
        return kinds | self.executing_kinds if moment == EXECUTING else kinds


def read_question(row: Fields) -> Question:
    return Question(
        id=row.read("id", ID),
        instrument=row.optional("instrument", ID, None),
        replaces=row.optional("replaces", ID, None),
        article=row.read("article", TEXT),
        text=row.read("text", TEXT),
        answer=row.optional("answer", choice(ANSWERS), None) or "yes-or-no",
        when=frozenset(row.optional("when", TEXTS, ())),
        kinds=frozenset(row.optional("kinds", TEXTS, ())),
        categories=frozenset(row.optional("categories", TEXTS, ())),
        blocks=row.optional("blocks", choice(("yes", "no", "empty")), None),
        senior_on=row.optional("senior_on", choice(("yes", "no")), None),
        note=row.optional("note", TEXT, None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
        executing_kinds=frozenset(row.optional("executing_kinds", TEXTS, ())),
    )
