# SPDX-License-Identifier: Apache-2.0
"""A senior officer's word on a request that a policy keeps for review."""

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.officers.dual_control import acting_reasons, reason_reasons
from rogatory.node.peers import policy_refusals
from rogatory.node.peers.policy_effects import holding_policy
from rogatory.node.permissions import Permission
from rogatory.node.repositories.peers import HeldReview
from rogatory.wire.identifiers import uuid7


def review_held(
    node: Node, thread: str, officer: str, *, authority: str, proceed: bool, reason: str
) -> HeldReview:
    """Let a request that is held proceed, or not; the last word counts.

    1. The officer may review for the authority, and says why.
    2. A request of the thread is held.
    3. The review and its custody event, on the request, are one transaction.

    Raises:
        Refused: with every reason of 1 and 2; nothing is written.
    """
    at = node.clock.now()
    transcript = node.store.transcript(thread)
    reasons: list[Reason] = [
        *acting_reasons(node, officer, authority, Permission.REVIEW_HELD, at),
        *reason_reasons(reason),
    ]  # 1
    policy = holding_policy(node, transcript)
    if policy is None:  # 2
        reasons.append(policy_refusals.NOT_HELD.because(thread=thread[:40]))
    refuse_if_any(reasons)
    assert policy is not None
    code = "held-request-admitted" if proceed else "held-request-stopped"
    event = own_event(
        node,
        act(code, policy=policy.digest),
        of=transcript[0].digest,
        authority=authority,
        officer=officer,
        words=reason,
        at=at,
        thread=thread,
    )
    review = HeldReview(
        id=uuid7(at, node.random(10)),
        thread=thread,
        authority=authority,
        officer=officer,
        at=at,
        proceed=proceed,
        reason=node.own_words(reason),
    )
    with node.store.transaction():  # 3
        node.store.add_held_review(review)
        event.append(node)
    return review
