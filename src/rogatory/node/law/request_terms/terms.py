# SPDX-License-Identifier: Apache-2.0
"""The judgement whether a request states the terms of its instrument, as this State's data have them.

The clocks run by what the request states; here an officer reads, before sending, where that differs,
and at the other end the same is a remark.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rogatory.errors import NO_ARTICLE, Code, Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.law.request_terms import term_refusals as refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.provisions.law_data import law_in_force
from rogatory.requests.contents.terms import (
    AFTER_FILING,
    DECISION,
    EXECUTION,
    HOLD,
    StatedTerm,
    stated_term,
    stated_terms,
)
from rogatory.requests.kinds.families import REQUESTS
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import (
    Regime,
    cite_row,
    instrument_of,
    kind_law,
    regime_of,
    terms_of,
    unknown_in,
)
from rogatory.treaty.tables.terms import TermRule
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, FilledText

LONGEST_ARTICLE = 64
"""The characters of an article in a body; the schema says the same."""

_NAMES: Mapping[str, FilledText] = {
    HOLD: FilledText(P_("hold of the data")),
    AFTER_FILING: FilledText(P_("hold of the data once a request for assistance is filed")),
    DECISION: FilledText(P_("decision on the request")),
    EXECUTION: FilledText(P_("execution of the request")),
}


@dataclass(frozen=True, slots=True)
class TermJudgement:
    """The findings of this State's data on a request's terms: `blocks` keep it here, `shows` are no remark."""

    blocks: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    shows: tuple[Reason, ...] = ()


def judge_terms(law: Law, subject: Subject, on: date) -> TermJudgement:
    """Compare the terms that a request states with those of its instrument."""
    if subject.kind not in REQUESTS or subject.instrument is None:
        return TermJudgement()
    regime = regime_for(law, subject, on)
    rules = {one.id: one for one in terms_of(regime, subject.kind)}
    stated = stated_terms(subject.body)
    blocks: list[Reason] = []
    warnings: list[Reason] = []
    for term in stated:
        rule = rules.get(term.id)
        if rule is None:
            warnings += _unrecorded(regime, subject.kind, term)
            continue
        warnings += _of_other_article(regime, term, rule)
        found = _of_other_days(regime, term, rule)
        if found is not None:
            (blocks if found.code in _BLOCKING else warnings).append(found)
    unsaid = [one for name, one in rules.items() if stated_term(subject.body, name) is None]
    return TermJudgement(
        tuple(blocks), tuple(warnings), tuple(_unsaid(regime, one) for one in unsaid)
    )


def proposed_terms(regime: Regime, kind: str) -> list[dict[str, Json]]:
    """Return the terms that an instrument sets for a kind, as a request states them; of one that
    leaves its length to the request the officer states the days.
    """
    return [
        {
            "id": one.id,
            **({"days": one.days} if one.days is not None else {}),
            **({"until": one.until} if one.until is not None else {}),
            "from": list[Json](one.starts),
            "article": cited_term(regime, one),
        }
        for one in terms_of(regime, kind)
    ]


def cited_term(regime: Regime, rule: TermRule) -> str:
    """Return a term's article as a request states it: with its instrument where that is another
    than the request's own, and the body has space for its reference.
    """
    cited = cite_row(regime, rule)
    is_own = instrument_of(rule) == regime.instrument
    return rule.article if is_own or len(cited) > LONGEST_ARTICLE else cited


def term_remarks(law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield where the terms of a request that came in are other than this State's data have them."""
    found = judge_terms(law, subject, on)
    yield from (*found.blocks, *found.warnings)


_OF_BOUND: Mapping[str, Code] = {
    "least": refusals.TERM_SHORT,
    "most": refusals.TERM_LONG,
    "exact": refusals.TERM_OTHER,
}
_BLOCKING = frozenset({refusals.TERM_LONG, refusals.TERM_OTHER})
"""A least may be waived by the State that it favours; nobody is owed more than a most, or other than an exact."""


def _of_other_days(regime: Regime, term: StatedTerm, rule: TermRule) -> Reason | None:
    if rule.days is None or rule.bound is None or term.days is None:
        return None
    agrees = {
        "least": term.days >= rule.days,
        "most": term.days <= rule.days,
        "exact": term.days == rule.days,
    }
    if agrees[rule.bound]:
        return None
    return _OF_BOUND[rule.bound].because(
        _rests(regime, rule), term=_NAMES[term.id], days=term.days, recorded=rule.days
    )


def _of_other_article(regime: Regime, term: StatedTerm, rule: TermRule) -> Iterator[Reason]:
    if term.article not in {rule.article, cite_row(regime, rule)}:
        yield refusals.TERM_ARTICLE.because(
            _rests(regime, rule), term=_NAMES[term.id], stated=term.article
        )


def _unrecorded(regime: Regime, kind: str, term: StatedTerm) -> Iterator[Reason]:
    """Yield nothing of comity, which has no articles, and of an instrument whose rows nobody
    entered, nothing is recorded that a term could differ from.
    """
    about = kind_law(regime, kind)
    if about is not None and about.article != NO_ARTICLE and term.id in _NAMES:
        instrument = regime.instrument
        yield refusals.TERM_UNKNOWN.because(
            field="terms", term=_NAMES[term.id], instrument=instrument
        )


def _unsaid(regime: Regime, rule: TermRule) -> Reason:
    return refusals.TERM_UNSAID.because(_rests(regime, rule), term=_NAMES[rule.id])


def _rests(regime: Regime, rule: TermRule) -> dict[str, str | int]:
    return {
        "field": "terms",
        "article": cite_row(regime, rule),
        "certainty": rule.certainty,
    }


def terms_towards(
    node: Node, kind: str, peer: str, instrument: str, on: date
) -> Sequence[dict[str, Any]]:
    """Return the terms of time that an instrument sets for a request to a State, as its body states
    them.

    Raises:
        Refused: the data have no such instrument, kind or State.
    """
    law = law_in_force(node)
    refuse_if_any(unknown_in(law, instrument, kind, peer))
    return [*proposed_terms(regime_of(law, instrument, node.state, peer, on), kind)]
