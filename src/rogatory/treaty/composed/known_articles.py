# SPDX-License-Identifier: Apache-2.0
"""The articles of an instrument that the law's data have for a kind of request, and a citation compared with them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from rogatory.errors import NO_ARTICLE
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import instrument_of, is_within, kind_law_of
from rogatory.treaty.tables.reservation_rules import is_under

if TYPE_CHECKING:
    from rogatory.treaty.tables.grounds import Duty, ListedGround
    from rogatory.treaty.tables.provisions import CitedProvision

_BEFORE = re.compile(r"^(?:articles?|arts?\.?)\s+", re.IGNORECASE)
_WITHIN = re.compile(r"\s+(?=\()")
_BETWEEN = re.compile(r"\s+by\s+|\s+and\s+|\s*[,;/–-]\s*")


ASSISTANCE = "mla_general"
"""The kind of request whose article is on assistance in general."""


class Known(Enum):
    """How far the law's data have what a request cites: as such, without that paragraph, or not at all."""

    RECORDED = auto()
    PARAGRAPH_MISSING = auto()
    ARTICLE_MISSING = auto()


@dataclass(frozen=True, slots=True)
class KnownArticles:
    """The articles of one instrument for one kind: `own` are the numbers of those that are on this kind and not on
    assistance in general, `places` the provisions of all lines.
    """

    own: frozenset[str]
    places: frozenset[str]

    def compare(self, cited: str) -> Known:
        """Return how far the data have a citation; of several provisions in one text, the least known."""
        return max((self._compare(one) for one in provisions_in(cited)), key=_order)

    def has_own(self, cited: str) -> bool:
        """Decide whether a citation names an article on this kind, or there is none but those on assistance."""
        return not self.own or any(article_number(one) in self.own for one in provisions_in(cited))

    def _compare(self, place: str) -> Known:
        number = article_number(place)
        lines = {one for one in self.places if article_number(one) == number}
        if not lines:
            return Known.ARTICLE_MISSING
        paragraphs = lines - {number}
        if place == number or not paragraphs or is_within(place, paragraphs):
            return Known.RECORDED
        is_part = any(is_under(place, [one]) or is_under(one, [place]) for one in paragraphs)
        return Known.RECORDED if is_part else Known.PARAGRAPH_MISSING


def articles_known(law: Law, instrument: str, kind: str) -> KnownArticles | None:
    """Return the articles of an instrument for a kind of request; None where nothing of the kind is recorded."""
    about = kind_law_of(law, instrument, kind)
    if about is None:
        return None
    general = kind_law_of(law, instrument, ASSISTANCE)
    service = next((one.serves.get(kind) for one in law.instruments if one.id == instrument), None)
    rows = {about.article, *(service.articles if service else ()), *_rows(law, instrument, kind)}
    on_all = () if general is None else provisions_in(general.article)
    own = {article_number(one) for one in provisions_in(about.article)}
    return KnownArticles(
        frozenset(own - {article_number(one) for one in on_all} - {NO_ARTICLE}),
        frozenset(_places(rows - {NO_ARTICLE})),
    )


def provisions_in(text: str) -> tuple[str, ...]:
    """Return the provisions that a citation names: `29(1)` and `29(2)` of `29(1)-(2)`; always at least one."""
    found: list[str] = []
    stated = _BEFORE.sub("", text.strip()).partition(" of ")[0]
    for part in _BETWEEN.split(_WITHIN.sub("", stated)):
        if part.startswith("(") and found:
            found.append(found[-1].rpartition("(")[0] + part)
        elif part:
            found.append(part)
    return tuple(found) or (text.strip(),)


def _places(rows: Iterable[str]) -> Iterator[str]:
    """Yield the provisions that rows cite, and their spans of paragraphs as they are."""
    for row in rows:
        yield from provisions_in(row)
        yield from (one for one in row.split(", ") if "-(" in one)


def _rows(law: Law, instrument: str, kind: str) -> Iterator[str]:
    yield from _cited_by_kind(law, instrument, kind)
    yield from _articles_of_rows(law, instrument, kind)
    for composed in law.composition:
        if composed.instrument == instrument and kind in composed.kinds:
            yield from (composed.article, *composed.replaces)


def _cited_by_kind(law: Law, instrument: str, kind: str) -> Iterator[str]:
    """Yield the articles of rows that cite one for each kind. What a provision cites for every kind is not on
    this one.
    """
    lines = law.of(instrument)
    grounds = (*lines.grounds, *lines.postponements, *lines.conditions, *lines.never)
    rows: tuple[ListedGround | Duty | CitedProvision, ...] = (
        *grounds,
        *lines.duties,
        *lines.provisions,
    )
    for row in rows:
        if kind in row.kinds:
            yield row.kinds[kind].article


def _articles_of_rows(law: Law, instrument: str, kind: str) -> Iterator[str]:
    """Yield the articles of terms, required contents and questions for the kind."""
    lines = law.of(instrument)
    yield from (one.article for one in lines.terms if one.kind == kind)
    yield from (one.article for one in lines.required if one.kind == kind)
    yield from (
        one.article
        for one in law.questions
        if instrument_of(one) == instrument and kind in one.kinds | one.executing_kinds
    )


def _order(known: Known) -> int:
    return known.value


def article_number(provision: str) -> str:
    """Return the number of the article in a citation of it: `42` of `42(3)(b)`."""
    return provision.partition("(")[0]
