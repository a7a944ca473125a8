# SPDX-License-Identifier: Apache-2.0
"""The reservations and declarations of a State that are in force on a day."""

from datetime import date

from rogatory.treaty.law import Law
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.reservations import Declaration, Reservation


def reservations_of(
    law: Law, state: str, on: date, instrument: str = THE_CONVENTION
) -> tuple[Reservation, ...]:
    """The reservations that the State has made by that day and has not withdrawn."""
    return tuple(
        one
        for one in law.reservations
        if (one.state, one.instrument) == (state, instrument)
        and one.made <= on
        and (one.withdrawn is None or on < one.withdrawn)
    )


def has_reservation(
    law: Law, state: str, article: str, on: date, instrument: str = THE_CONVENTION
) -> bool:
    """Decide whether the State has one under that article of an instrument (such as `42(5)`)."""
    return any(one.article == article for one in reservations_of(law, state, on, instrument))


def declarations_of(
    law: Law, state: str, on: date, instrument: str = THE_CONVENTION
) -> tuple[Declaration, ...]:
    """Return the declarations that are in force on that day: channels, languages, added
    elements.
    """
    return tuple(
        one
        for one in law.declarations
        if (one.state, one.instrument) == (state, instrument)
        and one.made <= on
        and (one.ended is None or on < one.ended)
    )
