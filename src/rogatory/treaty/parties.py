# SPDX-License-Identifier: Apache-2.0
"""Which State is bound by which instrument on which day: dated data with a source.

The parties of the law are either the real world's or those of the fictional federation of
exercises; the two stand in files of their own and are never mixed. Where a register is complete
for an instrument, a State that is absent is no party; elsewhere nothing is known of it, and that
is said.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rogatory.treaty.instruments import instrument
from rogatory.treaty.law import Law
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.parties import PartyRecord

__all__ = ["PartyRecord", "PartyStatus", "Status", "in_force_between", "party_status"]


class Status(StrEnum):
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
    """A State's status on a day, since when, and on what this rests."""

    state: str
    instrument: str
    on: date
    status: Status
    since: date | None
    source: str | None
    certainty: Certainty | None
    gap: str | None


def party_status(law: Law, state: str, instrument_id: str, on: date) -> PartyStatus:
    """The State's status with an instrument on a day, by what happened up to that day."""
    instrument(law, instrument_id)
    record = law.records.get((state, instrument_id))
    if record is None:
        absent = Status.NONE if instrument_id in law.register.complete else Status.UNKNOWN
        source = law.register.source
        return PartyStatus(state, instrument_id, on, absent, None, source, None, None)
    status, since = _reached(record, on)
    return PartyStatus(
        state, instrument_id, on, status, since, record.source, record.certainty, record.gap
    )


def in_force_between(law: Law, one: str, other: str, instrument_id: str, on: date) -> bool:
    """Whether both States are parties on that day, each by its own record."""
    return all(
        party_status(law, state, instrument_id, on).status is Status.PARTY for state in (one, other)
    )


def _reached(record: PartyRecord, on: date) -> tuple[Status, date | None]:
    steps = (
        (record.ended, Status.ENDED),
        (record.in_force_from, Status.PARTY),
        (record.deposited, Status.DEPOSITED),
        (record.ratification_reported, Status.RATIFICATION_REPORTED),
        (record.signed, Status.SIGNED),
    )
    return next(
        ((status, day) for day, status in steps if day is not None and day <= on),
        (Status.NONE, None),
    )
