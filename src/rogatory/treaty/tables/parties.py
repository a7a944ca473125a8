# SPDX-License-Identifier: Apache-2.0
"""Rows on who is bound: the register's head, States, records of parties, rules, reported counts."""

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
    number,
)
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

LARGEST_COUNT = 400
"""States and organisations that a count can have: above the members of the United Nations, a
slip of the pen.
"""


@dataclass(frozen=True, slots=True)
class RegisterHead:
    """Which register of parties this is, and for which instruments it lists every party."""

    name: str
    as_of: date
    source: str
    complete: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StateName:
    """A State, or a regional organisation, whose own instrument is counted apart (65(1))."""

    code: str
    name: str
    is_regional_organisation: bool


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """The record of one State and one instrument, with its source and its gap."""

    state: str
    instrument: str
    signed: date | None
    ratification_reported: date | None
    deposited: date | None
    in_force_from: date | None
    ended: date | None
    source: str
    certainty: Certainty
    gap: str | None


@dataclass(frozen=True, slots=True)
class EntryRule:
    """How an instrument comes into force: after so many instruments, and for later parties."""

    instrument: str
    article: str
    needed: int
    days_after: int
    counts_regional_organisations: bool
    certainty: Certainty
    source: str
    later_article: str
    later_days: int
    later_certainty: Certainty
    later_source: str
    later_cites: tuple[CitedTreaty, ...]
    gap: str | None


@dataclass(frozen=True, slots=True)
class ReportedTotal:
    """A count that somebody reported, which the rows of this register need not reach."""

    instrument: str
    what: str
    reported: str
    count: int
    most: int | None
    source: str
    certainty: Certainty
    gap: str | None


def read_head(row: Fields) -> RegisterHead:
    return RegisterHead(
        name=row.read("name", ID),
        as_of=row.read("as_of", DAY),
        source=row.read("source", TEXT),
        complete=row.optional("complete", TEXTS, ()),
        gaps=row.optional("gaps", TEXTS, ()),
    )


def read_state(row: Fields) -> StateName:
    return StateName(
        code=row.read("code", STATE),
        name=row.read("name", TEXT),
        is_regional_organisation=row.optional("is_regional_organisation", FLAG, absent=False),
    )


def read_party(row: Fields) -> PartyRecord:
    return PartyRecord(
        state=row.read("state", STATE),
        instrument=row.read("instrument", ID),
        signed=row.optional("signed", DAY, None),
        ratification_reported=row.optional("ratification_reported", DAY, None),
        deposited=row.optional("deposited", DAY, None),
        in_force_from=row.optional("in_force_from", DAY, None),
        ended=row.optional("ended", DAY, None),
        source=row.read("source", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        gap=row.optional("gap", TEXT, None),
    )


def read_entry_rule(row: Fields) -> EntryRule:
    return EntryRule(
        instrument=row.read("instrument", ID),
        article=row.read("article", TEXT),
        needed=row.read("needed", number(1, LARGEST_COUNT)),
        days_after=row.read("days_after", number(0, 3660)),
        counts_regional_organisations=row.optional(
            "counts_regional_organisations", FLAG, absent=False
        ),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        later_article=row.read("later_article", TEXT),
        later_days=row.read("later_days", number(0, 3660)),
        later_certainty=row.read("later_certainty", CERTAINTY),
        later_source=row.read("later_source", TEXT),
        later_cites=row.optional("later_cites", CITES, ()),
        gap=row.optional("gap", TEXT, None),
    )


def read_total(row: Fields) -> ReportedTotal:
    return ReportedTotal(
        instrument=row.read("instrument", ID),
        what=row.read("what", choice(("signatories", "ratifications", "parties"))),
        reported=row.read("reported", TEXT),
        count=row.read("count", number(0, LARGEST_COUNT)),
        most=row.optional("most", number(0, LARGEST_COUNT), None),
        source=row.read("source", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        gap=row.optional("gap", TEXT, None),
    )
