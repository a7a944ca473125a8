# SPDX-License-Identifier: Apache-2.0
"""The judgement whether a hold lasts as long as the instrument of the request demands.

A shorter one is better than none: it is sent, and is shown as a breach at both ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.questions import newest
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty.grounds import duty_of
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import cite, limit_of
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment

PRESERVATION = "preservation"
"""The limit on a hold, by its id in the law's data."""

CONFIRMING = "preservation_confirmed"

HOLD_SUFFICES = "hold-suffices"
"""The question whether the hold will do what it is for, by its id in the law's data."""

WARNING = "warning"
"""The duty to warn where it will not, by its id."""


def hold_warnings(
    law: Law, subject: Subject, body: Mapping[str, Json], facts: ThreadFacts, on: date
) -> Iterator[Reason]:
    """Yield that a hold ends too early (articles 42(8) and ETS 185 29(7)).

    It is counted from the later of its start and the request: what was kept before anybody asked
    gives the requesting State no time.
    """
    regime = regime_for(law, subject, on)
    limit = limit_of(regime, PRESERVATION)
    start, end = body.get("hold_start"), body.get("hold_end")
    if (
        limit is None
        or limit.days is None
        or not isinstance(start, str)
        or not isinstance(end, str)
    ):
        return
    since = parse_moment(start)
    if facts.opening is not None:
        since = max(since, facts.opening.issued)
    lasts = parse_moment(end) - since
    if lasts < timedelta(days=limit.days):
        yield refusals.HOLD_SHORT.because(
            days=max(0, lasts.days),
            least=limit.days,
            article=cite(regime, regime.instrument, limit.article),
            certainty=limit.certainty,
        )


def hold_blocks(
    law: Law, subject: Subject, decisions: Sequence[Decision], facts: ThreadFacts, on: date
) -> Iterator[Reason]:
    """Yield that the requesting State was not warned of a hold that will not suffice: line 35 of the
    law's list (articles 42(7) and ETS 185 29(6)). It decides, so the hold waits for its answer.
    """
    given = newest(decisions, {DecisionTopic.BEFORE_EXECUTING}, HOLD_SUFFICES)
    if given is None or given.answer != "no" or facts.warnings:
        return
    duty = duty_of(regime_for(law, subject, on), WARNING, subject.kind)
    yield refusals.HOLD_INSUFFICIENT.because(
        officer=given.officer,
        article="-" if duty is None else duty.citation,
        certainty="practice" if duty is None else duty.certainty,
    )
