# SPDX-License-Identifier: Apache-2.0
"""The words of the report in each language. Its numbers and times are written alike in all."""

from functools import cache

from rogatory.node.court.report.counting import SINGULAR
from rogatory.node.printing.languages import DocumentTexts, catalogue_in


@cache
def words_in(language: str) -> DocumentTexts:
    """Return the words of a language of `LANGUAGES`; another is a fault of the caller (KeyError)."""
    return DocumentTexts(language, catalogue_in("rogatory.node.court.report", language), SINGULAR)
