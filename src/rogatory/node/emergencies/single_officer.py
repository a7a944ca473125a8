# SPDX-License-Identifier: Apache-2.0
"""Breaking the glass: in an emergency, one officer sends a message of their own, by their own
passkey.

Other States check that a message has the approvals of as many officers as the entry lists, by their
passkeys; that its writer is none of them is this State's own rule. So it can be set aside where the
entry demands one approval, and nowhere else: a State that wants two persons behind a kind in every
case lists two. The custody log records beside the message that the rule was set aside; it alerts
the desk at once, and again every day until another officer has looked at it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.emergencies.claim import LANE, urgency_claimed
from rogatory.node.officers import alert_codes, approval_refusals
from rogatory.node.officers.alert_keys import SINGLE_OFFICER
from rogatory.node.officers.alerts import page
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.node.repositories.queue import Job
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import EMERGENCY

SINGLE_OFFICER_KINDS = frozenset(
    {
        "preservation",
        "preservation_confirmed",
        "preserved_traffic_disclosure",
        "emergency_data",
        "location_inquiry",
        "acceptance",
        "answer",
        "partial_delivery",
        "delivery",
    }
)
"""Kinds that hold data or save a life.

Never the answer to a call-back, which is worth something only by another person; nor a kind that
can wait: a refusal, a policy, a request without an emergency.
"""

REMIND_AFTER = timedelta(days=1)
"""How long the desk is left in peace while nobody has reviewed it."""

REVIEW = "alone-review"
"""The job that calls for a review."""


@dataclass(frozen=True, slots=True)
class SentByOne:
    """A message that one officer sent alone, and the other officer's word on it."""

    message: str | None
    decision: Decision
    review: Decision | None


def single_officer_reasons(node: Node, draft: Draft, officer: str) -> Iterator[Reason]:
    """Yield why an officer may not send a draft alone.

    1. It is of a kind that holds data or saves a life, in an emergency.
    2. The entry demands one approval for it: with none no glass need be broken, with more another
       State would refuse it.
    3. He wrote it: of what another wrote he is the second officer.
    4. The register lets him send alone for its authority.
    """
    if draft.kind not in SINGLE_OFFICER_KINDS or not is_emergency(node, draft):  # 1
        yield approval_refusals.SINGLE_NO_EMERGENCY.because(kind=draft.kind)
    view, at = node.register.view(), node.clock.now()
    demanded = view.approvals_demanded(draft.sender, draft.kind)
    if demanded != 1:  # 2
        yield approval_refusals.SINGLE_DEMANDED.because(kind=draft.kind, demanded=demanded)
    if draft.drafted_by != officer:  # 3
        yield approval_refusals.SINGLE_SECOND.because(officer=draft.drafted_by)
    yield from officer_reasons(view, officer, draft.sender, Permission.SEND_BY_ONE, at)  # 4


def is_emergency(node: Node, draft: Draft) -> bool:
    """Decide whether a draft asks in an emergency, or answers in a thread that was opened in one."""
    opening = thread_state(node, draft.thread).standing.opening
    if opening is not None:
        return opening.kind in EMERGENCY or urgency_claimed(opening) == LANE
    urgency = draft.body.get("urgency")
    level = urgency.get("level") if isinstance(urgency, Mapping) else None
    return draft.kind in EMERGENCY or level == LANE


def sent_by_one(node: Node, thread: str) -> Sequence[SentByOne]:
    """Return the messages sent by a single officer in a thread, oldest first."""
    decisions = node.store.decisions(thread)
    reviews = {
        str(one.details.get("decision")): one
        for one in decisions
        if one.matter is DecisionTopic.SINGLE_REVIEW
    }
    taken = [one for one in decisions if one.matter is DecisionTopic.SENT_BY_ONE]
    drafts = {one.id: one for one in node.store.drafts(thread, unsent=False)} if taken else {}
    return [
        SentByOne(
            message=drafts[str(one.details["draft"])].sent_as,
            decision=one,
            review=reviews.get(one.id),
        )
        for one in taken
    ]


def review_reasons(node: Node, thread: str, officer: str, decision: str) -> Iterator[Reason]:
    """Yield why an officer's word on what was sent alone is no review: nothing waits, or it was he."""
    waiting = {one.decision.id: one for one in sent_by_one(node, thread) if one.review is None}
    found = waiting.get(decision)
    if found is None:
        yield approval_refusals.SINGLE_NOTHING.because()
    elif found.decision.officer == officer:
        yield approval_refusals.SINGLE_OWN_REVIEW.because(officer=officer)


def remind_of_single_review(node: Node, job: Job) -> None:
    """Call the desk at once when something was sent alone, and every day until it was reviewed."""
    thread, message, now = str(job.payload["thread"]), job.payload["message"], node.clock.now()
    is_owed = any(one.review is None for one in sent_by_one(node, thread) if one.message == message)
    if is_owed:
        page(
            node,
            f"{SINGLE_OFFICER}{message}/{now.date().isoformat()}",
            alert_codes.SINGLE_REVIEW.because(),
            at=now,
            thread=thread,
        )
    with done(node, job):
        if is_owed:
            node.queue.enqueue(REVIEW, job.key, dict(job.payload), now + REMIND_AFTER)
