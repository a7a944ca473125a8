# SPDX-License-Identifier: Apache-2.0
"""Rows on who is bound: the register's head, States, records of parties, rules, reported counts."""

from dataclasses import dataclass
from datetime import date

from rogatory.treaty.rows import Certainty, Row

LARGEST_COUNT = 400


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
    """What is recorded of one State and one instrument, with its source and its gap."""

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


def read_head(row: Row) -> RegisterHead:
    return RegisterHead(
        name=row.id("name"),
        as_of=row.day("as_of"),
        source=row.text("source"),
        complete=row.texts("complete"),
        gaps=row.texts("gaps"),
    )


def read_state(row: Row) -> StateName:
    return StateName(
        code=row.state("code"),
        name=row.text("name"),
        is_regional_organisation=row.flag("is_regional_organisation"),
    )


def read_party(row: Row) -> PartyRecord:
    return PartyRecord(
        state=row.state(),
        instrument=row.id("instrument"),
        signed=row.day_or_none("signed"),
        ratification_reported=row.day_or_none("ratification_reported"),
        deposited=row.day_or_none("deposited"),
        in_force_from=row.day_or_none("in_force_from"),
        ended=row.day_or_none("ended"),
        source=row.text("source"),
        certainty=row.certainty(),
        gap=row.text_or_none("gap"),
    )


def read_entry_rule(row: Row) -> EntryRule:
    return EntryRule(
        instrument=row.id("instrument"),
        article=row.text("article"),
        needed=row.integer("needed", 1, LARGEST_COUNT),
        days_after=row.integer("days_after", 0, 3660),
        counts_regional_organisations=row.flag("counts_regional_organisations"),
        certainty=row.certainty(),
        source=row.text("source"),
        later_article=row.text("later_article"),
        later_days=row.integer("later_days", 0, 3660),
        later_certainty=row.certainty("later_certainty"),
        later_source=row.text("later_source"),
        gap=row.text_or_none("gap"),
    )


def read_total(row: Row) -> ReportedTotal:
    return ReportedTotal(
        instrument=row.id("instrument"),
        what=row.choice("what", ("signatories", "ratifications", "parties")),
        reported=row.text("reported"),
        count=row.integer("count", 0, LARGEST_COUNT),
        most=row.integer_or_none("most", 0, LARGEST_COUNT),
        source=row.text("source"),
        certainty=row.certainty(),
        gap=row.text_or_none("gap"),
    )
