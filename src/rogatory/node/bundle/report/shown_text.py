# SPDX-License-Identifier: Apache-2.0
"""Text of others as it may be printed: what is unseen, or reorders its surroundings, is shown."""

import unicodedata

_JOINERS = "\u200c\u200d"
"""Persian and Indic words are misspelt without them, and they move nothing."""

_ESCAPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def shown_text(text: str) -> str:
    """The text with every control, reordering or unassigned character by its code, `u+202e` in braces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def escaped_text(text: str, lacking: frozenset[str]) -> str:
    """The text with every character of `lacking` as its code."""
    return "".join(_code(c) if c in lacking else c for c in text)


def _shown(character: str) -> str:
    if character == "\n" or character in _JOINERS:
        return character
    escaped = unicodedata.category(character) in _ESCAPED
    return _code(character) if escaped else character


def _code(character: str) -> str:
    return f"\\u{{{ord(character):04x}}}"
