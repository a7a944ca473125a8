# SPDX-License-Identifier: Apache-2.0
"""Provisions that two States agree to apply in one case in place of a treaty or legislation between them.

An instrument may say that its procedure gives way to a treaty on assistance unless the two agree to apply it
all the same (ETS 185 27(1), UNTOC 18(7), UNCAC 46(7)). They agree by a proposal and its answer. What is named
beyond that changes nothing, at either end.
"""

from collections.abc import Iterator
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.treaty.law import Law
from rogatory.treaty.refusals import PARAGRAPHS_AGREED
from rogatory.treaty.regimes import between_both, cite, composition_of, is_within
from rogatory.treaty.treaty_question import treaty_question
from rogatory.wire.words import P_, FilledText

NO_PROVISION = P_("no provision")


def in_lieu_reasons(law: Law, proposed: Subject, on: date) -> Iterator[Reason]:
    """Yield the provisions on which the instrument lets the two States agree on nothing."""
    if not proposed.agreed:
        return
    regime = regime_for(law, proposed, on)
    rules = [one for one in composition_of(regime, proposed.kind) if one.is_unless_agreed]
    spans = tuple(dict.fromkeys(span for rule in rules for span in rule.replaces))
    for one in proposed.agreed:
        if not is_within(one, spans):
            yield refusals.IN_LIEU_CLOSED.because(
                provision=_shown(one),
                listed=", ".join(cite(regime, regime.instrument, span) for span in spans)
                or FilledText(NO_PROVISION),
            )


def in_lieu_warnings(law: Law, proposed: Subject, on: date) -> Iterator[Reason]:
    """Yield that nothing between the two States would take the place of the provisions anyway."""
    regime = regime_for(law, proposed, on)
    rules = [one for one in composition_of(regime, proposed.kind) if one.is_unless_agreed]
    if proposed.agreed and not any(between_both(regime, one) for one in rules):
        yield refusals.IN_LIEU_OF_NOTHING.because(
            provisions=", ".join(map(_shown, proposed.agreed))
        )


def shown_in_lieu(law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield to who answers a request that the two States agreed on provisions although a treaty binds both."""
    question = (
        treaty_question(regime_for(law, subject, on), subject.kind) if subject.agreed else None
    )
    for reason in question.reasons if question else ():
        if reason.code is PARAGRAPHS_AGREED:
            yield reason


def _shown(article: str) -> str:
    return ascii(article)[1:-1]
