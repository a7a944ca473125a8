# SPDX-License-Identifier: Apache-2.0
"""Text of others as it may be printed: what is unseen, or reorders its surroundings, is shown."""

import re
import unicodedata

_JOINERS = "\u200c\u200d"
"""Persian and Indic words are misspelt without them, and they move nothing."""

_ESCAPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

_SIGNS = frozenset({"So", "Sk", "Sm"})
"""Categories of signs that are read by their names. Flags and tones of skin are among them."""

_ENDS_OF_LINE = frozenset("\n")

_ISOLATE, _POP = "\u2068", "\u2069"
_ISOLATED = re.compile(f"{_ISOLATE}[^{_POP}]*{_POP}")

_NUMBERS = re.compile(r".*(?:[^\d.,:/-]\d|\d[^\d.,:/-]).*|[.,:/-].*\d.*")
"""Figures that a sentence from right to left would put in another order. A single number, a date or a time in
figures keeps its own.
"""

LONGEST_WHOLE = 40
"""Characters of an isolated moment or name that stays on one line: broken, its halves would be read
in the order of the sentence around it. What is longer would not fit a narrow page, and may break.
"""
_WHOLE = re.compile(f"{_ISOLATE}[^{_POP}]{{1,{LONGEST_WHOLE}}}{_POP}")


class PrintableText(str):
    """Text that was made printable: its isolates are the document's own."""

    __slots__ = ()


def shown_text(text: str) -> str:
    """Return the text with every control, reordering or unassigned character by its code, `u+202e`
    in braces.
    """
    if isinstance(text, PrintableText) or (text.isascii() and text.isprintable()):
        return text
    return "".join(_shown(character) for character in text)


def shown_line(text: str) -> str:
    """Return the text as it may be printed in a line: an end of line is shown by its code, too."""
    return escaped_text(shown_text(text), _ENDS_OF_LINE)


def escaped_text(text: str, lacking: frozenset[str]) -> str:
    """Return the text with every character of `lacking` as its code."""
    return "".join(_code(c) if c in lacking else c for c in text)


def named_text(text: str, lacking: frozenset[str]) -> str:
    """Return the text with every sign of `lacking` by its name and number in Unicode, such as an emoji, and every other
    character of `lacking` as its code: of a sentence in letters that cannot be printed, names would bury the rest.
    """
    return "".join(_named(c) if c in lacking else c for c in text)


def isolated(text: str, *, right_to_left: bool) -> str:
    """Return a text to use within a sentence, printable, and isolated with its own direction.

    It is isolated only where it runs the other way, or has several numbers and no letter, such as a
    telephone number: a copy from a page would carry the isolates along.
    """
    text = shown_text(text)
    strong = {unicodedata.bidirectional(character) for character in text} & {"L", "R", "AL"}
    if right_to_left:
        is_other = "L" in strong or (not strong and _NUMBERS.fullmatch(text) is not None)
    else:
        is_other = not strong.isdisjoint({"R", "AL"})
    return f"{_ISOLATE}{text}{_POP}" if is_other else text


def left_to_right(text: str) -> str:
    """Return a text without letters of its own direction, such as a number with brackets, kept in
    its order where the text around it runs from right to left.
    """
    return PrintableText(f"{_ISOLATE}{shown_text(text)}{_POP}")


def split_whole(text: str) -> list[str]:
    """Return the text in pieces; every second one is isolated and is to stay on one line."""
    pieces, at = [], 0
    for match in _WHOLE.finditer(text):
        pieces += [text[at : match.start()], match[0]]
        at = match.end()
    return [*pieces, text[at:]]


def runs_right_to_left(text: str) -> bool | None:
    """Return where the text runs by its first letter outside what is isolated; None if it has none."""
    for character in _ISOLATED.sub("", text):
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return None


def _shown(character: str) -> str:
    if character == "\n" or character in _JOINERS:
        return character
    escaped = unicodedata.category(character) in _ESCAPED
    return _code(character) if escaped else character


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    is_sign = unicodedata.category(character) in _SIGNS
    return f"[{name}, U+{ord(character):04X}]" if name and is_sign else _code(character)


def _code(character: str) -> str:
    return f"\\u{{{ord(character):04x}}}"
