# SPDX-License-Identifier: Apache-2.0
"""Rows on decisions: grounds, what postpones, what is never a ground, duties before deciding.

Each row is of one instrument, the Convention where it names none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, ID, TEXT, TEXTS, Certainty, choice, rows_by_name
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

REPLIES = ("refusal", "postponement", "extension_declined", "path_withheld")
"""The decisions that a duty can concern."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a statement for one kind, and how well it is known."""

    article: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]


@dataclass(frozen=True, slots=True)
class ListedGround:
    """A ground, with the citation for each kind that it concerns. `reservation` names the article
    under which the requested State must have made one for the ground to count; `offences` is
    `outside` or `inside` where it counts for offences outside or inside the instrument alone; `help` is
    `coercive` or `not-coercive` where it counts for such help alone. A condition is there `by_default` where the instrument sets it and nobody has to state it.
    A ground `compares_conduct` where it rests on missing dual criminality: no lawyer gives it before the conduct
    was compared with the law of the requested State.
    """

    instrument: str | None
    id: str
    label: str
    note: str | None
    reservation: str | None
    offences: str
    help: str
    by_default: bool
    kinds: Mapping[str, Citation]
    compares_conduct: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of a State around a decision on these kinds: consult, give reasons, and so on.

    `grounds` names those before which alone it is owed, of refusal and postponement alike; `replies`
    the decisions that it concerns; both are all where they name none. `is_discretionary`: the State
    does it where it finds that appropriate.
    """

    instrument: str | None
    id: str
    text: str
    note: str | None
    grounds: tuple[str, ...]
    replies: tuple[str, ...]
    is_discretionary: bool
    kinds: Mapping[str, Citation]


def read_ground(row: Fields) -> ListedGround:
    return ListedGround(
        instrument=row.optional("instrument", ID, None),
        id=row.read("id", ID),
        label=row.read("label", TEXT),
        note=row.optional("note", TEXT, None),
        reservation=row.optional("reservation", TEXT, None),
        offences=row.optional("offences", choice(("all", "outside", "inside")), None) or "all",
        help=row.optional("help", choice(("all", "coercive", "not-coercive")), None) or "all",
        by_default=row.optional("by_default", FLAG, absent=False),
        kinds=row.optional("kinds", rows_by_name(read_citation), {}),
        compares_conduct=row.optional("compares_conduct", FLAG, absent=False),
    )


def read_duty(row: Fields) -> Duty:
    return Duty(
        instrument=row.optional("instrument", ID, None),
        id=row.read("id", ID),
        text=row.read("text", TEXT),
        note=row.optional("note", TEXT, None),
        grounds=row.optional("grounds", TEXTS, ()),
        replies=row.optional("replies", TEXTS, ()),
        is_discretionary=row.optional("is_discretionary", FLAG, absent=False),
        kinds=row.optional("kinds", rows_by_name(read_citation), {}),
    )


def read_citation(row: Fields) -> Citation:
    return Citation(
        article=row.read("article", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
