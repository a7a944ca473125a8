# SPDX-License-Identifier: Apache-2.0
"""Which legal basis serves between two States, for a kind of request, an offence and a day.

Every instrument is listed: those that serve, fastest first, with articles and limits; the others
with every reason why not. The officer chooses. The Convention never serves while it is not in
force between the two (articles 64 and 65).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.composed.coverage import excluded_article, outside_coverage
from rogatory.treaty.composed.establishing import placed_articles
from rogatory.treaty.law import Law
from rogatory.treaty.offences import Offence, ReservedArticle
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.parties.binding import not_binding
from rogatory.treaty.parties.reservations import (
    excluding_reservations,
    is_only_reported,
    lacks_competence,
    offence_between,
    provision_reservations,
)
from rogatory.treaty.regimes import (
    brought,
    cite,
    composition_of,
    kind_law_of,
    left_of,
    regime_of,
    sources_of,
)
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
    """Return all instruments: those that serve by rank, then those that do not, by name."""
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
        *not_binding(law, instrument, pair, on),
        *_not_for_kind(law, instrument, service, kind, pair, on),
        *outside_coverage(law, instrument, kind, offence),
        *_excluded_provision(law, instrument, kind, pair, on, is_reported=False),
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
        else (
            *_warnings(law, instrument, service, pair, offence, on),
            *_excluded_provision(law, instrument, kind, pair, on, is_reported=True),
        ),
    )


def _not_for_a_state(instrument: Instrument) -> Iterator[Reason]:
    if instrument.addressee != "state":
        yield refusals.NOT_BETWEEN_STATES.because(instrument=instrument.name)


def _not_for_kind(
    law: Law,
    instrument: Instrument,
    service: Service | None,
    kind: str,
    pair: tuple[str, str],
    on: date,
) -> Iterator[Reason]:
    """Yield the reason that an instrument has nothing for a kind, or nothing that applies between
    the two: the provisions that it has are replaced by other law, which may have none.
    """
    if service is None:
        yield refusals.KIND_NOT_COVERED.because(instrument=instrument.name, kind=kind)
    elif service.articles:
        regime = regime_of(law, instrument.id, *pair, on)
        applies = any(left_of(regime, kind, one) for one in service.articles) or any(
            kind_law_of(law, one, kind) for one in brought(regime, kind, "kinds")
        )
        if not applies:
            rule = next(one for one in composition_of(regime, kind) if sources_of(regime, one))
            yield refusals.KIND_REPLACED.because(
                instrument=instrument.name,
                kind=kind,
                article=cite(regime, rule.instrument, rule.article),
                certainty=rule.certainty,
            )


def _excluded_provision(
    law: Law,
    instrument: Instrument,
    kind: str,
    pair: tuple[str, str],
    on: date,
    *,
    is_reported: bool,
) -> Iterator[Reason]:
    """Yield that one of the two excluded the provision on which requests of a kind rest, or that it is only
    reported to have done so.
    """
    row = kind_law_of(law, instrument.id, kind)
    if row is None:
        return
    for one in provision_reservations(law, instrument.id, pair, row.article, on):
        if is_only_reported(one) is is_reported:
            reserved = ReservedArticle(row.article, one.state, one.certainty)
            cited = excluded_article(law, instrument, reserved)
            code = reservation_refusals.RESERVATION_REPORTED
            yield (
                code.because(cited)
                if is_reported
                else reservation_refusals.PROVISION_RESERVED.because(cited, kind=kind)
            )


def _warnings(
    law: Law,
    instrument: Instrument,
    service: Service,
    pair: tuple[str, str],
    offence: Offence,
    on: date,
) -> Iterator[Reason]:
    """Yield what a reservation leaves of an instrument, one that is only reported, and that a
    regional organisation declared no competence.
    """
    if service.covers in ABOUT_OWN_OFFENCES and offence.reserved is not None:
        yield reservation_refusals.OFFENCE_RESERVED_SERIOUS.because(
            excluded_article(law, instrument, offence.reserved)
        )
    if service.covers in ABOUT_OWN_OFFENCES or instrument.id != THE_CONVENTION:
        yield from _reported_exclusions(law, instrument, pair, offence, on)
    for state in pair:
        if instrument.membership == "parties" and lacks_competence(law, state, on, instrument.id):
            yield reservation_refusals.COMPETENCE_UNDECLARED.because(
                state=state, instrument=instrument.name
            )


def _reported_exclusions(
    law: Law, instrument: Instrument, pair: tuple[str, str], offence: Offence, on: date
) -> Iterator[Reason]:
    """Yield each exclusion that is only reported of an article under which the offence is placed. Where the
    instrument carries requests on any offence, its grounds of refusal still depend on that.
    """
    for article in placed_articles(law, instrument.id, offence):
        for one in excluding_reservations(law, instrument.id, pair, article, on):
            if is_only_reported(one):
                reserved = ReservedArticle(article, one.state, one.certainty)
                yield reservation_refusals.RESERVATION_REPORTED.because(
                    excluded_article(law, instrument, reserved)
                )
