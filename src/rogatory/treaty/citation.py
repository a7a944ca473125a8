# SPDX-License-Identifier: Apache-2.0
"""Articles as each language cites them: `42(3)(b)` is *article 42, paragraph 3 (b)* in English.

The law's data name articles in one short form. Templates are marked for translation; numerals and
letters of paragraphs are those of the language.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from rogatory.wire.words import N_


class CitationTemplate(NamedTuple):
    """A template to be translated, and its fields in the numerals of a language."""

    template: str
    fields: Mapping[str, str]


ARTICLE = N_("article {article}")
PARAGRAPH = N_("article {article}, paragraph {paragraph}")
PART = N_("article {article}, paragraph {paragraph} ({letter})")
PART_OF_ARTICLE = N_("article {article} ({letter})")
PARAGRAPHS = N_("article {article}, paragraphs {paragraph} to {last}")

_SHORT = re.compile(
    r"(?P<article>[1-9][0-9]{0,2})"
    r"(?:\((?P<paragraph>[1-9][0-9]?)\)(?:-\((?P<last>[1-9][0-9]?)\))?)?"
    r"(?:\((?P<letter>[a-z])\))?"
)
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ABJAD = (
    "أ",
    "ب",
    "ج",
    "د",
    "هـ",
    "و",
    "ز",
    "ح",
    "ط",
    "ي",
    "ك",
    "ل",
    "م",
    "ن",
    "س",
    "ع",
    "ف",
    "ص",
    "ق",
)
"""The order in which Arabic treaty texts letter subparagraphs."""
_HAN = "〇一二三四五六七八九"


def citation(article: str, language: str) -> CitationTemplate | None:
    """Return how an article of the law's data is cited; None if it is not of the short form."""
    found = _SHORT.fullmatch(article)
    if found is None or (found["last"] and found["letter"]):
        return None
    fields = {
        name: _letter(value, language) if name == "letter" else numeral(value, language)
        for name, value in found.groupdict().items()
        if value is not None
    }
    return CitationTemplate(_template(fields), fields)


def _template(fields: Mapping[str, str]) -> str:
    if "last" in fields:
        return PARAGRAPHS
    if "letter" in fields:
        return PART if "paragraph" in fields else PART_OF_ARTICLE
    return PARAGRAPH if "paragraph" in fields else ARTICLE


def _letter(letter: str, language: str) -> str:
    number = _LATIN.index(letter)
    return _ABJAD[number] if language == "ar" and number < len(_ABJAD) else letter


def numeral(number: str, language: str) -> str:
    """Return the number as Chinese treaties cite it: 四十二."""
    if language != "zh":
        return number
    hundreds, tens, units = (int(one) for one in number.zfill(3))
    numeral = f"{_HAN[hundreds]}百" if hundreds else ""
    if tens:
        numeral += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    elif hundreds and units:
        numeral += "零"
    return numeral + (_HAN[units] if units else "")
