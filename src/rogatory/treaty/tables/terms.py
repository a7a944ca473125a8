# SPDX-License-Identifier: Apache-2.0
"""Rows on the terms of time that an instrument sets for a kind of request."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, ID, TEXT, TEXTS, Certainty, choice, number
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.treaty.tables.kinds import OPENING_KINDS
from rogatory.wire.fields import Fields

TERMS = ("hold", "after_filing", "decision", "execution")
"""The terms that a request may state, by the names of the requests package, which a test compares."""

STARTS = ("hold_start", "received", "issued")
"""The starts from which a term may be counted, likewise; of several the later one."""


@dataclass(frozen=True, slots=True)
class TermRule:
    """A term of an instrument, of the Convention where it names none: `days` with their `bound`
    (least, most, exact) from the later of `starts`, or `until` an event. One with neither is as long
    as the request states.
    """

    instrument: str | None
    kind: str
    id: str
    days: int | None
    bound: str | None
    until: str | None
    starts: tuple[str, ...]
    article: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]


def read_term(row: Fields) -> TermRule:
    days = row.optional("days", number(1, 3660), None)
    return TermRule(
        instrument=row.optional("instrument", ID, None),
        kind=row.read("kind", choice(OPENING_KINDS)),
        id=row.read("id", choice(TERMS)),
        days=days,
        bound=row.read("bound", choice(("least", "most", "exact"))) if days else None,
        until=row.optional("until", choice(("decision",)), None),
        starts=row.read("starts", TEXTS),
        article=row.read("article", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
