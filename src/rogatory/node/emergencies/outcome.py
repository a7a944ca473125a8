# SPDX-License-Identifier: Apache-2.0
"""The result of a call-back: confirmed, denied, decided without an answer, or still awaited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.emergencies import refusals
from rogatory.node.emergencies.claim import (
    LANE,
    claims_emergency,
    states_danger,
    urgency_claimed,
)
from rogatory.node.emergencies.confirmation import is_authentic
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import EMERGENCY
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.wire.canonical import Json

GO_ON, STOP = "go-on", "stop"
"""The decisions possible where the call-back was not answered."""

FEEDBACK, FALSE_EMERGENCY = "feedback", "false_emergency"
"""The message by which a State says what came of the help, and what it says where there was no emergency."""

GIVING = frozenset({"answer", "delivery", "partial_delivery", "preserved_traffic_disclosure"})
"""Messages with which data leave."""

EXECUTING = GIVING | {"acceptance"}
"""Those, and the one that says that they will: an emergency without a danger gets neither."""


class EmergencyOutcome(StrEnum):
    NOT_CALLED = "not-asked"
    """The request claims an emergency, and nobody was called back yet."""
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    NOT_REACHED = "not-reached"
    """No answer; an officer telephoned and decided that data are given, or that they are not."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The state of the confirmation of a request.

    `call_backs` are the call-backs, oldest first; `decision` the newest one taken without an answer,
    `review` the second officer's review of it.
    """

    outcome: EmergencyOutcome
    call_backs: tuple[AwaitedDecision, ...]
    decision: Decision | None
    review: Decision | None
    waiting_since: datetime | None
    """When the oldest call-back without an answer was sent."""

    @property
    def allows(self) -> bool:
        """Decide whether data may be given."""
        if self.outcome is EmergencyOutcome.NOT_REACHED:
            return self.decision is not None and self.decision.answer == GO_ON
        return self.outcome is EmergencyOutcome.CONFIRMED


def confirmation_of(node: Node, thread: str) -> Confirmation | None:
    """Return the state of the confirmation of a thread's request; None where none is required here.

    A denial counts for good, even if another confirms later: an officer in doubt asks in a new
    request. An answer takes precedence over a decision that was taken without one.
    """
    standing = thread_state(node, thread).standing
    opening = standing.opening
    if opening is None or opening.addressee.state != node.state or not claims_emergency(opening):
        return None
    confirmed = _authentic(node, standing)
    taken = [one for one in node.store.decisions(thread) if one.matter is DecisionTopic.CALL_BACK]
    decision = taken[-1] if taken else None
    unanswered = [one for one in standing.call_backs if one.is_open]
    if "denied" in confirmed:
        outcome = EmergencyOutcome.DENIED
    elif "confirmed" in confirmed:
        outcome = EmergencyOutcome.CONFIRMED
    elif decision is not None:
        outcome = EmergencyOutcome.NOT_REACHED
    else:
        outcome = EmergencyOutcome.WAITING if standing.call_backs else EmergencyOutcome.NOT_CALLED
    return Confirmation(
        outcome=outcome,
        call_backs=standing.call_backs,
        decision=decision,
        review=_review(node.store.decisions(thread), decision),
        waiting_since=min((one.message.issued for one in unanswered), default=None),
    )


def emergency_blocks(node: Node, thread: str, kind: str) -> Iterator[Reason]:
    """Apply line 24 of the law's list: why nothing is given yet in an emergency.

    1. It states a danger to life or safety (article 2(o), certainty: seen).
    2. Its State did not deny it.
    3. Its State confirmed it by its second channel; or a named officer telephoned, and decided.
    """
    found = confirmation_of(node, thread) if kind in EXECUTING else None
    opening = thread_state(node, thread).standing.opening
    if found is None or opening is None:
        return
    if not states_danger(opening):  # 1
        yield refusals.NO_DANGER.because()
    if kind not in GIVING or found.allows:
        return
    state = opening.sender.state
    if found.outcome is EmergencyOutcome.DENIED:  # 2
        yield refusals.DENIED.because(state=state)
    elif found.decision is not None:
        yield refusals.STOPPED.because(officer=found.decision.officer)
    else:  # 3
        yield refusals.UNCONFIRMED.because(state=state)


def feedback_blocks(node: Node, thread: str, stated: Mapping[str, Json]) -> Iterator[Reason]:
    """Yield that a request is said to have been a false emergency that claimed none."""
    opening = thread_state(node, thread).standing.opening
    if opening is None or stated.get("usefulness") != FALSE_EMERGENCY:
        return
    if urgency_claimed(opening) != LANE and opening.kind not in EMERGENCY:
        yield refusals.NONE_CLAIMED.because()


def emergency_warnings(node: Node, thread: str, kind: str) -> Iterator[Reason]:
    """Check that a decision taken without an answer is to be reviewed."""
    found = confirmation_of(node, thread) if kind in GIVING else None
    if found is not None and found.decision is not None and found.review is None:
        yield refusals.REVIEW_OWED.because(officer=found.decision.officer)


def _authentic(node: Node, standing: ThreadFacts) -> set[str]:
    """Return what the call-backs' answers say that count."""
    view = node.register.view()
    confirmed = set()
    for one in standing.call_backs:
        stored = node.store.message(one.answer.digest) if one.answer is not None else None
        if stored is not None and is_authentic(node, view, stored):
            confirmed.add(str(one.outcome))
    return confirmed


def _review(decisions: Sequence[Decision], taken: Decision | None) -> Decision | None:
    """Return the newest review of the decision by another officer."""
    if taken is None:
        return None
    found = [
        one
        for one in decisions
        if one.matter is DecisionTopic.EMERGENCY_REVIEW
        and one.at >= taken.at
        and one.officer != taken.officer
    ]
    return found[-1] if found else None
