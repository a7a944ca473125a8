# SPDX-License-Identifier: Apache-2.0
"""How a letter cites: an article by itself, and within the sentence that rests on it.

Languages with cases need another form after *pursuant to*, so that phrase is one text with its
article and its instrument, and the catalogue has each.
"""

from collections.abc import Iterable, Mapping, Sequence

from rogatory.node.letters.instruments import COMITY, instrument_in_phrase
from rogatory.node.printing.languages import DocumentTexts
from rogatory.node.printing.shown_text import PrintableText
from rogatory.treaty import citation as forms
from rogatory.treaty.citation import citation
from rogatory.wire.words import N_

_PURSUANT: Mapping[str, str] = {
    forms.ARTICLE: N_("pursuant to article {article} {instrument}"),
    forms.PARAGRAPH: N_("pursuant to article {article}, paragraph {paragraph}, {instrument}"),
    forms.PART: N_("pursuant to article {article}, paragraph {paragraph} ({letter}), {instrument}"),
    forms.PART_OF_ARTICLE: N_("pursuant to article {article} ({letter}) {instrument}"),
    forms.PARAGRAPHS: N_(
        "pursuant to article {article}, paragraphs {paragraph} to {last}, {instrument}"
    ),
}
"""By the template of the citation by itself."""

_IN_FULL: Mapping[str, str] = {
    forms.ARTICLE: N_("article {article} {instrument}"),
    forms.PARAGRAPH: N_("article {article}, paragraph {paragraph}, {instrument}"),
    forms.PART: N_("article {article}, paragraph {paragraph} ({letter}), {instrument}"),
    forms.PART_OF_ARTICLE: N_("article {article} ({letter}) {instrument}"),
    forms.PARAGRAPHS: N_("article {article}, paragraphs {paragraph} to {last}, {instrument}"),
}
"""The same by itself, with its instrument."""

SEVERAL_IN_FULL = N_("the following provisions {instrument}: {articles}")
SEVERAL = N_("pursuant to the following provisions {instrument}: {articles}")
BY_COMITY = N_("on the basis of comity and reciprocity between States")


def cited(article: str, words: DocumentTexts) -> str:
    """Return an article by itself; one that is not of the short form as it is written."""
    found = citation(article, words.language)
    if found is None:
        return article
    return words.say(found.template, **found.fields)


def cited_in_full(
    articles: Sequence[str], instrument: str, names: Mapping[str, str], words: DocumentTexts
) -> str:
    """Return articles with their instrument, by themselves."""
    of = instrument_in_phrase(instrument, names, words)
    found = citation(articles[0], words.language) if len(articles) == 1 else None
    if found is None:
        return words.say(SEVERAL_IN_FULL, instrument=of, articles=_listed(articles, words))
    return words.say(_IN_FULL[found.template], instrument=of, **found.fields)


def _listed(articles: Iterable[str], words: DocumentTexts) -> str:
    return PrintableText(words(N_("; ")).join(cited(one, words) for one in articles))


def pursuant_to(
    articles: Iterable[str], instrument: str, names: Mapping[str, str], words: DocumentTexts
) -> str:
    """Return the phrase that says on what a letter rests; empty where nothing is cited."""
    if instrument == COMITY:
        return words(BY_COMITY)
    named = [one for one in articles if one.strip("- ")]
    if not named:
        return ""
    of = instrument_in_phrase(instrument, names, words)
    found = citation(named[0], words.language) if len(named) == 1 else None
    if found is None:
        return words.say(SEVERAL, instrument=of, articles=_listed(named, words))
    return words.say(_PURSUANT[found.template], instrument=of, **found.fields)
