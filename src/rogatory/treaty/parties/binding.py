# SPDX-License-Identifier: Apache-2.0
"""Why an instrument is not in force between two States on a day."""

from collections.abc import Iterator
from datetime import date

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.instruments import provision_of
from rogatory.treaty.law import Law
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.parties.reservations import precluding_objections
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.tables.instruments import Instrument


def not_binding(
    law: Law, instrument: Instrument, pair: tuple[str, str], on: date
) -> tuple[Reason, ...]:
    """Return why an instrument is not in force between the two on that day; empty when it is."""
    return tuple(_not_binding(law, instrument, pair, on))


def _not_binding(
    law: Law, instrument: Instrument, pair: tuple[str, str], on: date
) -> Iterator[Reason]:
    since = instrument.applies_from
    if since is not None and since > on:
        yield refusals.NOT_APPLICABLE_YET.because(
            instrument=instrument.name, since=since.isoformat()
        )
    until = instrument.applies_until
    if until is not None and until <= on:
        yield refusals.NOT_APPLICABLE_ANY_MORE.because(
            instrument=instrument.name, until=until.isoformat()
        )
    if instrument.membership == "pair" and instrument.between != frozenset(pair):
        yield refusals.OTHER_PAIR.because(instrument=instrument.name)
    if instrument.membership == "parties":
        for state in pair:
            yield from _not_bound(law, instrument, state, on)
        for reservation, objection in precluding_objections(law, instrument.id, pair, on):
            yield reservation_refusals.OBJECTION_PRECLUDES.because(
                objecting=objection.state, state=reservation.state, instrument=instrument.name
            )


def _not_bound(law: Law, instrument: Instrument, state: str, on: date) -> Iterator[Reason]:
    found = party_status(law, state, instrument.id, on)
    name, day = instrument.name, on.isoformat()
    if found.status is InstrumentStatus.UNKNOWN:
        yield refusals.NOTHING_RECORDED.because(state=state, instrument=name)
    elif found.status is InstrumentStatus.ENDED:
        yield refusals.NO_LONGER_PARTY.because(state=state, instrument=name, since=str(found.since))
    elif found.status is InstrumentStatus.NONE:
        yield refusals.NOT_PARTY.because(state=state, instrument=name, on=day)
    elif found.status is not InstrumentStatus.PARTY:
        yield refusals.NOT_YET_IN_FORCE.because(
            provision_of(law, instrument.id, "entry_into_force"),
            state=state,
            instrument=name,
            on=day,
            status=found.status.value,
        )
