# SPDX-License-Identifier: Apache-2.0
"""Rows on data and powers: the categories of article 2, and the domestic orders of arts. 25-30."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, ID, TEXT, TEXTS, Certainty, number
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields


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
    cites: tuple[CitedTreaty, ...]


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
    cites: tuple[CitedTreaty, ...]


def read_category(row: Fields) -> DataCategory:
    return DataCategory(
        id=row.read("id", ID),
        article=row.read("article", TEXT),
        label=row.read("label", TEXT),
        intrusiveness=row.read("intrusiveness", number(1, 9)),
        powers=row.optional("powers", TEXTS, ()),
        kinds=row.optional("kinds", TEXTS, ()),
        needs_independent_authorisation=row.optional(
            "needs_independent_authorisation", FLAG, absent=False
        ),
        note=row.optional("note", TEXT, None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )


def read_order(row: Fields) -> DomesticMeasure:
    return DomesticMeasure(
        id=row.read("id", ID),
        article=row.read("article", TEXT),
        label=row.read("label", TEXT),
        reaches=row.read("reaches", TEXT),
        categories=row.optional("categories", TEXTS, ()),
        foreign_provider_categories=row.optional("foreign_provider_categories", TEXTS, ()),
        most_days=row.optional("most_days", number(1, 3660), None),
        is_renewable=row.optional("is_renewable", FLAG, absent=False),
        is_secret=row.optional("is_secret", FLAG, absent=False),
        gives=row.optional("gives", TEXTS, ()),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
    )
