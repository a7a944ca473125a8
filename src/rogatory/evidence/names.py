# SPDX-License-Identifier: Apache-2.0
r"""The names under which evidence is stored: plain enough for every manifest and file system.

A stored component is NFC UTF-8 of at most 240 bytes; it has no control or bidirectional character,
none of ``% \ : * ? " < > | /``, is not ``.`` or ``..``, does not end in a dot or a space, is no
Windows device name, and equals no other name of its folder after case folding. A name that breaks a
rule is stored with the offending characters as ``_`` and ``~n`` appended, n being the smallest
number from 1 that makes it unique in its folder; names that break none keep theirs. The original
bytes are kept in the inventory.
"""

import unicodedata
from collections.abc import Iterable

LONGEST_COMPONENT = 240
"""Bytes: file systems end at 255, and a `.partial` or a signature's suffix must still fit."""

LONGEST_PATH = 3800
"""Bytes from the bag's top: system calls end at 4096 with the folder that holds the bag."""

FORBIDDEN = frozenset('%\\:*?"<>|/')

BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
    + [f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"]
)

_UNSTORABLE_CATEGORIES = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
"""Control, surrogate, unassigned, line and paragraph separator."""

_REFUSED_CATEGORIES = _UNSTORABLE_CATEGORIES - {"Cn"}
"""Categories that a reader refuses: a character that is unassigned here may be assigned at the
sender's."""


def fold(name: str) -> str:
    """Return what two names must not have in common (Unicode 3.13 D145, canonical caseless
    matching).
    """
    if name.isascii():
        return name.lower()
    decomposed = unicodedata.normalize("NFD", name).casefold()
    return unicodedata.normalize("NFD", decomposed)


def is_device(name: str) -> bool:
    """Decide whether Windows would open a device instead of a file of that name."""
    return name.split(".", 1)[0].rstrip(" ").upper() in _DEVICES


def is_plain(name: str) -> bool:
    """Decide whether a component may be used in a bag as it is."""
    return _is_plain(name, _REFUSED_CATEGORIES)


def is_plain_path(path: str) -> bool:
    """Decide whether every component of a stored path is plain and the whole is within the limit."""
    size = len(path) if path.isascii() else len(path.encode("utf-8", "surrogatepass"))
    return size <= LONGEST_PATH and all(is_plain(part) for part in path.split("/"))


def _is_plain(name: str, refused: frozenset[str]) -> bool:
    if not name or name[-1] in ". " or is_device(name):
        return False
    if name.isascii():
        return len(name) <= LONGEST_COMPONENT and name.isprintable() and FORBIDDEN.isdisjoint(name)
    if any(_is_refused(character, refused) for character in name):
        return False
    return len(name.encode()) <= LONGEST_COMPONENT and unicodedata.is_normalized("NFC", name)


def _is_refused(character: str, refused: frozenset[str]) -> bool:
    return (
        character in FORBIDDEN
        or character in BIDI_CONTROLS
        or unicodedata.category(character) in refused
    )


def stored_names(originals: Iterable[bytes]) -> dict[bytes, str]:
    """Return the stored name of each name of one folder; the same names always give the same
    mapping.

    Plain names come first, in byte order, so that nobody else's odd name can rename them; of
    two that are equal after case folding the first in byte order keeps its name.
    """
    ordered = sorted(originals)
    stored: dict[bytes, str] = {}
    taken: set[str] = set()
    odd: list[bytes] = []
    for original in ordered:
        name = _as_text(original)
        if not _is_plain(name, _UNSTORABLE_CATEGORIES) or fold(name) in taken:
            odd.append(original)
        else:
            stored[original] = name
            taken.add(fold(name))
    next_number: dict[str, int] = {}
    for original in odd:
        stored[original] = _numbered(_cleaned(_as_text(original)), taken, next_number)
    return stored


def _as_text(original: bytes) -> str:
    return original.decode("utf-8", "surrogateescape")


def _cleaned(name: str) -> str:
    """Return the name with `_` for each character that is not allowed, still without its number."""
    escaped = "".join(c if not "\ud800" <= c <= "\udfff" else "_" for c in name)
    text = "".join(
        "_" if _is_refused(character, _UNSTORABLE_CATEGORIES) else character
        for character in unicodedata.normalize("NFC", escaped)
    )
    kept = text.rstrip(". ")
    text = kept + "_" * (len(text) - len(kept))
    return "_" + text if is_device(text) else text


def _numbered(base: str, taken: set[str], next_number: dict[str, int]) -> str:
    # The count is kept by base, or a folder of a million names that all clean to one would
    # be searched from 1 each time.
    key = fold(base)
    number = next_number.get(key, 1)
    while True:
        name = _with_suffix(base, f"~{number}")
        number += 1
        if fold(name) not in taken:
            next_number[key] = number
            taken.add(fold(name))
            return name


def _with_suffix(base: str, suffix: str) -> str:
    space = LONGEST_COMPONENT - len(suffix)
    return base.encode()[:space].decode("utf-8", "ignore") + suffix
