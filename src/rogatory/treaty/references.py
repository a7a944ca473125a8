# SPDX-License-Identifier: Apache-2.0
"""The references between the rows of the law: each must name an existing row."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rogatory.errors import NO_ARTICLE, Phrase
from rogatory.treaty.rows import RowProblem
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.tables.articles import LAST
from rogatory.treaty.tables.cited_treaties import CitedTreaty
from rogatory.treaty.tables.composition import AMENDMENT, DOMESTIC_LAW
from rogatory.treaty.tables.grounds import REPLIES
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.kinds import CHANNELS, DECIDED_KINDS
from rogatory.treaty.tables.parties import PartyRecord
from rogatory.treaty.tables.precedence import VOICES
from rogatory.treaty.tables.questions import EXECUTING, MOMENTS, Question
from rogatory.treaty.tables.reservations import (
    ADDS_ELEMENT,
    EXCLUDES,
    NAMING_A_PLACE,
    is_succession,
)
from rogatory.treaty.tables.terms import STARTS
from rogatory.wire.words import P_, FilledText

_OF_AN_INSTRUMENT = (
    "entry_rules", "parties", "totals", "reservations", "declarations", "composition",
    "agreements",
)  # fmt: skip
_OF_A_REGIME = (
    "kinds", "grounds", "postponements", "conditions", "never", "duties", "limits", "terms",
    "required", "questions", "provisions",
)  # fmt: skip
"""Sections whose rows are of the Convention where they name no instrument."""

_CITING = (
    "thresholds", "kinds", "questions", "limits", "terms", "required", "categories", "orders",
)  # fmt: skip
"""Sections whose rows have an article of their own."""

_BLOCKS = {"yes-or-no": {None, "yes", "no"}, "text": {None, "empty"}}

type Rows = Mapping[str, Sequence[Any]]

PARAGRAPH = re.compile(r"(\d{1,2})(?:\([0-9a-z]{1,2}\)){0,3}\Z", re.ASCII)
"""An article, or a paragraph of one, such as `42(3)(a)`."""

BETWEEN = re.compile(r" by |, |-|/")


def is_reference(text: str) -> bool:
    """Decide whether a text cites the Convention: paragraphs, several of them (`42(2), 41(3)(b)`),
    a span (`40(6)-(7)`), or one applied through another (`40(22) by 42(6)`).
    """
    parts = BETWEEN.split(text)
    return bool(PARAGRAPH.match(parts[0])) and all(
        _is_paragraph(part if part[:1] != "(" else f"1{part}") for part in parts
    )


def _is_paragraph(part: str) -> bool:
    match = PARAGRAPH.match(part)
    return match is not None and 1 <= int(match[1]) <= LAST


def wrong_references(rows: Rows) -> list[RowProblem]:
    """Return everything that does not hold between the rows."""
    return [problem for rule in _RULES for problem in rule(rows)]


def _of(rows: Rows, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the values of a section, each with its place."""
    for value in rows[name]:
        yield f"{name} {SECTIONS[name].key(value)}", value


def _known_once(rows: Rows) -> Iterator[RowProblem]:
    for name, values in rows.items():
        counted = Counter(SECTIONS[name].key(value) for value in values)
        for key, count in counted.items():
            if count > 1:
                yield f"{name} {key}", FilledText(P_("it occurs {count} times"), count=count)


def _articles_whole(rows: Rows) -> Iterator[RowProblem]:
    if sorted(value.number for value in rows["articles"]) != list(range(1, LAST + 1)):
        yield "articles", FilledText(P_("they are not 1 to {limit}"), limit=LAST)


def _instruments_known(rows: Rows) -> Iterator[RowProblem]:
    known = {value.id for value in rows["instruments"]}
    if THE_CONVENTION not in known:
        yield "instruments", FilledText(P_("{name} is missing"), name=THE_CONVENTION)
    for name in (*_OF_AN_INSTRUMENT, *_OF_A_REGIME):
        for place, value in _of(rows, name):
            if value.instrument not in known and not (
                name in _OF_A_REGIME and value.instrument is None
            ):
                yield (
                    place,
                    FilledText(
                        P_("instrument is not one of {names}"), names=", ".join(sorted(known))
                    ),
                )


def _instruments_sound(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "instruments"):
        if (value.membership == "pair") != (len(value.between) == 2):
            yield place, P_("between is not two States for a pair, and none otherwise")
        for kind, service in value.serves.items():
            if kind not in DECIDED_KINDS:
                yield f"{place}.{kind}", _no_kind(kind)
            if bool(service.articles) == (service.certainty == "practice") and value.source != (
                "invented"
            ):
                yield f"{place}.{kind}", P_("articles are cited for practice, or none for a treaty")


def _no_kind(kind: str) -> Phrase:
    return FilledText(P_("{kind} is not a kind of request"), kind=kind)


def _no_article(value: Any, article: str) -> Phrase:
    if getattr(value, "instrument", None) is None:
        return FilledText(P_("{article} is not an article of the Convention"), article=article)
    return FilledText(P_("{article} is not an article, such as 5(1)(a)"), article=article)


def _articles_cited(rows: Rows) -> Iterator[RowProblem]:
    for name in _CITING:
        for place, value in _of(rows, name):
            if not _is_cited(value, value.article):
                yield place, _no_article(value, value.article)
    for name in ("grounds", "postponements", "conditions", "never", "duties", "provisions"):
        for place, value in _of(rows, name):
            for kind, citation in value.kinds.items():
                if kind not in DECIDED_KINDS:
                    yield f"{place}.{kind}", _no_kind(kind)
                is_practice = (citation.article, citation.certainty) == (NO_ARTICLE, "practice")
                if not is_practice and not _is_cited(value, citation.article):
                    yield f"{place}.{kind}", _no_article(value, citation.article)


def _cited_treaties_known(rows: Rows) -> Iterator[RowProblem]:
    known = {value.id for value in rows["instruments"]}
    for name in rows:
        for place, value in _of(rows, name):
            for cited in _cited_treaties(value):
                if cited.instrument not in known:
                    yield (
                        place,
                        FilledText(
                            P_("instrument is not one of {names}"), names=", ".join(sorted(known))
                        ),
                    )
                if not PARAGRAPH.match(BETWEEN.split(cited.article)[0]):
                    yield place, _no_article(cited, cited.article)


def _cited_treaties(row: Any) -> Iterator[CitedTreaty]:
    by_kind = getattr(row, "kinds", None)
    yield from getattr(row, "cites", ())
    yield from getattr(row, "later_cites", ())
    yield from getattr(getattr(row, "always", None), "cites", ())
    for found in by_kind.values() if isinstance(by_kind, Mapping) else ():
        yield from found.cites


def _kinds_sound(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "kinds"):
        if not {*value.channels} <= {*CHANNELS}:
            yield (
                place,
                FilledText(P_("channels are not some of {names}"), names=", ".join(CHANNELS)),
            )


def _duties_sound(rows: Rows) -> Iterator[RowProblem]:
    """Require of a duty a ground or a reply that there is: another would never be owed."""
    listed = [*rows["grounds"], *rows["postponements"]]
    for place, value in _of(rows, "duties"):
        known = sorted({one.id for one in listed if one.instrument == value.instrument})
        if not {*value.grounds} <= {*known}:
            yield place, FilledText(P_("grounds are not some of {names}"), names=", ".join(known))
        if not {*value.replies} <= {*REPLIES}:
            yield place, FilledText(P_("replies are not some of {names}"), names=", ".join(REPLIES))


def _provisions_cited(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "provisions"):
        if value.always is not None and not _is_cited(value, value.always.article):
            yield place, _no_article(value, value.always.article)


def _is_cited(row: Any, article: str) -> bool:
    """Decide whether a row cites its instrument: the Convention's articles are known, of another
    instrument only the form of a citation, `-` where it has no articles.
    """
    if getattr(row, "instrument", None) is None:
        return is_reference(article)
    return article == "-" or bool(PARAGRAPH.match(BETWEEN.split(article)[0]))


def _terms_sound(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "terms"):
        if not value.starts or not set(value.starts) <= set(STARTS):
            yield place, FilledText(P_("starts is not some of {names}"), names=", ".join(STARTS))
        if value.days is not None and value.until is not None:
            yield place, P_("it ends both after days and with an event")


def _limits_sound(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "limits"):
        if not value.kinds <= set(DECIDED_KINDS):
            yield place, P_("kinds names what is not a kind of request")


def _amendments_sound(rows: Rows) -> Iterator[RowProblem]:
    known = {value.id for value in rows["instruments"]}
    for place, value in _of(rows, "composition"):
        if (value.brings == AMENDMENT) != (value.amends is not None):
            yield place, P_("amends is not there exactly where it brings an amendment")
        elif value.amends is not None and value.amends not in known - {value.instrument}:
            names = ", ".join(sorted(known - {value.instrument}))
            yield place, FilledText(P_("amends is not one of {names}"), names=names)


def _composition_sound(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "composition"):
        if value.brings == DOMESTIC_LAW and value.replaces:
            yield place, P_("domestic law takes the place of no paragraphs")
        if not value.kinds <= set(DECIDED_KINDS):
            yield place, P_("kinds names what is not a kind of request")
    yielding = {one.instrument for one in rows["composition"] if one.is_unless_agreed}
    for place, value in _of(rows, "agreements"):
        if len(value.between) != 2:
            yield place, P_("between is not two States")
        if value.instrument not in yielding:
            yield place, P_("its instrument has no paragraph that two States can agree to apply")
        if value.ended is not None and value.ended < value.made:
            yield place, P_("it ended before it was made")
        for one in (*value.paragraphs, value.article):
            if not PARAGRAPH.match(BETWEEN.split(one)[0]):
                yield place, _no_article(value, one)


def _questions_sound(rows: Rows) -> Iterator[RowProblem]:
    categories = {value.id for value in rows["categories"]}
    known = {value.id: value for value in rows["questions"]}
    for place, value in _of(rows, "questions"):
        if value.replaces is not None and (value.instrument is None or value.replaces not in known):
            yield place, P_("replaces names no question, or is not of one instrument")
        elif value.replaces is not None and _stops_less(value, known[value.replaces]):
            yield place, P_("it stops less than the question that it replaces")
        if not value.when or not value.when <= set(MOMENTS):
            yield place, FilledText(P_("when is not some of {names}"), names=", ".join(MOMENTS))
        if not value.kinds | value.executing_kinds <= set(DECIDED_KINDS):
            yield place, P_("kinds names what is not a kind of request")
        if value.executing_kinds and EXECUTING not in value.when:
            yield place, P_("executing_kinds is for a question that is asked before executing")
        if not value.categories <= categories:
            yield place, P_("categories names what is not a category of data")
        if value.blocks not in _BLOCKS[value.answer]:
            yield place, P_("blocks does not fit the form of the answer")


def _stops_less(question: Question, replaced: Question) -> bool:
    """Decide whether an answer that stops the replaced question's request would pass."""
    return any(
        wanted is not None and own != wanted
        for own, wanted in (
            (question.blocks, replaced.blocks),
            (question.senior_on, replaced.senior_on),
        )
    )


def _powers_sound(rows: Rows) -> Iterator[RowProblem]:
    orders = {value.id for value in rows["orders"]}
    categories = {value.id for value in rows["categories"]}
    for place, value in _of(rows, "categories"):
        if not set(value.powers) <= orders:
            yield place, P_("powers names what is not an order")
    for place, value in _of(rows, "orders"):
        if not {*value.categories, *value.foreign_provider_categories} <= categories:
            yield place, P_("categories names what is not a category of data")


def is_in_order(record: PartyRecord, *, is_successor: bool = False) -> bool:
    """Decide whether a State signed, deposited, was bound and left in this order, as far as is
    known. A notification of succession has effect from the day of the succession, which is earlier.
    """
    deposited = None if is_successor else record.deposited
    steps = (record.signed, deposited, record.in_force_from, record.ended)
    known = [day for day in steps if day is not None]
    return known == sorted(known)


def _dates_in_order(rows: Rows) -> Iterator[RowProblem]:
    succeeded = {(one.state, one.instrument) for one in rows["declarations"] if is_succession(one)}
    for place, value in _of(rows, "parties"):
        is_successor = (value.state, value.instrument) in succeeded
        if not is_in_order(value, is_successor=is_successor):
            yield place, P_("signed, deposited, in_force_from, ended are not in the order of time")


def _reservations_sound(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "reservations"):
        if value.effect in {EXCLUDES, ADDS_ELEMENT} and not value.articles:
            yield place, P_("it names no articles that it changes")
        if (value.effect == ADDS_ELEMENT) != (value.element is not None):
            yield place, P_("element is not there exactly where the effect adds one")
        days = [one for one in (value.made, value.confirmed, value.withdrawn) if one is not None]
        if days != sorted(days):
            fields = "made, confirmed, withdrawn"
            yield (
                place,
                FilledText(P_("{fields} are not in the order of time"), fields=fields),
            )
        for one in value.objections:
            if one.state == value.state or one.made < value.made:
                yield place, P_("an objection is of the same State, or older than the reservation")
    for place, value in _of(rows, "declarations"):
        is_code = value.value is not None and re.fullmatch(r"[A-Z]{2}", value.value, re.ASCII)
        if value.matter in NAMING_A_PLACE and not is_code:
            yield place, P_("value is not the code of a territory or State")


def _establishing_sound(rows: Rows) -> Iterator[RowProblem]:
    """Require that the Convention's articles on offences are those of the catalogue."""
    catalogue = {str(one.article) for one in rows["offences"]}
    for place, value in _of(rows, "instruments"):
        if not all(re.fullmatch(r"[1-9][0-9]{0,2}", one, re.ASCII) for one in value.establishes):
            yield place, P_("establishes are not numbers of articles")
        elif value.id == THE_CONVENTION and value.establishes and {*value.establishes} != catalogue:
            yield place, P_("establishes are not the articles of the catalogue of offences")


def _elements_named_once(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "offences"):
        names = [element.id for element in (*value.elements, *value.optional)]
        if not value.elements or len(names) != len(set(names)):
            yield place, P_("its elements are missing, or one id occurs twice")


def _voices_known(rows: Rows) -> Iterator[RowProblem]:
    for place, value in _of(rows, "precedence"):
        if sorted(value.voices) != sorted(VOICES):
            yield (
                place,
                FilledText(P_("voices are not {names}, each once"), names=", ".join(VOICES)),
            )


def _treaties_named(rows: Rows) -> Iterator[RowProblem]:
    known = {value.id: value.between for value in rows["instruments"]}
    for place, value in _of(rows, "treaties"):
        if known.get(value.id) != value.between:
            yield place, P_("no instrument of this id is between these States")


_RULES: tuple[Callable[[Rows], Iterator[RowProblem]], ...] = (
    _known_once,
    _articles_whole,
    _instruments_known,
    _instruments_sound,
    _articles_cited,
    _cited_treaties_known,
    _terms_sound,
    _kinds_sound,
    _limits_sound,
    _duties_sound,
    _composition_sound,
    _amendments_sound,
    _provisions_cited,
    _questions_sound,
    _powers_sound,
    _dates_in_order,
    _reservations_sound,
    _establishing_sound,
    _elements_named_once,
    _voices_known,
    _treaties_named,
)
