# SPDX-License-Identifier: Apache-2.0
"""The 68 articles of the Convention, by number and by reference such as `42(3)(a)`."""

from rogatory.errors import Refused
from rogatory.treaty import refusals
from rogatory.treaty.law import Law
from rogatory.treaty.references import BETWEEN, PARAGRAPH, is_reference
from rogatory.treaty.tables.articles import LAST, Article


def article(law: Law, number: int) -> Article:
    """Return the article of that number; refuses one that the Convention does not have."""
    if not 1 <= number <= LAST:
        raise Refused(refusals.ARTICLE_UNKNOWN.because(article=str(number)))
    return next(found for found in law.articles if found.number == number)


def articles_cited(law: Law, reference: str) -> tuple[Article, ...]:
    """Return the articles that a citation names, such as `40(22) by 42(6)` or `42(2), 41(3)(b)`."""
    if not is_reference(reference):
        raise Refused(refusals.ARTICLE_UNKNOWN.because(article=ascii(reference)[:40]))
    found = (PARAGRAPH.match(part) for part in BETWEEN.split(reference))
    return tuple(dict.fromkeys(article(law, int(match[1])) for match in found if match))
