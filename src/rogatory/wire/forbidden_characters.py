# SPDX-License-Identifier: Apache-2.0
"""Characters in signed texts that are not seen, or that turn about what is read.

A court reads the text, and the signature is over the bytes: both must say the same. Marks that
Arabic, Hebrew, Persian or Indian writing needs (U+200C-200F, U+061C) are admitted; what overrides
the order of a whole line, hides letters or breaks lines is not.
"""

import re

from rogatory.errors import Reason, refuse_if_any
from rogatory.wire import refusals
from rogatory.wire.canonical import Json

_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def hidden_character(text: str) -> str | None:
    """Return the first such character of a text as `U+202E`; None where it has none."""
    found = _HIDDEN.search(text)
    return None if found is None else f"U+{ord(found[0]):04X}"


def refuse_hidden(document: Json, what: str) -> None:
    """Refuse a document in any of whose texts, names of members included, such a character is.

    Raises:
        Refused: with one reason for each kind of character.
    """
    found: dict[str, None] = {}
    left: list[Json] = [document]
    while left:
        value = left.pop()
        if isinstance(value, str):
            if character := hidden_character(value):
                found[character] = None
        elif isinstance(value, list):
            left += value
        elif isinstance(value, dict):
            left += [*value, *value.values()]
    reasons: list[Reason] = [
        refusals.TEXT_CHARACTER.because(what=what, character=character)
        for character in sorted(found)
    ]
    refuse_if_any(reasons)
