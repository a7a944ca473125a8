# SPDX-License-Identifier: Apache-2.0
"""Rows on data and powers: the categories of article 2, and the domestic orders of arts. 25-30."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row


@dataclass(frozen=True, slots=True)
class DataCategory:
    """A category of data; `intrusiveness` from 1, the least. `powers` are the ids of the domestic
    orders that reach it, `kinds` the requests that may ask for it.
    """

    id: str
    article: str
    label: str
    intrusiveness: int
    powers: tuple[str, ...]
    kinds: tuple[str, ...]
    needs_independent_authorisation: bool
    note: str | None
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class DomesticMeasure:
    """A measure of the requested State's own law: whom it reaches, for which data, how long."""

    id: str
    article: str
    label: str
    reaches: str
    categories: tuple[str, ...]
    foreign_provider_categories: tuple[str, ...]
    most_days: int | None
    is_renewable: bool
    is_secret: bool
    gives: tuple[str, ...]
    certainty: Certainty
    source: str


def read_category(row: Row) -> DataCategory:
    return DataCategory(
        id=row.id(),
        article=row.text("article"),
        label=row.text("label"),
        intrusiveness=row.integer("intrusiveness", 1, 9),
        powers=row.texts("powers"),
        kinds=row.texts("kinds"),
        needs_independent_authorisation=row.flag("needs_independent_authorisation"),
        note=row.text_or_none("note"),
        certainty=row.certainty(),
        source=row.text("source"),
    )


def read_order(row: Row) -> DomesticMeasure:
    return DomesticMeasure(
        id=row.id(),
        article=row.text("article"),
        label=row.text("label"),
        reaches=row.text("reaches"),
        categories=row.texts("categories"),
        foreign_provider_categories=row.texts("foreign_provider_categories"),
        most_days=row.integer_or_none("most_days", 1, 3660),
        is_renewable=row.flag("is_renewable"),
        is_secret=row.flag("is_secret"),
        gives=row.texts("gives"),
        certainty=row.certainty(),
        source=row.text("source"),
    )
