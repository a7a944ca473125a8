# SPDX-License-Identifier: Apache-2.0
"""Rows on offences: the catalogue of articles 7 to 17, and the thresholds of article 2."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row

FIRST_OFFENCE, LAST_OFFENCE = 7, 17


@dataclass(frozen=True, slots=True)
class OffenceElement:
    """One element of an offence. `ways` lists the forms of conduct of which one suffices."""

    id: str
    text: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConventionOffence:
    """An offence of the Convention: its elements, those a State may add (`optional`), and what
    stands outside it (`exceptions`).

    `is_sensitive` where its material is shielded from casual view (articles 14 to 16, 34).
    """

    article: int
    title: str
    elements: tuple[OffenceElement, ...]
    optional: tuple[OffenceElement, ...]
    exceptions: tuple[str, ...]
    certainty: Certainty
    source: str
    budapest: str | None
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """A test of article 2: the rule, its number of years where it has one, what is not settled."""

    id: str
    article: str
    rule: str
    years: int | None
    certainty: Certainty
    source: str
    note: str | None
    unsettled: str | None
    unsettled_certainty: Certainty | None


def read_offence(row: Row) -> ConventionOffence:
    return ConventionOffence(
        article=row.integer("article", FIRST_OFFENCE, LAST_OFFENCE),
        title=row.text("title"),
        elements=row.parts("elements", _element),
        optional=row.parts("optional", _element),
        exceptions=row.texts("exceptions"),
        certainty=row.certainty(),
        source=row.text("source"),
        budapest=row.text_or_none("budapest"),
        is_sensitive=row.flag("is_sensitive"),
    )


def _element(row: Row) -> OffenceElement:
    return OffenceElement(id=row.id(), text=row.text("text"), ways=row.texts("ways"))


def read_threshold(row: Row) -> Threshold:
    unsettled = row.text_or_none("unsettled")
    return Threshold(
        id=row.id(),
        article=row.text("article"),
        rule=row.text("rule"),
        years=row.integer_or_none("years", 1, 99),
        certainty=row.certainty(),
        source=row.text("source"),
        note=row.text_or_none("note"),
        unsettled=unsettled,
        unsettled_certainty=row.certainty("unsettled_certainty") if unsettled else None,
    )
