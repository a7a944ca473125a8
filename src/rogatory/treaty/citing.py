# SPDX-License-Identifier: Apache-2.0
"""The provisions that messages rest on, found by id where they are rendered.

Kinds, their fields, their places, crossings, clocks and reasons cite an id; which provision that is
depends on the instrument of the request. An instrument without such a line cites nothing: no article of
another one takes its place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from rogatory.errors import CITES, NO_ARTICLE, PRACTICE, Reason, ReasonBasis
from rogatory.treaty.regimes import (
    Regime,
    brought,
    cite,
    composition_of,
    instrument_of,
    kind_law_of,
    left_of,
    lines_of,
)
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.cited_treaties import CitedTreaty
from rogatory.treaty.tables.grounds import Citation, Duty, ListedGround


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A line of the law: the instrument in which it is found, where, how well known, from what."""

    instrument: str
    article: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...] = ()


def line_of(regime: Regime, kind: str, cites: str) -> CitedLine | None:
    """Return the provision of that id for a request of the kind; None where the instrument has none.

    An id `kind/key` is that of a field, which the message must state under the instrument; any other is
    that of a provision, of a duty, a condition or what is never a ground, of the composition with other
    treaties, of a safeguard's question, or of a kind of message itself. A paragraph whose place other law
    takes is not cited, but the provision of that law.
    """
    own = regime.instrument
    section = "required" if "/" in cites else "provisions"
    for instrument in (own, *brought(regime, kind, section)):
        found = stated_in(regime, instrument, kind, cites)
        if found is None:
            continue
        article = left_of(regime, kind, found.article, instrument)
        if article is not None:
            return CitedLine(instrument, article, found.certainty, found.source, found.cites)
    return (
        _duty_or_ground(regime, kind, cites)
        or _composing(regime, kind, cites)
        or _of_question(regime, kind, cites)
        or _of_kind(regime, kind, cites)
    )


def basis_of(regime: Regime, kind: str, cites: str | None) -> ReasonBasis:
    """Return the provision of that id as it is shown; practice where there is none, and for no id."""
    found = None if cites is None else line_of(regime, kind, cites)
    if found is None:
        return PRACTICE
    return ReasonBasis(cite(regime, found.instrument, found.article), found.certainty)


def with_basis(regime: Regime, kind: str, reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Yield reasons with the provisions of their ids, under the law of a request."""
    for reason in reasons:
        cites = reason.fields.get(CITES)
        if not isinstance(cites, str):
            yield reason
            continue
        basis = basis_of(regime, kind, cites)
        yield Reason(reason.code, {**reason.fields, **basis._asdict()})


def stated_in(regime: Regime, instrument: str, kind: str, cites: str) -> Citation | None:
    """Return where one instrument has, without those beside it, a provision or a field of that id; None where it
    has not, and of a field where the whole message is no more than practice for that kind of request.
    """
    lines = regime.law.of(instrument)
    if "/" in cites:
        of_kind, _, key = cites.partition("/")
        message = lines.provisions_by_id.get(of_kind)
        if message is not None and kind in message.kinds and _is_practice(message.kinds[kind]):
            return None
        row = lines.required_by_key.get((of_kind, key))
        return None if row is None else Citation(row.article, row.certainty, row.source, row.cites)
    found = lines.provisions_by_id.get(cites)
    return None if found is None else found.kinds.get(kind, found.always)


def _is_practice(found: Citation) -> bool:
    return found.article == NO_ARTICLE


def _duty_or_ground(regime: Regime, kind: str, cites: str) -> CitedLine | None:
    duties = lines_of(regime, "duties", kind, cites)
    conditions = lines_of(regime, "conditions", kind, cites)
    never = lines_of(regime, "never", kind, cites)
    for row, found in chain[tuple[Duty | ListedGround, Citation]](duties, conditions, never):
        return CitedLine(
            instrument_of(row), found.article, found.certainty, found.source, found.cites
        )
    return None


def _composing(regime: Regime, kind: str, cites: str) -> CitedLine | None:
    for row in composition_of(regime, kind):
        if row.id == cites:
            return CitedLine(row.instrument, row.article, row.certainty, row.source, row.cites)
    return None


def _of_question(regime: Regime, kind: str, cites: str) -> CitedLine | None:
    rows = [row for row in regime.law.questions if row.id == cites]
    for instrument in (regime.instrument, *brought(regime, kind, "questions")):
        for row in rows:
            if instrument_of(row) != instrument:
                continue
            article = left_of(regime, kind, row.article, instrument)
            if article is not None:
                return CitedLine(instrument, article, row.certainty, row.source, row.cites)
    return None


def _of_kind(regime: Regime, kind: str, cites: str) -> CitedLine | None:
    for instrument in (regime.instrument, *brought(regime, kind, "kinds")):
        row = kind_law_of(regime.law, instrument, cites)
        if row is None or row.certainty == "practice":
            continue
        article = left_of(regime, kind, row.article, instrument)
        if article is not None:
            return CitedLine(instrument, article, row.certainty, row.source, row.cites)
    return None
