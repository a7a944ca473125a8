# SPDX-License-Identifier: Apache-2.0
"""The terms of time that a request states: they run by what it says, never by anybody's law data."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.wire.canonical import Json

HOLD, AFTER_FILING, DECISION, EXECUTION = "hold", "after_filing", "decision", "execution"

HOLD_TERMS = frozenset({HOLD, AFTER_FILING})
"""Terms on how long data are held: at least for so many days; then until what was filed is decided."""

HOLD_START, RECEIVED, ISSUED = "hold_start", "received", "issued"
"""The starts from which a term is counted; of several the later one."""

LONGEST_TERM = 3660
"""Days: ten years. A longer term would be a slip, and its end could lie beyond the calendar. The schema
says the same."""


@dataclass(frozen=True, slots=True)
class StatedTerm:
    """A term that a request states: so many `days` from the later of `starts`, or `until` an event;
    `article` is where the request finds it in its instrument.
    """

    id: str
    days: int | None
    until: str | None
    starts: frozenset[str]
    article: str


def stated_terms(body: Mapping[str, Json]) -> tuple[StatedTerm, ...]:
    """Return the terms of a request in its order, each id once; what cannot be read is none."""
    listed = body.get("terms")
    found: dict[str, StatedTerm] = {}
    for one in listed if isinstance(listed, list) else ():
        term = _read(one) if isinstance(one, Mapping) else None
        if term is not None:
            found.setdefault(term.id, term)
    return tuple(found.values())


def stated_term(body: Mapping[str, Json], name: str) -> StatedTerm | None:
    """Return the term of that id that a request states, if it states one."""
    return next((one for one in stated_terms(body) if one.id == name), None)


def _read(term: Mapping[str, Json]) -> StatedTerm | None:
    name, article, starts = term.get("id"), term.get("article"), term.get("from")
    if not isinstance(name, str) or not isinstance(article, str) or not isinstance(starts, list):
        return None
    until = term.get("until")
    return StatedTerm(
        id=name,
        days=_days(term.get("days")),
        until=until if isinstance(until, str) else None,
        starts=frozenset(one for one in starts if isinstance(one, str)),
        article=article,
    )


def _days(value: Json) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 < value <= LONGEST_TERM else None
