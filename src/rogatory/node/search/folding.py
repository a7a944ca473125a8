# SPDX-License-Identifier: Apache-2.0
"""Text as it is searched: what a reader would call the same word is made the same, in any script.

Searched is for parts of text of at least three characters, which is what an index of trigrams finds
(SQLite's FTS5 `trigram`, PostgreSQL's pg_trgm): no language's words need be known, and Chinese, which
writes no spaces, is found as well as Arabic. Words of two characters, which Chinese is full of, are
indexed once more with a mark as their third.
"""

import re
import unicodedata
from collections.abc import Iterator

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.search import refusals

LONGEST_QUERY = 200
"""Characters of what is searched for; a longer text would make the database look up each of its
parts.
"""

MOST_TERMS = 8
"""Each term is looked up on its own; nobody types more of them."""

SHORTEST_TERM = 2
"""Characters of a searched word: one letter is in every request, and the index holds nothing
shorter.
"""

MARK = "\ue000"
"""The third character of a word of two. Of the private use area: no text has it, see `fold`."""

OFFICE = "\ue001"
"""The mark on both sides of an authority's name, so that none is found in another's."""

_OURS = str.maketrans(dict.fromkeys(map(ord, (MARK, OFFICE, "\x00")), " "))

_ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
"""Arabic letters that are written one for the other, and the stroke that only fills a line."""

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w+")
_WITHOUT_SPACES = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff]+")


def fold(text: str) -> str:
    """Return a text without case, accents, vowel marks and forms of letters; white space as one
    space.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_OURS)).casefold().translate(_ALIKE)
    parts = unicodedata.normalize("NFD", plain)
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def document(text: str) -> str:
    """Return a text as it is indexed: folded, with its words of two characters once more."""
    folded = fold(text)
    short = dict.fromkeys(_short(folded))
    return " ".join([folded, *(word + MARK for word in short)]) if short else folded


def query_terms(query: str) -> tuple[str, ...]:
    """Return what each part of a query is looked up as; parts in quotation marks are one.

    Raises:
        Refused: it is empty or too long, or a part of it is too short.
    """
    reasons: list[Reason] = []
    found = [fold(phrase or word) for phrase, word in _PHRASE.findall(query[: LONGEST_QUERY + 1])]
    wanted = list(dict.fromkeys(one for one in found if one))
    if len(query) > LONGEST_QUERY or len(wanted) > MOST_TERMS:
        fields = {"length": len(query), "limit": LONGEST_QUERY, "terms": MOST_TERMS}
        reasons.append(refusals.QUERY_LONG.because(fields))
    if not wanted or any(len(one) < SHORTEST_TERM for one in wanted):
        reasons.append(refusals.QUERY_SHORT.because(limit=SHORTEST_TERM))
    refuse_if_any(reasons)
    return tuple(one + MARK if len(one) == SHORTEST_TERM else one for one in wanted)


def office_term(authority: str) -> str:
    """Return the form of an authority among those of a text."""
    return f"{OFFICE}{authority}{OFFICE}"


def _short(folded: str) -> Iterator[str]:
    for found in _WORD.finditer(folded):
        if len(found[0]) == SHORTEST_TERM:
            yield found[0]
    for found in _WITHOUT_SPACES.finditer(folded):
        run = found[0]
        for at in range(len(run) - 1):
            yield run[at : at + SHORTEST_TERM]
