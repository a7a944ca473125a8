# SPDX-License-Identifier: Apache-2.0
"""The question before any rule of form: have the two States a treaty on mutual legal assistance?

If they have, its rules apply instead of article 40's procedure unless both agree to that (article
40(6)-(7), parallel). It is asked before contents, language or channel are judged by article 40.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rogatory.errors import Reason
from rogatory.treaty import refusals
from rogatory.treaty.bases import not_binding
from rogatory.treaty.grounds import duty_of
from rogatory.treaty.law import Law
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.instruments import THE_CONVENTION, Instrument

TREATY_QUESTION = "treaty_question"
BILATERAL = "bilateral"


@dataclass(frozen=True, slots=True)
class TreatyQuestion:
    """The answer as far as the data give it. `governing` are treaties in force between the two
    whose rules go first; `undecided` those of which a lawyer must say whether they do. `reasons`
    give both, and what is not known.
    """

    article: str
    certainty: Certainty
    governing: tuple[Instrument, ...]
    undecided: tuple[Instrument, ...]
    reasons: tuple[Reason, ...]

    @property
    def article_40_applies(self) -> bool | None:
        """Decide whether article 40's own procedure applies; None where a lawyer must say."""
        if self.governing:
            return False
        return None if self.undecided or self.reasons else True


def treaty_question(
    law: Law, kind: str, requesting: str, requested: str, on: date
) -> TreatyQuestion | None:
    """The question for a kind that follows article 40's procedure; None for the others."""
    pair = (requesting, requested)
    regime = regime_of(law, THE_CONVENTION, requesting, requested, on)
    duty = duty_of(regime, TREATY_QUESTION, kind)
    if duty is None:
        return None
    governing = _in_force(law, "yes", pair, on)
    undecided = _in_force(law, "lawyer", pair, on)
    return TreatyQuestion(
        article=duty.article,
        certainty=duty.certainty,
        governing=governing,
        undecided=undecided,
        reasons=(
            *(refusals.TREATY_GOES_FIRST.because(instrument=one.name) for one in governing),
            *(refusals.TREATY_MAY_GO_FIRST.because(instrument=one.name) for one in undecided),
            *(() if governing else _not_known(law, pair, on)),
        ),
    )


def _in_force(law: Law, answer: str, pair: tuple[str, str], on: date) -> tuple[Instrument, ...]:
    return tuple(
        one
        for one in law.instruments
        if one.assistance_treaty == answer and not not_binding(law, one, pair, on)
    )


def _not_known(law: Law, pair: tuple[str, str], on: date) -> Iterator[Reason]:
    """Yield what the data do not say: nothing recorded is not taken for no treaty."""
    for one in law.instruments:
        if one.assistance_treaty != "no" and one.membership == "parties":
            statuses = [party_status(law, state, one.id, on).status for state in pair]
            if InstrumentStatus.UNKNOWN in statuses and not {
                InstrumentStatus.NONE,
                InstrumentStatus.ENDED,
            } & set(statuses):
                yield refusals.TREATY_NOT_RECORDED.because(instrument=one.name)
    if BILATERAL not in law.register.complete:
        yield refusals.BILATERAL_NOT_RECORDED.because(one=pair[0], other=pair[1])
