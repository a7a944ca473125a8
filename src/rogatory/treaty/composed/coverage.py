# SPDX-License-Identifier: Apache-2.0
"""Which offences an instrument covers for a kind of request."""

from collections.abc import Callable, Iterator, Mapping

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.instruments import cited_from, provision_of
from rogatory.treaty.law import Law
from rogatory.treaty.offences import (
    Offence,
    ReservedArticle,
    is_convention_offence,
    serious_crime,
)
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.regimes import is_within
from rogatory.treaty.tables.instruments import Instrument


def outside_coverage(
    law: Law, instrument: Instrument, kind: str, offence: Offence
) -> Iterator[Reason]:
    """Yield why an offence is none of those for which an instrument gives help of a kind."""
    service = instrument.serves.get(kind)
    if service is not None:
        yield from _COVERAGE[service.covers](law, instrument, kind, offence)


def _convention_or_serious(
    law: Law, instrument: Instrument, _: str, offence: Offence
) -> Iterator[Reason]:
    crime, reserved = serious_crime(law, offence), offence.reserved
    if reserved is not None and not crime.in_requesting:
        yield reservation_refusals.OFFENCE_RESERVED_MINOR.because(
            excluded_article(law, instrument, reserved),
            years=crime.least_years,
            known=crime.requesting_years,
        )
    elif not is_convention_offence(law, offence) and not crime.in_requesting:
        yield refusals.OFFENCE_OUTSIDE.because(
            provision_of(law, instrument.id, "scope"),
            years=crime.least_years,
            known=crime.requesting_years,
        )


def _serious(law: Law, instrument: Instrument, _: str, offence: Offence) -> Iterator[Reason]:
    crime = serious_crime(law, offence)
    if not crime.in_requesting and not _is_established(instrument, offence):
        yield refusals.OFFENCE_NOT_SERIOUS.because(
            provision_of(law, instrument.id, "scope"),
            instrument=instrument.name,
            years=crime.least_years,
            known=crime.requesting_years,
        )


def _is_established(instrument: Instrument, offence: Offence) -> bool:
    """Decide whether the instrument itself establishes the offence: by the article under which a lawyer of the
    requested State places it or, where none did, the request.
    """
    placed = offence.articles_of(instrument.id)
    if offence.classified is not None:
        is_here = offence.classified.instrument == instrument.id
        placed = (offence.classified.article,) if is_here else ()
    return any(is_within(one, instrument.establishes) for one in placed)


def _corruption(law: Law, instrument: Instrument, _: str, offence: Offence) -> Iterator[Reason]:
    """Yield that the offence is placed under no article by which the instrument establishes one. Documents of the
    law that are older than `establishes` have what the request calls corruption alone.
    """
    if not instrument.establishes:
        if not offence.is_corruption:
            yield refusals.OFFENCE_NOT_CORRUPTION.because(instrument=instrument.name)
    elif not _is_established(instrument, offence):
        yield refusals.OFFENCE_NOT_ESTABLISHED.because(
            provision_of(law, instrument.id, "scope"),
            instrument=instrument.name,
            articles=", ".join(instrument.establishes),
        )


def excluded_article(law: Law, instrument: Instrument, reserved: ReservedArticle) -> dict[str, str]:
    """Return an article that a reservation excluded, as fields of a reason."""
    return {
        "state": reserved.state,
        "excluded": reserved.article,
        "instrument": instrument.name,
        "article": cited_from(law, instrument.id, reserved.article),
        "certainty": reserved.certainty,
    }


def _any(_: Law, __: Instrument, ___: str, ____: Offence) -> Iterator[Reason]:
    yield from ()


def _convention(law: Law, instrument: Instrument, kind: str, offence: Offence) -> Iterator[Reason]:
    if offence.reserved is not None:
        yield reservation_refusals.OFFENCE_RESERVED.because(
            excluded_article(law, instrument, offence.reserved)
        )
    elif not is_convention_offence(law, offence):
        yield refusals.OFFENCE_NOT_LISTED.because(
            _of_kind(law, instrument, kind), instrument=instrument.name
        )


def _of_kind(law: Law, instrument: Instrument, kind: str) -> Mapping[str, str]:
    row = next((one for one in law.of(instrument.id).kinds if one.kind == kind), None)
    if row is None:
        return {}
    return {"article": cited_from(law, instrument.id, row.article), "certainty": row.certainty}


_COVERAGE: Mapping[str, Callable[[Law, Instrument, str, Offence], Iterator[Reason]]] = {
    "convention-or-serious": _convention_or_serious,
    "convention": _convention,
    "serious": _serious,
    "corruption": _corruption,
    "any": _any,
}
