# SPDX-License-Identifier: Apache-2.0
"""Characters that nobody sees in a text, by which it could read otherwise than it is."""

import unicodedata

_PLAIN_CONTROLS = "\n\t"
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that make a text read in another order than it is."""


def is_unseen(character: str) -> bool:
    """Return whether a character is a control, other than a line's end and a tab, or turns the order."""
    is_control = unicodedata.category(character) == "Cc" and character not in _PLAIN_CONTROLS
    return is_control or character in _OVERRIDES
