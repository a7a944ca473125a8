# SPDX-License-Identifier: Apache-2.0
"""The instruments that a request may rest on, by id."""

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.law import Law
from rogatory.treaty.tables.instruments import THE_CONVENTION, Instrument, Service

__all__ = ["THE_CONVENTION", "Instrument", "Service", "instrument"]


def instrument(law: Law, name: str) -> Instrument:
    """The instrument of that id; refuses one that the data do not have."""
    for found in law.instruments:
        if found.id == name:
            return found
    raise Refused(refusals.INSTRUMENT_UNKNOWN.because(instrument=ascii(name)[:40]))
