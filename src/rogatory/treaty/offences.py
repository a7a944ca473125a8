# SPDX-License-Identifier: Apache-2.0
"""The offences of articles 7 to 17, and the test of a serious crime (article 2(h))."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rogatory.treaty.law import Law
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.offences import ConventionOffence, OffenceElement, Threshold

__all__ = [
    "Classification",
    "ConventionOffence",
    "Offence",
    "OffenceElement",
    "ReservedArticle",
    "SeriousCrime",
    "Threshold",
    "convention_offences",
    "emergency",
    "is_convention_offence",
    "offence_in",
    "serious_crime",
]

SERIOUS_CRIME, EMERGENCY = "serious-crime", "emergency"


@dataclass(frozen=True, slots=True)
class ReservedArticle:
    """An article that a State excluded by a reservation, and how certain its effect is."""

    article: str
    state: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Classification:
    """The article under which a lawyer of the requested State places an offence, whatever the request says:
    of the instrument that is named, empty for none. `catalogued` is the one of the Convention's catalogue,
    whose elements are compared and whose material is shielded.
    """

    instrument: str
    article: str
    catalogued: int | None


@dataclass(frozen=True, slots=True)
class Offence:
    """The offence of a case, as far as the law's tests ask: the article of the Convention if it
    is one of 7 to 17, the maxima in years under both laws as far as known, and the articles under
    which the request places it, each with its instrument.

    `classified` is how a lawyer of the requested State places it, None where nobody did; `convention_article`
    is then the one that follows from that.
    `reserved` is set where the article is excluded between two States; the offence is then none of the
    Convention between them.
    """

    convention_article: int | None
    maximum_years: int
    requested_maximum_years: int | None = None
    is_heavier: bool = False
    is_corruption: bool = False
    classified: Classification | None = None
    articles: tuple[tuple[str, str], ...] = ()
    reserved: ReservedArticle | None = None

    def articles_of(self, instrument: str) -> tuple[str, ...]:
        """Return the articles of an instrument under which the request places the offence."""
        return tuple(article for name, article in self.articles if name == instrument)


@dataclass(frozen=True, slots=True)
class SeriousCrime:
    """The judgement whether a crime is serious: by the requesting State's maximum and by the
    requested State's.

    `in_requested` is None where that maximum is not known. Which of the two decides is not
    settled by the text as recalled (`unsettled`), so both are always shown.
    """

    in_requesting: bool
    in_requested: bool | None
    requesting_years: int
    requested_years: int | None
    least_years: int
    article: str
    certainty: Certainty
    unsettled: str | None
    unsettled_certainty: Certainty | None


def serious_crime(law: Law, offence: Offence) -> SeriousCrime:
    """Return Article 2(h): a maximum of at least four years, or a heavier penalty."""
    threshold = _threshold(law, SERIOUS_CRIME)
    requested, least = offence.requested_maximum_years, threshold.years or 0
    return SeriousCrime(
        in_requesting=offence.is_heavier or offence.maximum_years >= least,
        in_requested=None if requested is None else requested >= least,
        requesting_years=offence.maximum_years,
        requested_years=requested,
        least_years=least,
        article=threshold.article,
        certainty=threshold.certainty,
        unsettled=threshold.unsettled,
        unsettled_certainty=threshold.unsettled_certainty,
    )


def emergency(law: Law) -> Threshold:
    """Return Article 2(o): what an emergency is."""
    return _threshold(law, EMERGENCY)


def is_convention_offence(law: Law, offence: Offence) -> bool:
    """Decide whether it is one of the Convention's; article 4 makes none: only the articles of the
    catalogue count, without one excluded between the two States.
    """
    return offence.reserved is None and offence.convention_article in convention_offences(law)


def offence_in(stated: Mapping[str, object]) -> Offence:
    """Return the offence that the `offence` field of a request's body states.

    The requests package judges the field's form; what is not of it here counts as not stated.
    """
    articles = tuple(_articles(stated.get("articles")))
    return Offence(
        convention_article=_number(stated, "convention_article") or _of_convention(articles),
        maximum_years=_number(stated, "maximum_years") or 0,
        requested_maximum_years=_number(stated, "requested_maximum_years"),
        is_heavier="heavier_penalty" in stated,
        is_corruption=stated.get("corruption") is True,
        articles=articles,
    )


def _articles(listed: object) -> Iterator[tuple[str, str]]:
    for one in listed if isinstance(listed, list) else ():
        named = one if isinstance(one, Mapping) else {}
        instrument, article = named.get("instrument"), named.get("article")
        if isinstance(instrument, str) and isinstance(article, str):
            yield instrument, article


def _of_convention(articles: Iterable[tuple[str, str]]) -> int | None:
    """Return the article of the Convention among those by instrument: its number alone."""
    found = (article for name, article in articles if name == THE_CONVENTION)
    return next((int(one) for one in found if re.fullmatch(r"[1-9]\d?", one, re.ASCII)), None)


def _number(stated: Mapping[str, object], name: str) -> int | None:
    found = stated.get(name)
    return found if isinstance(found, int) else None


def convention_offences(law: Law) -> Mapping[int, ConventionOffence]:
    """Return the catalogue, by article."""
    return {offence.article: offence for offence in law.offences}


def _threshold(law: Law, name: str) -> Threshold:
    return next(found for found in law.thresholds if found.id == name)
