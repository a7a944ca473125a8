# SPDX-License-Identifier: Apache-2.0
"""Rows on decisions: grounds, what postpones, what is never a ground, duties before deciding."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands for one kind, and how well it is known."""

    article: str
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class ListedGround:
    """A ground, with the citation for each kind that it concerns. `reservation` names the article
    under which the requested State must have made one for the ground to count; `offences` is
    `outside` where it counts for offences outside the Convention alone.
    """

    id: str
    label: str
    note: str | None
    reservation: str | None
    offences: str
    kinds: Mapping[str, Citation]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a State must do around a decision on these kinds: consult, give reasons, and so on."""

    id: str
    text: str
    note: str | None
    kinds: Mapping[str, Citation]


def read_ground(row: Row) -> ListedGround:
    return ListedGround(
        id=row.id(),
        label=row.text("label"),
        note=row.text_or_none("note"),
        reservation=row.text_or_none("reservation"),
        offences=row.choice_or_none("offences", ("all", "outside")) or "all",
        kinds=row.parts_by_name("kinds", _citation),
    )


def read_duty(row: Row) -> Duty:
    return Duty(
        id=row.id(),
        text=row.text("text"),
        note=row.text_or_none("note"),
        kinds=row.parts_by_name("kinds", _citation),
    )


def _citation(row: Row) -> Citation:
    return Citation(
        article=row.text("article"), certainty=row.certainty(), source=row.text("source")
    )
