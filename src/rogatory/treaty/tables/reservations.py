# SPDX-License-Identifier: Apache-2.0
"""Rows on what a State made known when it was bound: reservations, declarations, designations."""

from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import CERTAINTY, DAY, ID, STATE, TEXT, TEXTS, Certainty, choice
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

SUBJECTS = ("channel", "language", "element", "interpol", "direct-execution", "other")


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation of a State under an article, from its day until it is withdrawn."""

    id: str
    state: str
    instrument: str
    article: str
    made: date
    withdrawn: date | None
    text: str | None
    source: str
    certainty: Certainty
    gap: str | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration of a State: a channel or language it demands, an element it adds to an
    offence (`value` names the element's id), and the like.
    """

    id: str
    state: str
    instrument: str
    article: str
    matter: str
    value: str | None
    made: date
    ended: date | None
    text: str | None
    source: str
    certainty: Certainty
    gap: str | None


@dataclass(frozen=True, slots=True)
class Designation:
    """The authorities that each Party must name, and to whom they are notified."""

    id: str
    article: str
    label: str
    notified_to: str | None
    when: str | None
    fields: tuple[str, ...]
    note: str | None
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]


def read_reservation(row: Fields) -> Reservation:
    return Reservation(
        id=row.read("id", ID),
        state=row.read("state", STATE),
        instrument=row.read("instrument", ID),
        article=row.read("article", TEXT),
        made=row.read("made", DAY),
        withdrawn=row.optional("withdrawn", DAY, None),
        text=row.optional("text", TEXT, None),
        source=row.read("source", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        gap=row.optional("gap", TEXT, None),
    )


def read_declaration(row: Fields) -> Declaration:
    return Declaration(
        id=row.read("id", ID),
        state=row.read("state", STATE),
        instrument=row.read("instrument", ID),
        article=row.read("article", TEXT),
        matter=row.read("matter", choice(SUBJECTS)),
        value=row.optional("value", TEXT, None),
        made=row.read("made", DAY),
        ended=row.optional("ended", DAY, None),
        text=row.optional("text", TEXT, None),
        source=row.read("source", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        gap=row.optional("gap", TEXT, None),
    )


def read_designation(row: Fields) -> Designation:
    return Designation(
        id=row.read("id", ID),
        article=row.read("article", TEXT),
        label=row.read("label", TEXT),
        notified_to=row.optional("notified_to", TEXT, None),
        when=row.optional("when", TEXT, None),
        fields=row.optional("fields", TEXTS, ()),
        note=row.optional("note", TEXT, None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
