# SPDX-License-Identifier: Apache-2.0
"""Rows on time limits, and on the contents that a message must have."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, ID, TEXT, TEXTS, Certainty, choice, number
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of an instrument, of the Convention where it names none: `days` with its `bound`
    (least, most, exact), or a rule in words alone; for the `kinds` of request that it names, or for all.
    """

    instrument: str | None
    id: str
    article: str
    days: int | None
    bound: str | None
    is_renewable: bool
    rule: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    kinds: frozenset[str] = frozenset()

    def is_for(self, kind: str) -> bool:
        """Decide whether it limits requests of a kind."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a message of a kind must say under an instrument, the Convention where it
    names none; under a `condition` only where that holds, which the officer decides. What the program
    decides: it is `demanded_for` some measures that a request asks for, or `not_for` a request that asks
    for no others.
    """

    instrument: str | None
    kind: str
    key: str
    article: str
    certainty: Certainty
    condition: str | None
    source: str
    cites: tuple[CitedTreaty, ...]
    demanded_for: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()

    def is_demanded(self, measures: frozenset[str]) -> bool:
        """Decide whether a message that asks for these measures must say it, whatever the officer finds."""
        if self.demanded_for or self.not_for:
            is_exempt = bool(measures) and measures <= {*self.not_for}
            return not is_exempt and (bool(self.not_for) or bool(measures & {*self.demanded_for}))
        return self.condition is None


def read_limit(row: Fields) -> Limit:
    days = row.optional("days", number(1, 3660), None)
    return Limit(
        instrument=row.optional("instrument", ID, None),
        id=row.read("id", ID),
        article=row.read("article", TEXT),
        days=days,
        bound=row.read("bound", choice(("least", "most", "exact"))) if days else None,
        is_renewable=row.optional("is_renewable", FLAG, absent=False),
        rule=row.read("rule", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
        kinds=frozenset(row.optional("kinds", TEXTS, ())),
    )


def read_requirement(row: Fields) -> Requirement:
    return Requirement(
        instrument=row.optional("instrument", ID, None),
        kind=row.read("kind", ID),
        key=row.read("key", ID),
        article=row.read("article", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        condition=row.optional("condition", TEXT, None),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
        demanded_for=row.optional("demanded_for", TEXTS, ()),
        not_for=row.optional("not_for", TEXTS, ()),
    )
