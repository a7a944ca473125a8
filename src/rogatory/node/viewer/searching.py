# SPDX-License-Identifier: Apache-2.0
"""Search items: by name, digest or kind of file, and by words inside small texts.

A search is an act: it is recorded with its words before it runs. It runs a stretch at a time, with
a limit of items looked at and of bytes read, and returns where it goes on. Protected material is
found by name alone: nothing inside it is ever looked at, and nothing of it is shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rogatory.custody.events.act_codes import act
from rogatory.errors import Refused
from rogatory.evidence.opening.browsing import order_of
from rogatory.evidence.opening.listing import ListedItem
from rogatory.evidence.plain_text import text_of
from rogatory.node.viewer import refusals
from rogatory.node.viewer.keys_in_use import plain_line
from rogatory.node.viewer.opened import OpenEvidence
from rogatory.node.viewer.showing import media_type_of, readable

type By = Literal["name", "digest", "kind", "words"]

BYS: tuple[By, ...] = ("name", "digest", "kind", "words")

PAGE = 50
"""Items on one page of a list or of what was found."""

MOST_LOOKED_AT = 50_000
"""Items looked at in one stretch: a second or two, so that nobody waits before a still page."""

MOST_READ = 32 << 20
"""Bytes of texts read in one stretch, for the same reason."""

LARGEST_SEARCHED = 1 << 20
"""The most bytes of a text that is searched; a larger one is reported as not searched."""

SHORTEST_DIGEST = 8
"""Digits of a digest that is searched for: fewer would find items by chance."""

_AROUND = 60
"""Characters shown on either side of what was found."""

_HEX = re.compile(r"[0-9a-f]{8,64}\Z")


@dataclass(frozen=True, slots=True)
class Search:
    by: By
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An item, and around what was found in it the text before, the words, and the text behind."""

    listed: ListedItem
    around: tuple[str, str, str] | None = None

    @property
    def media_type(self) -> str:
        return media_type_of(self.listed.item.path)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The result of one stretch; `after` is where the next begins, None at the end of the list.

    `unread` texts were not searched: protected, too large, or no text by their bytes.
    """

    hits: tuple[Hit, ...]
    after: str | None
    looked_at: int
    unread: int = 0


def search_of(by: str, text: str) -> Search:
    """Return a search as somebody asked for it.

    Raises:
        Refused: it is empty, too long, or no beginning of a digest.
    """
    query_text = plain_line(text, "text")
    kind: By = next((one for one in BYS if one == by), "name")
    if not query_text:
        raise Refused(refusals.SEARCH_EMPTY.because())
    if kind == "digest":
        query_text = query_text.replace(" ", "").lower()
        if not _HEX.match(query_text):
            shown = ascii(query_text)[1:-1][:80]
            raise Refused(refusals.SEARCH_DIGEST.because(text=shown, least=SHORTEST_DIGEST))
    return Search(kind, query_text)


def begin_search(evidence: OpenEvidence, search: Search) -> None:
    """Record the search; the same words again are the same act."""
    done = act(f"searched-by-{search.by}", text=search.text)
    evidence.record_once("searched", f"{search.by} {search.text}", done)


def page_of_items(evidence: OpenEvidence, after: str) -> Stretch:
    """Return a page of the list, from behind the item with that key on."""
    found: list[Hit] = []
    for listed in evidence.browsed.items(after):
        if len(found) == PAGE:
            return Stretch(tuple(found), order_of(found[-1].listed.item), PAGE)
        found.append(Hit(listed))
    return Stretch(tuple(found), None, len(found))


def run_search(evidence: OpenEvidence, search: Search, after: str) -> Stretch:
    """Return the next stretch of a search, from behind the item with that key on."""
    hits: list[Hit] = []
    inside = _Inside(evidence, search.text)
    looked_at, last = 0, after
    for listed in evidence.browsed.items(after):
        if len(hits) == PAGE or looked_at == MOST_LOOKED_AT or inside.read >= MOST_READ:
            return Stretch(tuple(hits), last, looked_at, inside.unread)
        looked_at, last = looked_at + 1, order_of(listed.item)
        hits += inside.hits(listed) if search.by == "words" else _by_facts(listed, search)
    return Stretch(tuple(hits), None, looked_at, inside.unread)


def _by_facts(listed: ListedItem, search: Search) -> Iterator[Hit]:
    item = listed.item
    if search.by == "name":
        matches = search.text.casefold() in item.path.casefold()
    elif search.by == "digest":
        matches = (item.sha256 or "").startswith(search.text)
    else:
        matches = item.has_data and search.text.casefold() in media_type_of(item.path)
    if matches:
        yield Hit(listed)


class _Inside:
    """Looks into texts, and counts what that cost and what was left out."""

    def __init__(self, evidence: OpenEvidence, words: str) -> None:
        self._evidence = evidence
        # Case is folded by the pattern, so that places in what was found are places in the text.
        parts = (re.escape(part) for part in words.split())
        self._form = re.compile(r"\s+".join(parts), re.IGNORECASE)
        self.read = self.unread = 0

    def hits(self, listed: ListedItem) -> Iterator[Hit]:
        item = listed.item
        if not item.has_data or not item.size:
            return
        if listed.protected or item.size > LARGEST_SEARCHED:
            self.unread += 1
            return
        self.read += item.size
        text = text_of(self._evidence.browsed.whole(item))
        if text is None:
            self.unread += 1
            return
        shown = readable(text)
        if match := self._form.search(shown):
            before = shown[max(match.start() - _AROUND, 0) : match.start()]
            behind = shown[match.end() : match.end() + _AROUND]
            yield Hit(listed, (before, match[0], behind))
