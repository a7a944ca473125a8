# SPDX-License-Identifier: Apache-2.0
"""Which legal basis serves between two States, for a kind of request, an offence and a day.

Every instrument is listed: those that serve, fastest first, with articles and limits; the others
with every reason why not. The officer chooses. The Convention never serves while it is not in
force between the two (articles 64 and 65).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rogatory.errors import Reason
from rogatory.treaty import refusals, reservation_refusals
from rogatory.treaty.instruments import cited_from, provision_of
from rogatory.treaty.law import Law
from rogatory.treaty.offences import (
    Offence,
    ReservedArticle,
    is_convention_offence,
    serious_crime,
)
from rogatory.treaty.parties.reservations import (
    excluding_reservations,
    is_only_reported,
    lacks_competence,
    offence_between,
    precluding_objections,
)
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.instruments import THE_CONVENTION, Instrument, Service

ABOUT_OWN_OFFENCES = frozenset({"convention-or-serious", "convention"})
"""Coverage that the offences of the instrument itself decide, alone or among others."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One instrument: whether it serves, and why not; else its articles, limits and what must be
    shown besides (`needs`). `rank` orders by speed, 1 is fastest. `warnings` are what reservations and
    declarations change without ruling it out.
    """

    instrument: str
    name: str
    reference: str
    serves: bool
    why_not: tuple[Reason, ...]
    articles: tuple[str, ...]
    limits: tuple[str, ...]
    needs: tuple[str, ...]
    rank: int | None
    certainty: Certainty | None
    source: str
    gap: str | None
    warnings: tuple[Reason, ...] = ()


def bases(
    law: Law, kind: str, requesting: str, requested: str, offence: Offence, on: date
) -> list[LegalBasis]:
    """All instruments: those that serve by rank, then those that do not, by name."""
    found = [
        _basis(law, instrument, kind, (requesting, requested), offence, on)
        for instrument in law.instruments
    ]
    return sorted(found, key=lambda basis: (not basis.serves, basis.rank or 0, basis.instrument))


def _basis(
    law: Law,
    instrument: Instrument,
    kind: str,
    pair: tuple[str, str],
    offence: Offence,
    on: date,
) -> LegalBasis:
    service = instrument.serves.get(kind)
    offence = offence_between(law, instrument.id, pair, offence, on)
    why_not = [
        *_not_for_a_state(instrument),
        *_not_binding(law, instrument, pair, on),
        *_not_for_kind(instrument, service, kind),
        *_not_for_offence(law, instrument, service, kind, offence),
    ]
    return LegalBasis(
        instrument=instrument.id,
        name=instrument.name,
        reference=instrument.reference,
        serves=not why_not,
        why_not=tuple(why_not),
        articles=service.articles if service else (),
        limits=service.limits if service else (),
        needs=service.needs if service else (),
        rank=service.rank if service else None,
        certainty=service.certainty if service else None,
        source=instrument.source,
        gap=instrument.gap,
        warnings=()
        if why_not or service is None
        else tuple(_warnings(law, instrument, service, pair, offence, on)),
    )


def _not_for_a_state(instrument: Instrument) -> Iterator[Reason]:
    if instrument.addressee != "state":
        yield refusals.NOT_BETWEEN_STATES.because(instrument=instrument.name)


def not_binding(
    law: Law, instrument: Instrument, pair: tuple[str, str], on: date
) -> tuple[Reason, ...]:
    """Why an instrument is not in force between the two on that day; empty when it is."""
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
    elif found.status in {InstrumentStatus.NONE, InstrumentStatus.ENDED}:
        yield refusals.NOT_PARTY.because(state=state, instrument=name, on=day)
    elif found.status is not InstrumentStatus.PARTY:
        yield refusals.NOT_YET_IN_FORCE.because(
            provision_of(law, instrument.id, "entry_into_force"),
            state=state,
            instrument=name,
            on=day,
            status=found.status.value,
        )


def _not_for_kind(instrument: Instrument, service: Service | None, kind: str) -> Iterator[Reason]:
    if service is None:
        yield refusals.KIND_NOT_COVERED.because(instrument=instrument.name, kind=kind)


def _not_for_offence(
    law: Law, instrument: Instrument, service: Service | None, kind: str, offence: Offence
) -> Iterator[Reason]:
    if service is not None:
        yield from _COVERAGE[service.covers](law, instrument, kind, offence)


def _convention_or_serious(
    law: Law, instrument: Instrument, _: str, offence: Offence
) -> Iterator[Reason]:
    crime, reserved = serious_crime(law, offence), offence.reserved
    if reserved is not None and not crime.in_requesting:
        yield reservation_refusals.OFFENCE_RESERVED_MINOR.because(
            _excluded(instrument, reserved), years=crime.least_years, known=crime.requesting_years
        )
    elif not is_convention_offence(law, offence) and not crime.in_requesting:
        yield refusals.OFFENCE_OUTSIDE.because(
            provision_of(law, instrument.id, "scope"),
            years=crime.least_years,
            known=crime.requesting_years,
        )


def _serious(law: Law, instrument: Instrument, _: str, offence: Offence) -> Iterator[Reason]:
    crime = serious_crime(law, offence)
    if not crime.in_requesting:
        yield refusals.OFFENCE_NOT_SERIOUS.because(
            instrument=instrument.name, years=crime.least_years, known=crime.requesting_years
        )


def _corruption(_: Law, instrument: Instrument, __: str, offence: Offence) -> Iterator[Reason]:
    if not offence.is_corruption:
        yield refusals.OFFENCE_NOT_CORRUPTION.because(instrument=instrument.name)


def _warnings(
    law: Law,
    instrument: Instrument,
    service: Service,
    pair: tuple[str, str],
    offence: Offence,
    on: date,
) -> Iterator[Reason]:
    """Yield what a reservation leaves of an instrument, one that is only reported, and that a regional
    organisation declared no competence.
    """
    if service.covers in ABOUT_OWN_OFFENCES:
        if offence.reserved is not None:
            yield reservation_refusals.OFFENCE_RESERVED_SERIOUS.because(
                _excluded(instrument, offence.reserved)
            )
        article = str(offence.convention_article)
        for one in excluding_reservations(law, instrument.id, pair, article, on):
            if is_only_reported(one):
                yield reservation_refusals.RESERVATION_REPORTED.because(
                    _excluded(instrument, ReservedArticle(article, one.state, one.certainty))
                )
    for state in pair:
        if instrument.membership == "parties" and lacks_competence(law, state, on, instrument.id):
            yield reservation_refusals.COMPETENCE_UNDECLARED.because(
                state=state, instrument=instrument.name
            )


def _excluded(instrument: Instrument, reserved: ReservedArticle) -> dict[str, str]:
    return {
        "state": reserved.state,
        "excluded": reserved.article,
        "instrument": instrument.name,
        "article": reserved.article,
        "certainty": reserved.certainty,
    }


def _any(_: Law, __: Instrument, ___: str, ____: Offence) -> Iterator[Reason]:
    yield from ()


def _convention(law: Law, instrument: Instrument, kind: str, offence: Offence) -> Iterator[Reason]:
    if offence.reserved is not None:
        yield reservation_refusals.OFFENCE_RESERVED.because(_excluded(instrument, offence.reserved))
    elif not is_convention_offence(law, offence):
        yield refusals.OFFENCE_NOT_LISTED.because(
            _of_kind(law, instrument, kind), instrument=instrument.name
        )


def _of_kind(law: Law, instrument: Instrument, kind: str) -> Mapping[str, str]:
    for row in law.kinds:
        if row.kind == kind and (row.instrument or THE_CONVENTION) == instrument.id:
            return {
                "article": cited_from(law, instrument.id, row.article),
                "certainty": row.certainty,
            }
    return {}


_COVERAGE: Mapping[str, Callable[[Law, Instrument, str, Offence], Iterator[Reason]]] = {
    "convention-or-serious": _convention_or_serious,
    "convention": _convention,
    "serious": _serious,
    "corruption": _corruption,
    "any": _any,
}
