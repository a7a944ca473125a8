# SPDX-License-Identifier: Apache-2.0
"""The offences of articles 7 to 17, and the test of a serious crime (article 2(h))."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rogatory.treaty.rows import Certainty, Row, packaged, read_rows

FIRST, LAST = 7, 17


@dataclass(frozen=True, slots=True)
class ConventionOffence:
    """An offence of the Convention: its elements in short, and those a State may add.

    `is_sensitive` where its material is shielded from casual view (articles 14 to 16, 34).
    """

    article: int
    title: str
    elements: tuple[str, ...]
    optional: tuple[str, ...]
    exception: str | None
    certainty: Certainty
    budapest: str | None
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Offence:
    """The offence of a case, as far as the law's tests ask: the article of the Convention if it
    is one of 7 to 17, and the maxima in years under both laws as far as known.
    """

    convention_article: int | None
    maximum_years: int
    requested_maximum_years: int | None = None
    is_heavier: bool = False
    is_corruption: bool = False


@dataclass(frozen=True, slots=True)
class SeriousCrime:
    """Whether a crime is serious: by the requesting State's maximum and by the requested State's.

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
    unsettled: str
    unsettled_certainty: Certainty


@dataclass(frozen=True, slots=True)
class _Threshold:
    article: str
    years: int
    certainty: Certainty
    note: str
    unsettled: str
    unsettled_certainty: Certainty


def serious_crime(offence: Offence) -> SeriousCrime:
    """Article 2(h): a maximum of at least four years, or a heavier penalty."""
    threshold = _threshold()
    requested = offence.requested_maximum_years
    return SeriousCrime(
        in_requesting=offence.is_heavier or offence.maximum_years >= threshold.years,
        in_requested=None if requested is None else requested >= threshold.years,
        requesting_years=offence.maximum_years,
        requested_years=requested,
        least_years=threshold.years,
        article=threshold.article,
        certainty=threshold.certainty,
        unsettled=threshold.unsettled,
        unsettled_certainty=threshold.unsettled_certainty,
    )


def is_convention_offence(offence: Offence) -> bool:
    """Article 4 makes none: only the articles of the catalogue count."""
    return offence.convention_article in convention_offences()


def offence_in(stated: Mapping[str, object]) -> Offence:
    """The offence that the `offence` field of a request's body states.

    The field's form is the requests room's matter; what is not of it here counts as not stated.
    """
    article, years = stated.get("convention_article"), stated.get("maximum_years")
    return Offence(
        convention_article=article if isinstance(article, int) else None,
        maximum_years=years if isinstance(years, int) else 0,
        is_heavier="heavier_penalty" in stated,
    )


@cache
def convention_offences() -> Mapping[int, ConventionOffence]:
    """The catalogue, by article."""
    found = read_rows(packaged("offences.yaml"), "offences.yaml", "offences", _offence)
    return {offence.article: offence for offence in found}


@cache
def _threshold() -> _Threshold:
    found = read_rows(packaged("offences.yaml"), "offences.yaml", "serious_crime", _serious)
    return found[0]


def _offence(row: Row) -> ConventionOffence:
    return ConventionOffence(
        article=row.integer("article", FIRST, LAST),
        title=row.text("title"),
        elements=row.texts("elements"),
        optional=row.texts("optional"),
        exception=row.text_or_none("exception"),
        certainty=row.certainty(),
        budapest=row.text_or_none("budapest"),
        is_sensitive=row.flag("sensitive"),
    )


def _serious(row: Row) -> _Threshold:
    return _Threshold(
        article=row.text("article"),
        years=row.integer("least_maximum_years", 1, 99),
        certainty=row.certainty(),
        note=row.text("note"),
        unsettled=row.text("unsettled"),
        unsettled_certainty=row.certainty("unsettled_certainty"),
    )
