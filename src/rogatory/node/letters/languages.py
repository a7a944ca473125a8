# SPDX-License-Identifier: Apache-2.0
"""The words of letters in each language: their own, and those that the court's report has, too
(kinds, labels, values, languages), so that no word is translated twice.
"""

import gettext
import re
from functools import cache

from rogatory.node.court.report.languages import words_in as words_of_report
from rogatory.node.letters.prose.counting import SINGULAR
from rogatory.node.printing.languages import DocumentTexts, catalogue_in

_BEFORE_A_SIGN = re.compile(r" (?=[;!?])")


@cache
def words_in(language: str) -> DocumentTexts:
    """The words of a language of `LANGUAGES`; another is a fault of the caller (KeyError)."""
    own = catalogue_in("rogatory.node.letters", language)
    report = words_of_report(language).catalogue
    own.add_fallback(_FrenchSigns(report) if language == "fr" else report)
    return DocumentTexts(language, own, SINGULAR)


class _FrenchSigns(gettext.NullTranslations):
    """The report's words with the apostrophes and spaces of French print. Its own are kept as they are:
    reports that went out have them.
    """

    def __init__(self, report: gettext.NullTranslations) -> None:
        super().__init__()
        self._report = report

    def gettext(self, message: str) -> str:
        found = self._report.gettext(message)
        if found == message:
            return found
        found = _BEFORE_A_SIGN.sub("\u202f", found.replace("'", "\u2019").replace(" :", "\u00a0:"))
        return found.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
