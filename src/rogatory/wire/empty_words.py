# SPDX-License-Identifier: Apache-2.0
"""Words that say nothing: a dash, a letter, *none* where a person was asked for a reason."""

import re
import unicodedata

FEWEST_LETTERS = 2
"""A word of an alphabet has two letters at least; a word of Chinese may be one character."""

_NOT_LETTERS = re.compile(r"[\W\d_]+")

EMPTY_WORDS = frozenset(
    {
        *(
            "n a",
            "na",
            "none",
            "nil",
            "null",
            "nothing",
            "no reason",
            "no reasons",
            "not applicable",
        ),
        *("see above", "as above", "tbd", "tba", "todo", "reason", "reasons", "test"),
        *(
            "aucun",
            "aucune",
            "néant",
            "sans objet",
            "s o",
            "so",
            "sans motif",
            "sans raison",
            "rien",
        ),
        *("ninguno", "ninguna", "nada", "no aplica", "no procede", "sin motivo", "sin razón"),
        *("нет", "н д", "нд", "не применимо", "неприменимо", "без причины", "без причин", "ничего"),
        *("لا يوجد", "لا شيء", "بدون سبب", "لا سبب", "غير منطبق", "لا ينطبق"),
        *("无", "無", "没有", "不适用", "无理由", "略", "同上"),
    }
)
"""Texts that officers of the six languages write into a field that must not be empty."""


def says_something(text: str) -> bool:
    """Decide whether a text gives a reason in a person's words, and not only something that fills the field."""
    return has_words(text) and _words_of(text) not in EMPTY_WORDS


def has_words(text: str) -> bool:
    """Decide whether a text has a word at all: *none* may be an answer, and is no reason."""
    letters = _words_of(text).replace(" ", "")
    is_ideograph = any(unicodedata.name(one, "").startswith("CJK") for one in letters)
    return is_ideograph or (len(letters) >= FEWEST_LETTERS and len(set(letters)) > 1)


def _words_of(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", unicodedata.normalize("NFC", text)).casefold().split())
