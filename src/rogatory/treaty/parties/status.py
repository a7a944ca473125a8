# SPDX-License-Identifier: Apache-2.0
"""Which State is bound by which instrument on which day: dated data with a source.

The parties of the law are either the real world's or those of the fictional federation of
exercises; the two have files of their own and are never mixed. Where a register is complete for an
instrument, a State that is absent is no party; elsewhere nothing is known of it, and that is said.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rogatory.treaty.instruments import instrument
from rogatory.treaty.law import Law
from rogatory.treaty.parties.entry_into_force import in_force_for
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.parties import PartyRecord

__all__ = [
    "InstrumentStatus",
    "PartyRecord",
    "PartyStatus",
    "in_force_between",
    "party_status",
    "status_by",
]


class InstrumentStatus(StrEnum):
    """How far a State has come with an instrument, from strangers to parties."""

    UNKNOWN = "unknown"
    NONE = "none"
    SIGNED = "signed"
    RATIFICATION_REPORTED = "ratification-reported"
    DEPOSITED = "deposited"
    PARTY = "party"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PartyStatus:
    """A State's status on a day, since when, and on what this rests.

    `article` is that of the rule, and `is_computed` means that the day follows from the rule and
    the deposits and is in no record.
    """

    state: str
    instrument: str
    on: date
    status: InstrumentStatus
    since: date | None
    source: str | None
    certainty: Certainty | None
    gap: str | None
    article: str | None = None
    is_computed: bool = False


def party_status(law: Law, state: str, instrument_id: str, on: date) -> PartyStatus:
    """Return the State's status with an instrument on a day, by what happened up to that day."""
    instrument(law, instrument_id)
    record = law.records.get((state, instrument_id))
    if record is None:
        absent = (
            InstrumentStatus.NONE
            if instrument_id in law.register.complete
            else InstrumentStatus.UNKNOWN
        )
        source = law.register.source
        return PartyStatus(state, instrument_id, on, absent, None, source, None, None)
    return status_by(law, record, on)


def status_by(law: Law, record: PartyRecord, on: date) -> PartyStatus:
    """Return the status on a day by one record, regardless of who vouches for it."""
    entry = in_force_for(law, record)
    steps = (
        (record.ended, InstrumentStatus.ENDED),
        (entry.date if entry else None, InstrumentStatus.PARTY),
        (record.deposited, InstrumentStatus.DEPOSITED),
        (record.ratification_reported, InstrumentStatus.RATIFICATION_REPORTED),
        (record.signed, InstrumentStatus.SIGNED),
    )
    status, since = next(
        ((status, day) for day, status in steps if day is not None and day <= on),
        (InstrumentStatus.NONE, None),
    )
    by_rule = entry if entry and status is InstrumentStatus.PARTY else None
    return PartyStatus(
        state=record.state,
        instrument=record.instrument,
        on=on,
        status=status,
        since=since,
        source=record.source,
        certainty=by_rule.certainty if by_rule else record.certainty,
        gap=record.gap,
        article=(by_rule.article or None) if by_rule else None,
        is_computed=by_rule is not None and by_rule.is_computed,
    )


def in_force_between(law: Law, one: str, other: str, instrument_id: str, on: date) -> bool:
    """Decide whether both States are parties on that day, each by its own record."""
    return all(
        party_status(law, state, instrument_id, on).status is InstrumentStatus.PARTY
        for state in (one, other)
    )
