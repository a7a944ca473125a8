# SPDX-License-Identifier: Apache-2.0
"""The 68 articles of the Convention, by number and by reference such as `42(3)(a)`."""

import re
from dataclasses import dataclass
from functools import cache

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.rows import Certainty, Row, packaged, read_rows

LAST = 68

_REFERENCE_FORM = re.compile(r"(\d{1,2})(?:\([0-9a-z]{1,2}\)){0,3}\Z", re.ASCII)


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
    number: str
    title: str
    first: int
    last: int


def article(number: int) -> Article:
    """The article of that number; refuses one that the Convention does not have."""
    if not 1 <= number <= LAST:
        raise Refused(refusals.ARTICLE_UNKNOWN.because(article=str(number)))
    return articles()[number - 1]


def article_of(reference: str) -> Article:
    """The article that a reference such as `40(15)(e)` is part of; refuses any other form."""
    match = _REFERENCE_FORM.match(reference)
    if match is None:
        raise Refused(refusals.ARTICLE_UNKNOWN.because(article=ascii(reference)[:40]))
    return article(int(match[1]))


@cache
def articles() -> tuple[Article, ...]:
    """All articles in order."""
    return read_rows(packaged("articles.yaml"), "articles.yaml", "articles", _article)


@cache
def chapters() -> tuple[Chapter, ...]:
    return read_rows(packaged("articles.yaml"), "articles.yaml", "chapters", _chapter)


def _article(row: Row) -> Article:
    return Article(
        number=row.integer("number", 1, LAST),
        title=row.text("title"),
        certainty=row.certainty(),
        source=row.text("source"),
        is_safeguard=row.flag("safeguard"),
    )


def _chapter(row: Row) -> Chapter:
    return Chapter(
        number=row.text("number"),
        title=row.text("title"),
        first=row.integer("first", 1, LAST),
        last=row.integer("last", 1, LAST),
    )
