# SPDX-License-Identifier: Apache-2.0
"""The law as it is shown to an officer: bound States with the source, the basis that applies, the
lists.
"""

from collections.abc import Sequence
from datetime import date

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.provisions.law_data import (
    corrected_law,
    depositary_facts,
    law_in_force,
    own_facts,
)
from rogatory.treaty.bases import LegalBasis, bases
from rogatory.treaty.instruments import instrument as known_instrument
from rogatory.treaty.offences import Offence
from rogatory.treaty.parties.entry_into_force import Forecast, forecast
from rogatory.treaty.parties.statements import Voices, voices
from rogatory.treaty.tables.instruments import THE_CONVENTION


def voices_of(node: Node, state: str, instrument: str, on: date) -> Voices:
    """Apply line 1 of the law's list, as it is shown: depositary, State, ministry and package side
    by side, the one that prevails first (articles 64 and 65).
    """
    law = corrected_law(node)
    known_instrument(law, instrument)
    try:
        view = node.register.view()
    except Refused:
        return voices(law, state, instrument, on)
    return voices(
        law, state, instrument, on, depositary=depositary_facts(view), own=own_facts(view)
    )


def all_voices(node: Node, on: date, *, state: str | None, instrument: str) -> Sequence[Voices]:
    """Return what is said of every State of which anything is said, or of the one named."""
    law = law_in_force(node)
    known_instrument(law, instrument)
    named = {one.state for one in law.parties if one.instrument == instrument}
    wanted = {state} if state else named
    found = [voices_of(node, each, instrument, on) for each in sorted(wanted)]
    return [one for one in found if one.heard or state]


def bases_towards(
    node: Node, kind: str, peer: str, offence: Offence, on: date, *, requested: bool = False
) -> Sequence[LegalBasis]:
    """Return every instrument for a request of a kind to a State (`asked`: from it), by speed."""
    pair = (peer, node.state) if requested else (node.state, peer)
    return bases(law_in_force(node), kind, *pair, offence, on)


def forecast_of(node: Node, on: date, instrument: str = THE_CONVENTION) -> Forecast:
    """Return when the Convention comes into force, and what a deposit on that day would give."""
    return forecast(law_in_force(node), on, instrument)
