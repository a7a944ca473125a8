# SPDX-License-Identifier: Apache-2.0
"""What a request of each kind must say, by article: the law's list, which the forms follow."""

from dataclasses import dataclass
from functools import cache

from rogatory.treaty.rows import Certainty, Row, packaged, read_rows


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a request must say; under a `condition` only where that holds."""

    kind: str
    key: str
    article: str
    certainty: Certainty
    condition: str | None


def required_contents(kind: str) -> tuple[Requirement, ...]:
    """The list for a kind, in the Convention's order; empty where it has none."""
    return tuple(found for found in _requirements() if found.kind == kind)


@cache
def _requirements() -> tuple[Requirement, ...]:
    return read_rows(packaged("required.yaml"), "required.yaml", "required", _requirement)


def _requirement(row: Row) -> Requirement:
    return Requirement(
        kind=row.text("kind"),
        key=row.text("key"),
        article=row.text("article"),
        certainty=row.certainty(),
        condition=row.text_or_none("condition"),
    )
