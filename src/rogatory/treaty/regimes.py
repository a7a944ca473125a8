# SPDX-License-Identifier: Apache-2.0
"""The law of a thread: the instrument that a request names, and what that instrument refers to.

Two States are bound by a paragraph because an instrument has it, or because that instrument brings
it in from another: a treaty on mutual assistance takes the place of UNCAC 46(9) to (29) (46(7)) and of
ETS 185 articles 27 and 28 (27(1), 28(1)); ETS 185 article 25(4) adds the law of the requested State.
Every line keeps the instrument in which it is found.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.bases import not_binding
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import Law
from rogatory.treaty.offences import Classification, Offence, convention_offences
from rogatory.treaty.parties.reservations import reserved_article
from rogatory.treaty.tables.composition import ASSISTANCE_TREATY, DOMESTIC_LAW, Composition
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

    `treaties` are the treaties on mutual assistance in force between them, besides.
    """

    law: Law
    instrument: str
    requesting: str
    requested: str
    on: date
    treaties: tuple[str, ...]

    @property
    def is_the_convention(self) -> bool:
        return self.instrument == THE_CONVENTION


def cite(regime: Regime, instrument: str, article: str) -> str:
    """Return a citation in the form of the law's data: `42(6)` of the Convention, of another
    instrument with its short name, `29(5)(a) of ETS 185`; `-` of what has no articles.
    """
    return cited_from(regime.law, instrument, article)


def regime_of(law: Law, basis: str | None, requesting: str, requested: str, on: date) -> Regime:
    """Return the law of a request on that basis; one that names none is judged by the Convention."""
    instrument = basis or THE_CONVENTION
    pair = (requesting, requested)
    treaties = tuple(
        one.id
        for one in law.instruments
        if one.assistance_treaty == "yes"
        and one.id != instrument
        and not not_binding(law, one, pair, on)
    )
    return Regime(law, instrument, requesting, requested, on, treaties)


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
    found = (one for one in law.kinds if one.kind == kind and instrument_of(one) == instrument)
    return next(found, None)


def is_open(regime: Regime, kind: str) -> bool:
    """Decide whether a ground beyond the list may be given, with the provision it rests on: the
    instrument leaves it open, brings in domestic law, or nothing of it is recorded for the kind,
    as of a treaty brought in whose provisions nobody entered.
    """
    about = kind_law(regime, kind)
    if about is None:
        return not regime.is_the_convention
    if about.is_open:
        return True
    for rule in composition_of(regime, kind):
        if rule.brings == DOMESTIC_LAW:
            return True
        if any(not _records(regime.law, treaty, kind) for treaty in regime.treaties):
            return True
    return False


def lines_of[Row: (ListedGround, Duty)](
    regime: Regime, rows: Iterable[Row], kind: str
) -> Iterator[tuple[Row, Citation]]:
    """Yield the rows that bind for a kind, each with where it is found: those of the instrument,
    without the paragraphs that a treaty on assistance replaces, then that treaty's.
    """
    replaced = replaced_paragraphs(regime, kind)
    brought = brought_treaties(regime, kind)
    listed = [row for row in rows if kind in row.kinds]
    for row in listed:
        cited = row.kinds[kind]
        if instrument_of(row) == regime.instrument and not is_within(cited.article, replaced):
            yield row, cited
    for treaty in brought:
        for row in listed:
            if instrument_of(row) == treaty:
                yield row, row.kinds[kind]


def replaced_paragraphs(regime: Regime, kind: str) -> tuple[str, ...]:
    """Return the paragraphs of the instrument whose place a treaty on assistance takes."""
    if not regime.treaties:
        return ()
    rules = composition_of(regime, kind)
    return tuple(
        span for rule in rules if rule.brings == ASSISTANCE_TREATY for span in rule.replaces
    )


def brought_treaties(regime: Regime, kind: str) -> tuple[str, ...]:
    """Return the treaties on assistance that the instrument brings in for a kind."""
    rules = composition_of(regime, kind)
    return regime.treaties if any(one.brings == ASSISTANCE_TREATY for one in rules) else ()


def limit_of(regime: Regime, name: str) -> Limit | None:
    """Return the instrument's own limit of that id, or None where it sets none."""
    return next(
        (
            one
            for one in regime.law.limits
            if one.id == name and instrument_of(one) == regime.instrument
        ),
        None,
    )


def terms_of(regime: Regime, kind: str) -> tuple[TermRule, ...]:
    """Return the terms that the instrument itself sets for a kind of request."""
    return tuple(
        one
        for one in regime.law.terms
        if one.kind == kind and instrument_of(one) == regime.instrument
    )


def term_of(regime: Regime, kind: str, name: str) -> TermRule | None:
    """Return the instrument's own term of that id for a kind, or None where it sets none."""
    return next((one for one in terms_of(regime, kind) if one.id == name), None)


def requirement_of(regime: Regime, kind: str, key: str) -> Requirement | None:
    """Return where the instrument demands this part of a message, or None where it does not."""
    return next(
        (
            one
            for one in regime.law.required
            if (one.kind, one.key, instrument_of(one)) == (kind, key, regime.instrument)
        ),
        None,
    )


def is_inside(regime: Regime, offence: Offence) -> bool:
    """Decide whether the instrument itself establishes the offence, as the request places it there, or where
    it does not, by the parallel that the catalogue of the Convention's offences names; first of all as a
    lawyer of the requested State classified it.
    An article that one of the two excluded by a reservation establishes none between them.
    """
    if offence.classified is not None:
        placed_here = _article_here(regime, offence.classified)
        return placed_here in offences_of(regime) and not _is_reserved(regime, placed_here)
    placed = offence.articles_of(regime.instrument)
    if placed and not regime.is_the_convention and (own := offences_of(regime)):
        return any(is_within(one, own) for one in placed)
    article = offence.convention_article
    known = None if article is None else convention_offences(regime.law).get(article)
    if known is None:
        return False
    if regime.is_the_convention:
        return not _is_reserved(regime, str(article))
    return known.article_in(regime.instrument) is not None


def established_article(regime: Regime, offence: Offence) -> str:
    """Return the article by which the instrument establishes an offence that is inside it."""
    if offence.classified is not None:
        return _article_here(regime, offence.classified)
    stated = offence.articles_of(regime.instrument)
    if not regime.is_the_convention and (own := offences_of(regime)):
        stated = tuple(one for one in stated if is_within(one, own))
    placed = next(iter(stated), None)
    known = convention_offences(regime.law).get(offence.convention_article or 0)
    parallel = None if known is None else known.article_in(regime.instrument)
    return placed or parallel or str(offence.convention_article)


def _is_reserved(regime: Regime, article: str) -> bool:
    pair = (regime.requesting, regime.requested)
    return reserved_article(regime.law, regime.instrument, pair, article, regime.on) is not None


def offences_of(regime: Regime) -> tuple[str, ...]:
    """Return the articles by which an instrument establishes offences; empty where its law makes no
    difference between its own and others.
    """
    found = (one.establishes for one in regime.law.instruments if one.id == regime.instrument)
    stated = next(found, ())
    if stated or not regime.is_the_convention:
        return stated
    # Documents of the law that are older than `establishes` have the catalogue alone.
    return tuple(str(article) for article in sorted(convention_offences(regime.law)))


def classified_under(regime: Regime) -> tuple[str, tuple[str, ...]]:
    """Return the instrument under whose articles a lawyer places an offence, and these: the request's own, or
    the Convention's catalogue where that makes no difference between offences.
    """
    own = offences_of(regime)
    if own:
        return regime.instrument, own
    return THE_CONVENTION, tuple(str(one) for one in sorted(convention_offences(regime.law)))


def classification_of(law: Law, instrument: str, article: str, stated: Offence) -> Classification:
    """Return what it means that an offence falls under an article of an instrument, or under none. One that
    the instrument does not establish stays what the request says of it, where only the Convention does.
    """
    catalogue = convention_offences(law)
    if instrument == THE_CONVENTION:
        catalogued = next((one for one in catalogue if str(one) == article), None)
        return Classification(instrument, article, catalogued)
    labelled = stated.convention_article
    meant = [
        number
        for number, one in catalogue.items()
        if one.article_in(instrument) == (article or None)
    ]
    if labelled in meant:
        return Classification(instrument, article, labelled)
    return Classification(instrument, article, next(iter(meant), None) if article else None)


def _article_here(regime: Regime, classified: Classification) -> str:
    """Return the article of this instrument by which an offence was placed, be it under another basis."""
    if classified.instrument == regime.instrument:
        return classified.article
    known = convention_offences(regime.law).get(classified.catalogued or 0)
    if known is None:
        return ""
    if regime.is_the_convention:
        return str(known.article)
    return known.article_in(regime.instrument) or ""


def instrument_of(
    row: ListedGround | Duty | KindLaw | Limit | TermRule | Requirement | Question,
) -> str:
    """Return the instrument of a row: the Convention where it names none."""
    return row.instrument or THE_CONVENTION


def is_within(article: str, spans: Iterable[str]) -> bool:
    """Decide whether a citation begins in one of the articles (`27`) or spans (`40(8)-(31)`)."""
    found = _PARAGRAPH.match(article)
    if found is None:
        return False
    number, paragraph = found[1], found[2]
    return any(
        span == number
        or (
            (bounds := _SPAN.fullmatch(span)) is not None
            and number == bounds[1]
            and paragraph is not None
            and int(bounds[2]) <= int(paragraph) <= int(bounds[3])
        )
        for span in spans
    )


def composition_of(regime: Regime, kind: str) -> list[Composition]:
    """Return how the instrument itself brings in other treaties or laws for a kind."""
    return [
        one
        for one in regime.law.composition
        if one.instrument == regime.instrument and kind in one.kinds
    ]


def _records(law: Law, instrument: str, kind: str) -> bool:
    return kind_law_of(law, instrument, kind) is not None
