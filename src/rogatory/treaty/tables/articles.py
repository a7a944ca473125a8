# SPDX-License-Identifier: Apache-2.0
"""Rows of the Convention's own order: its articles and chapters."""

from dataclasses import dataclass

from rogatory.treaty.rows import CERTAINTY, FLAG, TEXT, Certainty, number
from rogatory.wire.fields import Fields

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


def read_article(row: Fields) -> Article:
    return Article(
        number=row.read("number", number(1, LAST)),
        title=row.read("title", TEXT),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
        is_safeguard=row.optional("is_safeguard", FLAG, absent=False),
    )


def read_chapter(row: Fields) -> Chapter:
    return Chapter(
        number=row.read("number", TEXT),
        title=row.read("title", TEXT),
        first=row.read("first", number(1, LAST)),
        last=row.read("last", number(1, LAST)),
        certainty=row.read("certainty", CERTAINTY),
        source=row.read("source", TEXT),
    )
