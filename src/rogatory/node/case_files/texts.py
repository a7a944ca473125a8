# SPDX-License-Identifier: Apache-2.0
"""Texts that a person writes into a case file: shown later, to others, on every kind of screen."""

import unicodedata
from collections.abc import Iterator

from rogatory.errors import Reason
from rogatory.node.case_files import refusals
from rogatory.wire.control_characters import is_unseen
from rogatory.wire.empty_words import says_something
from rogatory.wire.words import N_

LONGEST_TEXT = 20_000
"""Characters of a note or a reason: some ten pages. More would make one note fill every page."""

LONGEST_NAME = 300
"""The most characters of a name, a number or a reference: they appear in lists and on letters."""


def text_reasons(
    field: str, text: str, limit: int = LONGEST_NAME, *, may_be_empty: bool = False
) -> Iterator[Reason]:
    """Yield why a text cannot be kept under that name."""
    if not text.strip():
        if not may_be_empty:
            yield refusals.TEXT_MISSING.because(field=field)
        return
    if len(text) > limit or any(map(_is_unshown, text)):
        yield refusals.TEXT_FORM.because(field=field, limit=limit)


def stated_reason_reasons(text: str) -> Iterator[Reason]:
    """Yield why a text is no reason that somebody gives: it has no words, or cannot be kept."""
    if text.strip() and not says_something(text):
        yield refusals.TEXT_MISSING.because(field=N_("reason"))
    else:
        yield from text_reasons(N_("reason"), text, LONGEST_TEXT)


def _is_unshown(character: str) -> bool:
    return is_unseen(character) or unicodedata.category(character) == "Cs"
