# SPDX-License-Identifier: Apache-2.0
"""The question before any rule of form: have the two States a treaty on mutual legal assistance?

If they have, its rules apply instead of the instrument's own procedure unless both agree to that (of the
Convention: article 40(6)-(7), parallel). It is asked before contents, language or channel are judged by
that procedure.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.parties.binding import not_binding
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.regimes import Regime, between_both, cite, composition_of, is_within
from rogatory.treaty.tables.composition import ASSISTANCE_TREATY, RECIPROCAL_LEGISLATION
from rogatory.treaty.tables.instruments import Instrument

BILATERAL = "bilateral"


@dataclass(frozen=True, slots=True)
class TreatyQuestion:
    """The answer as far as the data give it. `governing` are treaties in force between the two
    whose rules go first; `undecided` those of which a lawyer must say whether they do. `reasons`
    give both, and what is not known.
    """

    governing: tuple[Instrument, ...]
    undecided: tuple[Instrument, ...]
    reasons: tuple[Reason, ...]


def treaty_question(regime: Regime, kind: str) -> TreatyQuestion | None:
    """Return the question for a kind for which the instrument of the request lets a treaty on assistance go
    first; None for the others.
    """
    rules = [
        one
        for one in composition_of(regime, kind)
        if one.replaces and one.brings in _GOING_FIRST and "grounds" not in one.without
    ]
    if not any(one.brings == ASSISTANCE_TREATY for one in rules):
        return None
    spans = tuple(dict.fromkeys(span for rule in rules for span in rule.replaces))
    agreed = regime.agreed if any(one.is_unless_agreed for one in rules) else ()
    first, applied = (
        ", ".join(cite(regime, regime.instrument, one) for one in listed)
        for listed in (spans, agreed)
    )
    between = {name for rule in rules for name in between_both(regime, rule)}
    binding = tuple(one for one in regime.law.instruments if one.id in between)
    governing = () if all(is_within(span, agreed) for span in spans) else binding
    undecided = _in_force(regime, "lawyer")
    return TreatyQuestion(
        governing=governing,
        undecided=undecided,
        reasons=(
            *(
                refusals.TREATY_GOES_FIRST.because(instrument=one.name, replaced=first)
                for one in governing
            ),
            *(
                refusals.PARAGRAPHS_AGREED.because(instrument=one.name, paragraphs=applied)
                for one in (binding if agreed else ())
            ),
            *(refusals.TREATY_MAY_GO_FIRST.because(instrument=one.name) for one in undecided),
            *(() if binding else _not_known(regime)),
        ),
    )


_GOING_FIRST = frozenset({ASSISTANCE_TREATY, RECIPROCAL_LEGISLATION})


def _others(regime: Regime) -> Iterator[Instrument]:
    """Yield the instruments that may go first: of these the request's own is none."""
    return (one for one in regime.law.instruments if one.id != regime.instrument)


def _in_force(regime: Regime, answer: str) -> tuple[Instrument, ...]:
    pair = (regime.requesting, regime.requested)
    return tuple(
        one
        for one in _others(regime)
        if one.assistance_treaty == answer and not not_binding(regime.law, one, pair, regime.on)
    )


def _not_known(regime: Regime) -> Iterator[Reason]:
    """Yield what the data do not say: nothing recorded is not taken for no treaty."""
    law, pair = regime.law, (regime.requesting, regime.requested)
    for one in _others(regime):
        if one.assistance_treaty != "no" and one.membership == "parties":
            statuses = [party_status(law, state, one.id, regime.on).status for state in pair]
            if InstrumentStatus.UNKNOWN in statuses and not {
                InstrumentStatus.NONE,
                InstrumentStatus.ENDED,
            } & set(statuses):
                yield refusals.TREATY_NOT_RECORDED.because(instrument=one.name)
    if BILATERAL not in law.register.complete:
        yield refusals.BILATERAL_NOT_RECORDED.because(one=pair[0], other=pair[1])
