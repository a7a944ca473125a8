# SPDX-License-Identifier: Apache-2.0
"""Rows on offences: the catalogue of those that the Convention establishes, and the thresholds of article 2."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, ID, TEXT, TEXTS, Certainty, number, rows
from rogatory.treaty.tables.articles import LAST
from rogatory.treaty.tables.cited_treaties import CITES, CitedTreaty
from rogatory.wire.fields import Fields

_OF_BUDAPEST = "ets-185"


@dataclass(frozen=True, slots=True)
class OffenceElement:
    """One element of an offence. `ways` lists the forms of conduct of which one suffices."""

    id: str
    text: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConventionOffence:
    """An offence of the Convention: its elements, those a State may add (`optional`), and what is
    outside it (`exceptions`); `parallels` are the articles of other instruments that establish it.

    `is_sensitive` where its material is shielded from casual view (articles 14 to 16, 34).
    """

    article: int
    title: str
    elements: tuple[OffenceElement, ...]
    optional: tuple[OffenceElement, ...]
    exceptions: tuple[str, ...]
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    budapest: str | None
    """The article of ETS 185, in documents of the law that are older than `parallels`."""
    is_sensitive: bool
    parallels: tuple[CitedTreaty, ...] = ()

    def article_in(self, instrument: str) -> str | None:
        """Return the article by which another instrument establishes the same offence."""
        found = (one.article for one in self.parallels if one.instrument == instrument)
        return next(found, self.budapest if instrument == _OF_BUDAPEST else None)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A test of article 2: the rule, its number of years where it has one, what is not settled."""

    id: str
    article: str
    rule: str
    years: int | None
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    note: str | None
    unsettled: str | None
    unsettled_certainty: Certainty | None


def read_offence(row: Fields) -> ConventionOffence:
    return ConventionOffence(
        article=row.read("article", number(1, LAST)),
        title=row.read("title", TEXT),
        elements=row.optional("elements", rows(_element), ()),
        optional=row.optional("optional", rows(_element), ()),
        exceptions=row.optional("exceptions", TEXTS, ()),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
        budapest=row.optional("budapest", TEXT, None),
        is_sensitive=row.optional("is_sensitive", FLAG, absent=False),
        parallels=row.optional("parallels", CITES, ()),
    )


def _element(row: Fields) -> OffenceElement:
    return OffenceElement(
        id=row.read("id", ID), text=row.read("text", TEXT), ways=row.optional("ways", TEXTS, ())
    )


def read_threshold(row: Fields) -> Threshold:
    unsettled = row.optional("unsettled", TEXT, None)
    return Threshold(
        id=row.read("id", ID),
        article=row.read("article", TEXT),
        rule=row.read("rule", TEXT),
        years=row.optional("years", number(1, 99), None),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        cites=row.optional("cites", CITES, ()),
        note=row.optional("note", TEXT, None),
        unsettled=unsettled,
        unsettled_certainty=row.read("unsettled_certainty", CERTAINTY) if unsettled else None,
    )
