# SPDX-License-Identifier: Apache-2.0
"""Rows on time limits, and on the contents that a message must have."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, ID, TEXT, Certainty, choice, number
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of an instrument, of the Convention where it names none: `days` with its `bound`
    (least, most, exact), or a rule in words alone.
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


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a message of a kind must say under an instrument, the Convention where it
    names none; under a `condition` only where that holds.
    """

    instrument: str | None
    kind: str
    key: str
    article: str
    certainty: Certainty
    condition: str | None
    source: str
    cites: tuple[CitedTreaty, ...]


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
    )
