# SPDX-License-Identifier: Apache-2.0
"""One officer approves and sends his own draft, where nobody else can be reached: `single_officer` has
the conditions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.emergencies.single_officer import REVIEW, single_officer_reasons
from rogatory.node.messages.send import SingleOfficer, send_as_single
from rogatory.node.officers import approval_refusals
from rogatory.node.officers.dual_control import LONGEST_REASON, reason_reasons
from rogatory.node.provisions.law_data import keep_law, law_in_force
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.node.repositories.messages import StoredMessage
from rogatory.wire.empty_words import says_something
from rogatory.wire.identifiers import uuid7


def send_by_one(
    node: Node,
    draft: str,
    officer: str,
    approval: Mapping[str, str],
    *,
    reason: str,
    tried: str,
) -> StoredMessage:
    """Approve and send one's own draft.

    1. The officer may (the list in `alone.alone_reasons`).
    2. He says why it cannot wait, and whom he tried to reach.
    3. All that `send` wants holds; the approval is his own, over this content.
    4. Decision, approval, message and the call for a review are one transaction.

    Raises:
        Refused: with every reason of 1 and 2, or of 3; nothing is written.
    """
    found, at = draft_of(node, draft), node.clock.now()
    refuse_if_any(
        [
            *single_officer_reasons(node, found, officer),  # 1
            *reason_reasons(reason),  # 2
            *_tried_reasons(tried),  # 2
        ]
    )
    decision = Decision(
        id=uuid7(at, node.random(10)),
        at=at,
        officer=officer,
        authority=found.sender,
        matter=DecisionTopic.SENT_BY_ONE,
        subject=found.thread,
        question=None,
        answer=found.kind,
        reason=node.own_words(reason),
        law=keep_law(node, law_in_force(node)),
        details={"tried": tried.strip(), "draft": found.id},
    )
    own = {**approval, "officer": officer, "verdict": "approve"}
    with_own = replace(found, approvals=(*found.approvals, own))
    return send_as_single(node, with_own, officer, SingleOfficer(decision, own, REVIEW))


def _tried_reasons(tried: str) -> Iterator[Reason]:
    if not says_something(tried) or len(tried) > LONGEST_REASON:
        yield approval_refusals.SINGLE_TRIED.because(limit=LONGEST_REASON)
