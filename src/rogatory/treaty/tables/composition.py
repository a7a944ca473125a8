# SPDX-License-Identifier: Apache-2.0
"""Rows on what an instrument refers to: treaties, legislation, and what two States agreed besides."""

from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import (
    CERTAINTY,
    DAY,
    FLAG,
    ID,
    STATE,
    TEXT,
    TEXTS,
    Certainty,
    choice,
    texts_of,
)
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

ASSISTANCE_TREATY, RECIPROCAL_LEGISLATION = "assistance-treaty", "reciprocal-legislation"
OWN_AGREEMENT, DOMESTIC_LAW = "own-agreement", "domestic-law"
AMENDMENT = "amendment"
BRINGS = (ASSISTANCE_TREATY, RECIPROCAL_LEGISLATION, OWN_AGREEMENT, DOMESTIC_LAW, AMENDMENT)

SECTIONS_BROUGHT = (
    "grounds", "postponements", "conditions", "never", "duties", "questions", "limits", "terms",
    "provisions", "required", "kinds",
)  # fmt: skip
"""The sections whose lines an instrument can bring in, by their names in the law."""


@dataclass(frozen=True, slots=True)
class Composition:
    """Law that an instrument brings in for some kinds: `assistance-treaty`, a treaty on mutual assistance
    that binds both States; `reciprocal-legislation`, their arrangement on the basis of uniform or
    reciprocal legislation; `own-agreement`, a treaty between the two alone; `domestic-law`, whose
    grounds are not listed, so that another may be given; or as an `amendment` of the instrument `amends` itself,
    where it binds both States.

    It takes the place of the instrument's own paragraphs in `replaces`, with `is_unless_agreed` but for
    those that both agreed to apply all the same. Of the sections in `without` nothing is brought in.
    """

    instrument: str
    id: str
    kinds: frozenset[str]
    brings: str
    replaces: tuple[str, ...]
    without: tuple[str, ...]
    is_unless_agreed: bool
    article: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    amends: str | None = None

    @property
    def of_instrument(self) -> str:
        """The instrument whose lines it adds to, and whose paragraphs it replaces."""
        return self.amends or self.instrument


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement of two States to apply paragraphs of an instrument in the place of a treaty on
    assistance that binds both, from the day on which it was made until it ended.
    """

    id: str
    instrument: str
    between: frozenset[str]
    paragraphs: tuple[str, ...]
    article: str
    made: date
    ended: date | None
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]


def read_composition(row: Fields) -> Composition:
    return Composition(
        instrument=row.read("instrument", ID),
        id=row.read("id", ID),
        kinds=frozenset(row.read("kinds", TEXTS)),
        brings=row.read("brings", choice(BRINGS)),
        replaces=row.optional("replaces", TEXTS, ()),
        without=row.optional("without", texts_of(choice(SECTIONS_BROUGHT)), ()),
        is_unless_agreed=row.optional("is_unless_agreed", FLAG, absent=False),
        article=row.read("article", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
        amends=row.optional("amends", ID, None),
    )


def read_agreement(row: Fields) -> Agreement:
    return Agreement(
        id=row.read("id", ID),
        instrument=row.read("instrument", ID),
        between=frozenset(row.read("between", texts_of(STATE))),
        paragraphs=row.read("paragraphs", TEXTS),
        article=row.read("article", TEXT),
        made=row.read("made", DAY),
        ended=row.optional("ended", DAY, None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
