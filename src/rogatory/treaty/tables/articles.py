# SPDX-License-Identifier: Apache-2.0
"""Rows of the Convention's own order: its articles and chapters."""

from dataclasses import dataclass

from rogatory.treaty.rows import Certainty, Row

LAST = 68


@dataclass(frozen=True, slots=True)
class Article:
    """One article: a paraphrased title, and how well the title is known."""

    number: int
    title: str
    certainty: Certainty
    source: str
    is_safeguard: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its paraphrased title and the articles from `first` to `last`."""

    number: str
    title: str
    first: int
    last: int
    certainty: Certainty
    source: str


def read_article(row: Row) -> Article:
    return Article(
        number=row.integer("number", 1, LAST),
        title=row.text("title"),
        certainty=row.certainty(),
        source=row.text("source"),
        is_safeguard=row.flag("is_safeguard"),
    )


def read_chapter(row: Row) -> Chapter:
    return Chapter(
        number=row.text("number"),
        title=row.text("title"),
        first=row.integer("first", 1, LAST),
        last=row.integer("last", 1, LAST),
        certainty=row.certainty(),
        source=row.text("source"),
    )
