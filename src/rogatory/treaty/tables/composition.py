# SPDX-License-Identifier: Apache-2.0
"""Rows on what an instrument refers to: a treaty on assistance, or the law of the requested State."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, ID, TEXT, TEXTS, Certainty, choice
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

ASSISTANCE_TREATY, DOMESTIC_LAW = "assistance-treaty", "domestic-law"


@dataclass(frozen=True, slots=True)
class Composition:
    """Law that an instrument brings in for some kinds: `assistance-treaty`, the provisions of a treaty
    on mutual assistance that binds both States, which take the place of its own paragraphs in
    `replaces`; or `domestic-law`, whose grounds are not listed, so that another may be given.
    """

    instrument: str
    id: str
    kinds: frozenset[str]
    brings: str
    replaces: tuple[str, ...]
    article: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]


def read_composition(row: Fields) -> Composition:
    return Composition(
        instrument=row.read("instrument", ID),
        id=row.read("id", ID),
        kinds=frozenset(row.read("kinds", TEXTS)),
        brings=row.read("brings", choice((ASSISTANCE_TREATY, DOMESTIC_LAW))),
        replaces=row.optional("replaces", TEXTS, ()),
        article=row.read("article", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
