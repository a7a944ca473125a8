# SPDX-License-Identifier: Apache-2.0
"""The words of letters in each language: their own, and those that the court's report has, too
(kinds, labels, values, languages), so that no word is translated twice.
"""

from functools import cache

from rogatory.node.court.report.languages import words_in as words_of_report
from rogatory.node.letters.prose.counting import SINGULAR
from rogatory.node.printing.languages import DocumentTexts, catalogue_in


@cache
def words_in(language: str) -> DocumentTexts:
    """Return the words of a language of `LANGUAGES`; another is a fault of the caller (KeyError)."""
    own = catalogue_in("rogatory.node.letters", language)
    report = words_of_report(language).catalogue
    own.add_fallback(report)
    return DocumentTexts(language, own, SINGULAR)
