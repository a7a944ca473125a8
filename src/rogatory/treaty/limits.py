# SPDX-License-Identifier: Apache-2.0
"""The time limits that the Convention sets, and where it sets none."""

from dataclasses import dataclass
from functools import cache

from rogatory.treaty.rows import Certainty, Row, packaged, read_rows


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: `days` with its `bound` (least, most, exact), or a rule in words alone."""

    id: str
    article: str
    days: int | None
    bound: str | None
    rule: str
    certainty: Certainty


@cache
def limits() -> dict[str, Limit]:
    """By id."""
    found = read_rows(packaged("limits.yaml"), "limits.yaml", "limits", _limit)
    return {limit.id: limit for limit in found}


def _limit(row: Row) -> Limit:
    days = row.integer_or_none("days", 1, 3660)
    return Limit(
        id=row.text("id"),
        article=row.text("article"),
        days=days,
        bound=row.choice("bound", ("least", "most", "exact")) if days else None,
        rule=row.text("rule"),
        certainty=row.certainty(),
    )
