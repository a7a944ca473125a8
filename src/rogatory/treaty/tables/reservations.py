# SPDX-License-Identifier: Apache-2.0
"""Rows on what a State made known when it was bound: reservations, declarations, designations."""

from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import (
    CERTAINTY,
    DAY,
    FLAG,
    ID,
    STATE,
    TEXT,
    TEXTS,
    Certainty,
    choice,
    rows,
)
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

SUBJECTS = (
    "channel", "language", "element", "interpol", "direct-execution", "territory",
    "territory-excluded", "succession", "competence", "other",
)  # fmt: skip

NAMING_A_PLACE = frozenset({"territory", "territory-excluded", "succession"})
"""Declarations whose value is the code of a territory, or of the State that was succeeded."""

SUCCESSION = "succession"
CHANNEL, LANGUAGE, INTERPOL = "channel", "language", "interpol"
DIRECT_EXECUTION = "direct-execution"

EXCLUDES, ADDS_ELEMENT, ALLOWS_REFUSAL = "excludes", "adds-element", "allows-refusal"
EFFECTS = (EXCLUDES, ADDS_ELEMENT, ALLOWS_REFUSAL, "other")

SIGNATURE = "signature"
MADE_AT = (SIGNATURE, "consent", "later")


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection of a State to a reservation; `precludes` where the objecting State declared that the
    instrument does not enter into force between the two.
    """

    state: str
    made: date
    withdrawn: date | None
    precludes: bool


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation of a State under an article, from its day until it is withdrawn.

    `article` is the provision under which it was made, `articles` are those that it changes. Its
    `effect` is None where nobody recorded it; it then allows a refusal on the ground that names its
    article. One made at signature counts from the day on which it was `confirmed`.
    """

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
    effect: str | None = None
    articles: tuple[str, ...] = ()
    element: str | None = None
    made_at: str | None = None
    confirmed: date | None = None
    objections: tuple[Objection, ...] = ()

    @property
    def allows_refusal(self) -> bool:
        return self.effect in {None, ALLOWS_REFUSAL}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration of a State: channels or languages that it demands (`value` names them, with commas between),
    whether it accepts INTERPOL and whether its point of contact executes requests itself (`yes` or `no`), an
    element it adds to an offence (the element's id), a territory to which the instrument extends or which is
    excluded (its code), the State whose territory it succeeded to (its code), the competence of a
    regional organisation, and the like.

    `made` and `ended` are the days on which the depositary received it and its withdrawal; `effective` is
    the day from which it counts, where that is neither `made` nor the day that the instrument's rule gives.
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
    effective: date | None = None


def is_succession(one: Declaration) -> bool:
    """Decide whether a State declared that it succeeded another one to the instrument."""
    return one.matter == SUCCESSION


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
        effect=row.optional("effect", choice(EFFECTS), None),
        articles=row.optional("articles", TEXTS, ()),
        element=row.optional("element", ID, None),
        made_at=row.optional("made_at", choice(MADE_AT), None),
        confirmed=row.optional("confirmed", DAY, None),
        objections=row.optional("objections", rows(_read_objection), ()),
    )


def _read_objection(row: Fields) -> Objection:
    return Objection(
        state=row.read("state", STATE),
        made=row.read("made", DAY),
        withdrawn=row.optional("withdrawn", DAY, None),
        precludes=row.optional("precludes", FLAG, absent=False),
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
        effective=row.optional("effective", DAY, None),
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
