# SPDX-License-Identifier: Apache-2.0
"""Rows on what a State made known when it was bound: reservations, declarations, designations."""

from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import Certainty, Row

MATTERS = ("channel", "language", "element", "interpol", "direct-execution", "other")


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
    """What each Party must name and to whom it is notified."""

    id: str
    article: str
    label: str
    notified_to: str | None
    when: str | None
    fields: tuple[str, ...]
    note: str | None
    certainty: Certainty
    source: str


def read_reservation(row: Row) -> Reservation:
    return Reservation(
        id=row.id(),
        state=row.state(),
        instrument=row.id("instrument"),
        article=row.text("article"),
        made=row.day("made"),
        withdrawn=row.day_or_none("withdrawn"),
        text=row.text_or_none("text"),
        source=row.text("source"),
        certainty=row.certainty(),
        gap=row.text_or_none("gap"),
    )


def read_declaration(row: Row) -> Declaration:
    return Declaration(
        id=row.id(),
        state=row.state(),
        instrument=row.id("instrument"),
        article=row.text("article"),
        matter=row.choice("matter", MATTERS),
        value=row.text_or_none("value"),
        made=row.day("made"),
        ended=row.day_or_none("ended"),
        text=row.text_or_none("text"),
        source=row.text("source"),
        certainty=row.certainty(),
        gap=row.text_or_none("gap"),
    )


def read_designation(row: Row) -> Designation:
    return Designation(
        id=row.id(),
        article=row.text("article"),
        label=row.text("label"),
        notified_to=row.text_or_none("notified_to"),
        when=row.text_or_none("when"),
        fields=row.texts("fields"),
        note=row.text_or_none("note"),
        certainty=row.certainty(),
        source=row.text("source"),
    )
