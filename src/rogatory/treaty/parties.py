# SPDX-License-Identifier: Apache-2.0
"""Which State is bound by which instrument on which day: dated data with a source.

A register of parties is either the real world or the fictional federation of exercises; the two
stand in files of their own and are never mixed. Where a register is complete for an instrument,
a State that is absent is no party; elsewhere nothing is known of it, and that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.instruments import Instrument, instrument, instruments, read_bilateral
from rogatory.treaty.rows import Certainty, Row, document, packaged, read_rows

WORLD, FEDERATION = "world", "federation"

_PACKAGED = frozenset({WORLD, FEDERATION})


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


@dataclass(frozen=True, slots=True)
class Register:
    """A register of parties: its records, its bilateral treaties, what it is complete for."""

    name: str
    as_of: date
    source: str
    complete: frozenset[str]
    gaps: tuple[str, ...]
    records: Mapping[tuple[str, str], PartyRecord]
    bilateral: tuple[Instrument, ...]

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """All that a request between States of this register may rest on."""
        return (*instruments(), *self.bilateral)


@cache
def packaged_register(name: str) -> Register:
    """The register of that name, `world` or `federation`; refuses any other."""
    if name not in _PACKAGED:
        raise Refused(refusals.REGISTER_UNKNOWN.because(name=ascii(name)[:40]))
    file = f"{name}.yaml"
    return read_register(packaged(file), file)


def read_register(data: bytes, file: str) -> Register:
    """A register from a data file; refuses it with everything that is wrong in it."""
    found = document(data, file)
    heads = read_rows(data, file, "register", _head)
    records = read_rows(data, file, "parties", _record)
    bilateral = read_rows(data, file, "bilateral", read_bilateral) if "bilateral" in found else ()
    name, as_of, source, complete, gaps = heads[0]
    return Register(
        name=name,
        as_of=as_of,
        source=source,
        complete=frozenset(complete),
        gaps=tuple(gaps),
        records={(record.state, record.instrument): record for record in records},
        bilateral=bilateral,
    )


def party_status(register: Register, state: str, instrument_id: str, on: date) -> PartyStatus:
    """The State's status with an instrument on a day, by what happened up to that day."""
    instrument(instrument_id)
    record = register.records.get((state, instrument_id))
    if record is None:
        absent = Status.NONE if instrument_id in register.complete else Status.UNKNOWN
        return PartyStatus(state, instrument_id, on, absent, None, register.source, None, None)
    status, since = _reached(record, on)
    return PartyStatus(
        state, instrument_id, on, status, since, record.source, record.certainty, record.gap
    )


def in_force_between(
    register: Register, one: str, other: str, instrument_id: str, on: date
) -> bool:
    """Whether both States are parties on that day, each by its own record."""
    return all(
        party_status(register, state, instrument_id, on).status is Status.PARTY
        for state in (one, other)
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


def _head(row: Row) -> tuple[str, date, str, Sequence[str], Sequence[str]]:
    return (
        row.text("name"),
        row.day_or_none("as_of") or date.min,
        row.text("source"),
        row.texts("complete"),
        row.texts("gaps"),
    )


def _record(row: Row) -> PartyRecord:
    return PartyRecord(
        state=row.text("state"),
        instrument=row.choice("instrument", [found.id for found in instruments()]),
        signed=row.day_or_none("signed"),
        ratification_reported=row.day_or_none("ratification_reported"),
        deposited=row.day_or_none("deposited"),
        in_force_from=row.day_or_none("in_force_from"),
        ended=row.day_or_none("ended"),
        source=row.text("source"),
        certainty=row.certainty(),
        gap=row.text_or_none("gap"),
    )
