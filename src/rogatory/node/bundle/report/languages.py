# SPDX-License-Identifier: Apache-2.0
"""The report's fixed texts in the languages that it is written in."""

from collections.abc import Callable

from rogatory.node.bundle.report.french import FRENCH

type Translate = Callable[[str], str]

LANGUAGES = ("en", "fr")


def translator(language: str, beyond: Translate = str) -> Translate:
    """Gives a fixed text in a language.

    `beyond` knows the words of other rooms (kinds, labels of a request, acts of custody); what
    it does not know either stays in English.
    """
    known = FRENCH if language == "fr" else {}
    return lambda text: known.get(text) or beyond(text)
