# SPDX-License-Identifier: Apache-2.0
"""Moments, days and numbers as each language writes them. Time is UTC, and says so."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from rogatory.node.printing.languages import DocumentTexts
from rogatory.wire.words import N_

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
"""In the form used in a date: in Russian in the genitive, in Arabic by both names in use."""

_THOUSANDS: Mapping[str, str] = {"ar": ",", "en": ",", "zh": ","}
"""The separator of thousands; elsewhere a space that does not break (BIPM, ISO 80000-1)."""


_FIRST: Mapping[str, str] = {"fr": "1er"}
"""The first day of a month, where a language writes it otherwise than the others: *1er octobre*."""


def day(at: date, words: DocumentTexts) -> str:
    """Return 24 November 2026, in the language's own order."""
    month = words(MONTHS[at.month - 1])
    number = _FIRST.get(words.language, "1") if at.day == 1 else str(at.day)
    return words(N_("{day} {month} {year}")).format(day=number, month=month, year=at.year)


def moment(at: datetime, words: DocumentTexts) -> str:
    """Return a day with the time of it, to the second where the second is not zero."""
    at = at.astimezone(UTC)
    time = f"{at:%H:%M}" if at.second == 0 else f"{at:%H:%M:%S}"
    return words(N_("{day} at {time} UTC")).format(day=day(at.date(), words), time=time)


def number(value: int, words: DocumentTexts) -> str:
    """Return a whole number with its thousands apart; four digits stay together, as years do."""
    if abs(value) < 10_000:
        return str(value)
    return f"{value:,}".replace(",", _THOUSANDS.get(words.language, "\u00a0"))
