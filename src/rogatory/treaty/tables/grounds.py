# SPDX-License-Identifier: Apache-2.0
"""Rows on decisions: grounds, what postpones, what is never a ground, duties before deciding."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, ID, TEXT, Certainty, choice, rows_by_name
from rogatory.wire.fields import Fields


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a statement for one kind, and how well it is known."""

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
    """A duty of a State around a decision on these kinds: consult, give reasons, and so on."""

    id: str
    text: str
    note: str | None
    kinds: Mapping[str, Citation]


def read_ground(row: Fields) -> ListedGround:
    return ListedGround(
        id=row.read("id", ID),
        label=row.read("label", TEXT),
        note=row.optional("note", TEXT, None),
        reservation=row.optional("reservation", TEXT, None),
        offences=row.optional("offences", choice(("all", "outside")), None) or "all",
        kinds=row.optional("kinds", rows_by_name(_citation), {}),
    )


def read_duty(row: Fields) -> Duty:
    return Duty(
        id=row.read("id", ID),
        text=row.read("text", TEXT),
        note=row.optional("note", TEXT, None),
        kinds=row.optional("kinds", rows_by_name(_citation), {}),
    )


def _citation(row: Fields) -> Citation:
    return Citation(
        article=row.read("article", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
    )
