# SPDX-License-Identifier: Apache-2.0
"""The law of a thread: the instrument that a request names, and what that instrument refers to.

Two States are bound by a paragraph because an instrument has it, or because that instrument brings
it in from another: a treaty on mutual assistance takes the place of UNCAC 46(9) to (29) (46(7)) and of
ETS 185 articles 27 and 28 (27(1), 28(1)), unless the two agreed to apply these all the same; ETS 185
articles 25(4) and 31(2) add such treaties and the law of the requested State, article 39(2) what the two
agreed between themselves. A protocol that amends an instrument takes the place of what it changes between its
own Parties, also where another instrument brings that one in. Grounds, conditions, duties, questions, terms, limits, required contents,
channels and citations are composed alike, and every line keeps the instrument in which it is found.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, overload

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import Law
from rogatory.treaty.parties.binding import not_binding
from rogatory.treaty.tables.composition import (
    AMENDMENT,
    ASSISTANCE_TREATY,
    DOMESTIC_LAW,
    OWN_AGREEMENT,
    RECIPROCAL_LEGISLATION,
    Composition,
)
from rogatory.treaty.tables.grounds import Citation, Duty, ListedGround
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.kinds import DECIDED_KINDS, KindLaw
from rogatory.treaty.tables.limits import Limit, Requirement
from rogatory.treaty.tables.questions import Question
from rogatory.treaty.tables.terms import TermRule

_PARAGRAPH = re.compile(r"(\d+)(?:\((\d+)\))?", re.ASCII)
_SPAN = re.compile(r"(\d+)\((\d+)\)-\((\d+)\)", re.ASCII)


@dataclass(frozen=True)
class Regime:
    """The law that binds these two States in a request on `instrument`, on a day.

    In force between them besides: `treaties` on mutual assistance, `legislation` that is uniform or
    reciprocal, `agreements`, treaties between the two alone, and `amendments`, which change another instrument.
    `agreed` are paragraphs of the instrument that
    they agreed to apply in the place of such a treaty.
    """

    law: Law
    instrument: str
    requesting: str
    requested: str
    on: date
    treaties: tuple[str, ...] = ()
    legislation: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()

    @property
    def is_the_convention(self) -> bool:
        return self.instrument == THE_CONVENTION


def cite(regime: Regime, instrument: str, article: str) -> str:
    """Return a citation in the form of the law's data: `42(6)` of the Convention, of another
    instrument with its short name, `29(5)(a) of ETS 185`; `-` of what has no articles.
    """
    return cited_from(regime.law, instrument, article)


def regime_of(
    law: Law,
    basis: str | None,
    requesting: str,
    requested: str,
    on: date,
    agreed: tuple[str, ...] = (),
) -> Regime:
    """Return the law of a request on that basis; one that names none is judged by the Convention. Where
    the two are one State, for lists without another, nothing is brought in. `agreed` are the paragraphs on
    which the two agreed in this case, beside those of their agreements in the law's data.
    """
    instrument = basis or THE_CONVENTION
    pair = (requesting, requested)
    amending = {one.instrument for one in law.composition if one.amends is not None}
    binding = [
        one
        for one in law.instruments
        if one.id != instrument
        and requesting != requested
        and (
            one.assistance_treaty in _GOING_FIRST or one.membership == "pair" or one.id in amending
        )
        and not not_binding(law, one, pair, on)
    ]
    return Regime(
        law,
        instrument,
        requesting,
        requested,
        on,
        treaties=tuple(one.id for one in binding if one.assistance_treaty == "yes"),
        legislation=tuple(
            one.id for one in binding if one.assistance_treaty == RECIPROCAL_LEGISLATION
        ),
        agreements=tuple(one.id for one in binding if one.membership == "pair"),
        amendments=tuple(one.id for one in binding if one.id in amending),
        agreed=(*_agreed_in_data(law, instrument, pair, on), *agreed),
    )


def _agreed_in_data(law: Law, instrument: str, pair: tuple[str, str], on: date) -> tuple[str, ...]:
    return tuple(
        paragraph
        for one in law.agreements
        if one.instrument == instrument and one.between == frozenset(pair)
        if one.made <= on and (one.ended is None or on < one.ended)
        for paragraph in one.paragraphs
    )


_GOING_FIRST = frozenset({"yes", RECIPROCAL_LEGISLATION})
"""The instruments whose rules go before an instrument's own procedure."""


def unknown_in(law: Law, basis: str, kind: str, state: str) -> Iterator[Reason]:
    """Yield what of a question about the law is not of its data: the instrument, the kind, the State."""
    if basis not in {one.id for one in law.instruments}:
        yield refusals.INSTRUMENT_UNKNOWN.because(instrument=ascii(basis)[1:-1][:40])
    if kind not in DECIDED_KINDS:
        yield refusals.KIND_WITHOUT_LAW.because(kind=ascii(kind)[1:-1][:40])
    if state not in {one.code for one in law.states}:
        yield refusals.STATE_UNKNOWN.because(state=ascii(state)[1:-1][:40])


def kind_law(regime: Regime, kind: str) -> KindLaw | None:
    """Return what the instrument says of a kind as a whole, or None where nothing is recorded."""
    return kind_law_of(regime.law, regime.instrument, kind)


def kind_law_of(law: Law, instrument: str, kind: str) -> KindLaw | None:
    """Return what an instrument says of a kind by itself, whatever binds two States."""
    return next((one for one in law.of(instrument).kinds if one.kind == kind), None)


def is_open(regime: Regime, kind: str) -> bool:
    """Decide whether a ground beyond the list may be given, with the provision it rests on: the
    instrument leaves it open, brings in domestic law, or nothing of it is recorded for the kind,
    as of a treaty brought in whose provisions nobody entered.
    """
    about = kind_law(regime, kind)
    if about is None:
        return not regime.is_the_convention
    if about.is_open or any(one.brings == DOMESTIC_LAW for one in composition_of(regime, kind)):
        return True
    found = [kind_law_of(regime.law, one, kind) for one in brought(regime, kind, "grounds")]
    return any(one is None or one.is_open for one in found)


def brought(regime: Regime, kind: str, section: str) -> tuple[str, ...]:
    """Return the instruments of which the regime's own brings in the lines of a section for a kind, each
    once: what amends it, then those of its rows in their order, and after each what amends that one.
    """
    own = regime.instrument
    found = [*_amending(regime, own, kind, section)]
    for rule in composition_of(regime, kind):
        for one in sources_of(regime, rule) if section not in rule.without else ():
            found += (one, *_amending(regime, one, kind, section))
    return tuple(dict.fromkeys(found))


def _amending(regime: Regime, instrument: str, kind: str, section: str) -> Iterator[str]:
    for rule in composition_of(regime, kind, instrument):
        if rule.brings == AMENDMENT and section not in rule.without:
            yield rule.instrument


def sources_of(regime: Regime, rule: Composition) -> tuple[str, ...]:
    """Return the instruments that a row brings in between the two States: none where they agreed to apply
    all paragraphs whose place these would take.
    """
    are_agreed = bool(rule.replaces) and all(is_within(one, regime.agreed) for one in rule.replaces)
    return () if rule.is_unless_agreed and are_agreed else between_both(regime, rule)


def between_both(regime: Regime, rule: Composition) -> tuple[str, ...]:
    """Return the instruments between the two States that a row on what is brought in means."""
    if rule.brings == AMENDMENT:
        return (rule.instrument,)
    return {
        ASSISTANCE_TREATY: regime.treaties,
        RECIPROCAL_LEGISLATION: regime.legislation,
        OWN_AGREEMENT: regime.agreements,
    }.get(rule.brings, ())


def left_of(regime: Regime, kind: str, article: str, instrument: str | None = None) -> str | None:
    """Return what of an article binds for a kind: without the provisions whose place another law takes, unless
    the two States agreed to apply them; None where nothing is left. The article is of the regime's own
    instrument, or of one that it brings in, of which an amendment alone takes something away.
    """
    is_own = instrument in {None, regime.instrument}
    gone = [
        (rule.replaces, regime.agreed if rule.is_unless_agreed else ())
        for rule in composition_of(regime, kind, instrument)
        if rule.replaces and (is_own or rule.brings == AMENDMENT) and sources_of(regime, rule)
    ]
    if not gone:
        return article
    left = [
        one
        for one in article.split(", ")
        if not any(
            is_within(one, replaced) and not is_within(one, agreed) for replaced, agreed in gone
        )
    ]
    return ", ".join(left) or None


type GroundSection = Literal["grounds", "postponements", "conditions", "never"]


@overload
def lines_of(
    regime: Regime, section: GroundSection, kind: str, name: str | None = None
) -> Iterator[tuple[ListedGround, Citation]]: ...
@overload
def lines_of(
    regime: Regime, section: Literal["duties"], kind: str, name: str | None = None
) -> Iterator[tuple[Duty, Citation]]: ...
def lines_of(
    regime: Regime, section: GroundSection | Literal["duties"], kind: str, name: str | None = None
) -> Iterator[tuple[ListedGround | Duty, Citation]]:
    """Yield the rows of a section that bind for a kind, each with where it is found: those of the
    instrument, without the paragraphs that another law replaces, then those of what it brings in. With a
    `name`, those of this id alone.
    """
    for instrument in (regime.instrument, *brought(regime, kind, section)):
        rows: tuple[ListedGround | Duty, ...] = getattr(regime.law.of(instrument), section)
        for row in rows:
            cited = row.kinds.get(kind) if name in {None, row.id} else None
            if cited is not None:
                left = left_of(regime, kind, cited.article, instrument)
                if left is not None:
                    yield row, replace(cited, article=left)


def limit_of(regime: Regime, name: str, kind: str) -> Limit | None:
    """Return the limit of that id for a kind of request: the instrument's own, or one that it brings in;
    None where there is none.
    """
    for instrument in (regime.instrument, *brought(regime, kind, "limits")):
        for one in regime.law.of(instrument).limits:
            if one.id == name and one.is_for(kind):
                left = left_of(regime, kind, one.article, instrument)
                if left is not None:
                    return replace(one, article=left)
    return None


def terms_of(regime: Regime, kind: str) -> tuple[TermRule, ...]:
    """Return the terms for a kind of request, each id once: those of the instrument, which it provides for
    itself, then those that it brings in.
    """
    found: dict[str, TermRule] = {}
    for instrument in (regime.instrument, *brought(regime, kind, "terms")):
        for one in regime.law.of(instrument).terms:
            left = left_of(regime, kind, one.article, instrument) if one.kind == kind else None
            if left is not None:
                found.setdefault(one.id, replace(one, article=left))
    return tuple(found.values())


def cite_row(regime: Regime, row: Limit | TermRule) -> str:
    """Return the citation of a row's article, with the instrument in which it is found."""
    return cite(regime, instrument_of(row), row.article)


def cite_stated(regime: Regime, article: str) -> str:
    """Return the citation of an article as a message states it: of the instrument of the request, unless
    the message names another (`4(1) of MLAT XB-XM`).
    """
    return article if " of " in article else cite(regime, regime.instrument, article)


def term_of(regime: Regime, kind: str, name: str) -> TermRule | None:
    """Return the term of that id for a kind, or None where there is none."""
    return next((one for one in terms_of(regime, kind) if one.id == name), None)


def instrument_of(
    row: ListedGround | Duty | KindLaw | Limit | TermRule | Requirement | Question,
) -> str:
    """Return the instrument of a row: the Convention where it names none."""
    return row.instrument or THE_CONVENTION


def is_within(article: str, spans: Iterable[str]) -> bool:
    """Decide whether a citation is in one of the articles (`27`), paragraphs (`27(8)`) or spans of
    paragraphs (`40(8)-(31)`). One that is applied through another is where that one is (`2 by 42(6)`).
    """
    place = article.rpartition(" by ")[2]
    found = _PARAGRAPH.match(place)
    if found is None:
        return False
    number, paragraph = found[1], found[2]
    return any(
        place == span
        or place.startswith(f"{span}(")
        or (
            (bounds := _SPAN.fullmatch(span)) is not None
            and number == bounds[1]
            and paragraph is not None
            and int(bounds[2]) <= int(paragraph) <= int(bounds[3])
        )
        for span in spans
    )


def composition_of(regime: Regime, kind: str, instrument: str | None = None) -> list[Composition]:
    """Return how the regime's own instrument, or another, brings in other treaties or laws for a kind, and how
    protocols amend it.
    """
    wanted = instrument or regime.instrument
    return [
        one
        for one in regime.law.composition
        if one.of_instrument == wanted
        and kind in one.kinds
        and (one.amends is None or one.instrument in regime.amendments)
    ]
