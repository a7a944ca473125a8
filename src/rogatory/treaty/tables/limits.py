# SPDX-License-Identifier: Apache-2.0
"""Rows on time limits, and on the contents that a message must have."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: `days` with its `bound` (least, most, exact), or a rule in words alone."""

    id: str
    article: str
    days: int | None
    bound: str | None
    is_renewable: bool
    rule: str
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a message of a kind must say; under a `condition` only where that holds."""

    kind: str
    key: str
    article: str
    certainty: Certainty
    condition: str | None
    source: str


def read_limit(row: Row) -> Limit:
    days = row.integer_or_none("days", 1, 3660)
    return Limit(
        id=row.id(),
        article=row.text("article"),
        days=days,
        bound=row.choice("bound", ("least", "most", "exact")) if days else None,
        is_renewable=row.flag("is_renewable"),
        rule=row.text("rule"),
        certainty=row.certainty(),
        source=row.text("source"),
    )


def read_requirement(row: Row) -> Requirement:
    return Requirement(
        kind=row.id("kind"),
        key=row.id("key"),
        article=row.text("article"),
        certainty=row.certainty(),
        condition=row.text_or_none("condition"),
        source=row.text("source"),
    )
