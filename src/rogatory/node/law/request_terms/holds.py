# SPDX-License-Identifier: Apache-2.0
"""The judgement whether a hold lasts as long as its request states, and the request's instrument demands.

A shorter one is better than none: it is sent, and is shown as a breach at both ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.questions import newest
from rogatory.node.law.request_terms import term_refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.received import moments_received
from rogatory.requests.contents.terms import HOLD, stated_term
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty.grounds import duty_of
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import cite_row, term_of
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment

CONFIRMING = "preservation_confirmed"

HOLD_SUFFICES = "hold-suffices"
"""The question whether the hold will do what it is for, by its id in the law's data."""

WARNING = "warning"
"""The duty to warn where it will not, by its id."""


def hold_warnings(
    law: Law, subject: Subject, body: Mapping[str, Json], since: datetime | None, on: date
) -> Iterator[Reason]:
    """Yield that a hold ends too early (articles 42(8) and ETS 185 29(7)).

    It is counted from the later of its start and `since`, the receipt of the request: what was kept
    before anybody asked gives the requesting State no time.
    """
    start, end = body.get("hold_start"), body.get("hold_end")
    if not isinstance(start, str) or not isinstance(end, str):
        return
    begins = parse_moment(start)
    lasts = parse_moment(end) - (begins if since is None else max(begins, since))
    regime = regime_for(law, subject, on)
    rule, stated = term_of(regime, subject.kind, HOLD), stated_term(subject.body, HOLD)
    days = max(0, lasts.days)
    if rule is not None and rule.days is not None and lasts < timedelta(days=rule.days):
        yield refusals.HOLD_SHORT.because(
            days=days,
            least=rule.days,
            article=cite_row(regime, rule),
            certainty=rule.certainty,
        )
    elif stated is not None and stated.days is not None and lasts < timedelta(days=stated.days):
        yield term_refusals.TERM_HOLD_SHORT.because(days=days, stated=stated.days)


def received_for_hold(
    transcript: Sequence[StoredMessage], opening: Envelope, confirmed: datetime
) -> datetime:
    """Return the moment from which the hold of a request counts at the earliest: its receipt. A paper
    has none; its hold counts from the date of the confirmation.
    """
    if is_by_letter(transcript):
        return confirmed
    return moments_received(transcript).get(opening.digest, opening.issued)


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
