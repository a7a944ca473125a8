# SPDX-License-Identifier: Apache-2.0
"""How an article of the law's data is cited in the reader's language."""

from collections.abc import Callable

from django.utils.translation import gettext

from rogatory.console.language.languages import listed, reader_language
from rogatory.node.letters.citations import cited as cited_in_full
from rogatory.node.letters.languages import words_in
from rogatory.treaty.citation import citation, numeral


def cited(article: str) -> str:
    """Return an article as the law's data cite it: "40(21)(b) by 42(6)" is one that another leads
    to, "29(5)(a) of ETS 185" one of another instrument than the Convention. A whole article has the
    numerals of the language.
    """
    joined = _joined(article, cited)
    if joined is not None:
        return joined
    found = citation(article, reader_language()) if article.isdecimal() else None
    return found.fields["article"] if found else article


def full_citation(article: str) -> str:
    """Return an article as treaties of the reader's language cite it, in the words of the letters;
    what is not of the usual form keeps its own, with the language's word for an article.
    """
    joined = _joined(article, full_citation)
    if joined is not None:
        return joined
    several = articles_of(article)
    if len(several) > 1:
        return listed(map(full_citation, several))
    language = reader_language()
    if citation(article, language) is not None:
        return cited_in_full(article, words_in(language))
    return gettext("article %(number)s") % {"number": article}


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ARABIC = (
    "الأول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
)


def chapter(number: str) -> str:
    """Return a chapter of a treaty: Chinese treaties number them in Chinese numerals, Arabic ones in
    words, the others in Roman numerals, as the law's data do.
    """
    language = reader_language()
    if number in _ROMAN:
        at = _ROMAN.index(number)
        if language == "zh":
            number = numeral(str(at + 1), language)
        elif language == "ar":
            number = _ARABIC[at]
    return gettext("Chapter %(number)s") % {"number": number}


def _joined(article: str, cite: Callable[[str], str]) -> str | None:
    """Return two citations that the law's data join, each in the form of `cite`; None for one alone."""
    one, of, instrument = article.partition(" of ")
    if of:
        return gettext("%(article)s of %(instrument)s") % {
            "article": cite(one),
            "instrument": instrument,
        }
    one, by, other = article.partition(" by ")
    if by:
        return gettext("%(one)s by way of %(other)s") % {"one": cite(one), "other": cite(other)}
    return None


def articles_of(article: str) -> list[str]:
    """Return each of the articles that are cited together; a list of letters is of one article."""
    several = article.split(", ")
    return several if all(part[:1].isdigit() for part in several) else [article]
