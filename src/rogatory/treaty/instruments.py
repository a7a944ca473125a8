# SPDX-License-Identifier: Apache-2.0
"""The instruments that a request may rest on, by id, and how their articles are cited."""

from collections.abc import Mapping

from rogatory.errors import NO_ARTICLE, Refused
from rogatory.treaty import refusals
from rogatory.treaty.law import Law
from rogatory.treaty.tables.instruments import THE_CONVENTION, Instrument, Service

__all__ = [
    "THE_CONVENTION",
    "Instrument",
    "Service",
    "cited_from",
    "instrument",
    "provision_of",
]


def instrument(law: Law, name: str) -> Instrument:
    """Return the instrument of that id; refuses one that the data do not have."""
    for found in law.instruments:
        if found.id == name:
            return found
    raise Refused(refusals.INSTRUMENT_UNKNOWN.because(instrument=ascii(name)[:40]))


def cited_from(law: Law, instrument: str | None, article: str) -> str:
    """Return a citation, likewise, of an instrument of the law's data; None is the Convention."""
    if instrument in {None, THE_CONVENTION} or article == NO_ARTICLE:
        return article
    names = (one.reference for one in law.instruments if one.id == instrument)
    return f"{article} of {next(names, instrument)}"


def provision_of(law: Law, instrument: str, cites: str) -> Mapping[str, str]:
    """Return the provision that an instrument has of an id for every kind, as fields of a reason about that
    instrument; nothing where it has none.
    """
    row = law.of(instrument).provisions_by_id.get(cites)
    found = None if row is None else row.always
    if found is None:
        return {}
    return {
        "article": cited_from(law, instrument, found.article),
        "certainty": found.certainty,
    }
