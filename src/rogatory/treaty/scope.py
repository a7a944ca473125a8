# SPDX-License-Identifier: Apache-2.0
"""The check whether the instrument of a request reaches its offence, for a kind."""

from collections.abc import Iterable, Mapping

from rogatory.errors import Reason, Refused
from rogatory.treaty import refusals
from rogatory.treaty.articles import articles_cited
from rogatory.treaty.composed.coverage import outside_coverage
from rogatory.treaty.instruments import provision_of
from rogatory.treaty.law import Law
from rogatory.treaty.offences import (
    Offence,
    SeriousCrime,
    is_convention_offence,
    serious_crime,
)
from rogatory.treaty.parties.reservations import offence_between
from rogatory.treaty.regimes import Regime, kind_law
from rogatory.treaty.tables.instruments import THE_CONVENTION

NO_BASIS = 4
"""Article 4 asks States to reach offences of other treaties too; it creates none of its own."""


def scope_reasons(regime: Regime, kind: str, offence: Offence) -> list[Reason]:
    """Return why the offence is outside what the instrument gives for the kind; empty when it is inside.

    Under the Convention inside are an offence of articles 7 to 17, or (not for article 47) a crime whose
    maximum in the requesting State is at least four years (articles 2(h), seen, and 35(1), memory); under
    another instrument the offences that it covers.
    """
    outside = _outside_convention if regime.is_the_convention else _outside_other
    return outside(regime, kind, offence)


def _outside_other(regime: Regime, kind: str, offence: Offence) -> list[Reason]:
    named = next((one for one in regime.law.instruments if one.id == regime.instrument), None)
    if named is None:
        return [refusals.INSTRUMENT_UNKNOWN.because(instrument=ascii(regime.instrument)[1:-1][:40])]
    if kind not in named.serves:
        return [refusals.KIND_NOT_COVERED.because(instrument=named.name, kind=kind)]
    pair = (regime.requesting, regime.requested)
    between = offence_between(regime.law, regime.instrument, pair, offence, regime.on)
    return [*outside_coverage(regime.law, named, kind, between)]


def _outside_convention(regime: Regime, kind: str, offence: Offence) -> list[Reason]:
    law, found = regime.law, kind_law(regime, kind)
    if found is None:
        return [refusals.KIND_WITHOUT_LAW.because(kind=ascii(kind)[1:-1][:40])]
    if found.offences == "any" or is_convention_offence(law, offence):
        return []
    if found.offences == "convention":
        return [
            refusals.CONVENTION_OFFENCES_ONLY.because(
                kind=kind, article=found.article, certainty=found.certainty
            )
        ]
    crime = serious_crime(law, offence)
    if crime.in_requesting:
        return []
    return [
        refusals.OFFENCE_OUTSIDE.because(
            _of_convention(law, "scope"), years=crime.least_years, known=crime.requesting_years
        )
    ]


def scope_warnings(
    regime: Regime, kind: str, offence: Offence, articles: Iterable[str] = ()
) -> list[Reason]:
    """Return what an officer must know under the Convention though it blocks nothing; `articles` are
    those cited as basis. Another instrument has nothing of the kind.
    """
    if not regime.is_the_convention:
        return []
    law, warnings = regime.law, []
    if offence.convention_article == NO_BASIS or any(
        _is_article_four(law, one) for one in articles
    ):
        warnings.append(refusals.ARTICLE_FOUR.because())
    found = kind_law(regime, kind)
    if found is None or found.offences == "any" or is_convention_offence(law, offence):
        return warnings
    crime = serious_crime(law, offence)
    if crime.in_requesting and not crime.in_requested:
        warnings.append(_in_one_state(law, crime))
    if crime.in_requesting:
        warnings.append(
            refusals.ELECTRONIC_EVIDENCE_ONLY.because(_of_convention(law, "electronic_evidence"))
        )
    return warnings


def _in_one_state(law: Law, crime: SeriousCrime) -> Reason:
    """Return that the crime is serious in the requesting State alone, as far as is recorded."""
    known: dict[str, str | int] = {
        **_of_convention(law, "scope"),
        "years": crime.least_years,
        "requesting": crime.requesting_years,
    }
    if crime.requested_years is None:
        return refusals.MAXIMUM_UNKNOWN_THERE.because(known)
    return refusals.SERIOUS_IN_ONE_STATE.because(known, requested=str(crime.requested_years))


def _of_convention(law: Law, cites: str) -> Mapping[str, str]:
    return provision_of(law, THE_CONVENTION, cites)


def _is_article_four(law: Law, reference: str) -> bool:
    try:
        return any(one.number == NO_BASIS for one in articles_cited(law, reference))
    except Refused:
        return False
