# SPDX-License-Identifier: Apache-2.0
"""A second officer approves a draft with his passkey."""

from collections.abc import Mapping

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.delivery_trace.steps import note_approval
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.stored_drafts import content_of, draft_of, ended_reasons
from rogatory.node.emergencies.confirmation import same_officer_reasons
from rogatory.node.hooks.changes import notify_of_draft
from rogatory.node.officers import approval_refusals
from rogatory.node.officers.register import one_approval_reasons
from rogatory.node.officers.used_approvals import used_reasons
from rogatory.node.repositories.drafts import Draft
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.approvals import Approval
from rogatory.wire import canonical


def approve(node: Node, draft: str, approval: Mapping[str, str]) -> Draft:
    """Add an officer's approval to a draft.

    1. The draft is there and has not been sent.
    2. The officer did not write it and has not approved it yet; of an answer to a call-back, he had no
       part in the request either. What his passkey gave did not leave with another message.
    3. The approval holds (the list in `officers.one_approval_reasons`).

    Raises:
        Refused: with every reason; the draft is unchanged.
    """
    found = draft_of(node, draft)  # 1
    given = _read(approval)
    reasons: list[Reason] = []
    if given.officer == found.drafted_by:  # 2
        reasons.append(approval_refusals.OWN_APPROVAL.because(officer=given.officer))
    if any(other["officer"] == given.officer for other in found.approvals):
        reasons.append(approval_refusals.APPROVED_TWICE.because(officer=given.officer))
    reasons += used_reasons(node, found, [given])
    reasons += _part_in_request(node, found, given.officer)
    at = node.clock.now()
    reasons += one_approval_reasons(node.register.view(), given, content_of(node, found), at)  # 3
    refuse_if_any(reasons)
    with node.store.transaction():
        current = node.store.draft(draft)
        if current is None:
            raise Refused(draft_refusals.DRAFT_UNKNOWN.because(draft=draft))
        refuse_if_any(ended_reasons(current))
        node.store.add_approval(draft, dict(approval))
        note_approval(node, found.thread, draft, given.officer, at)
        notify_of_draft(node, draft)
    return draft_of(node, draft)


def _part_in_request(node: Node, draft: Draft, officer: str) -> list[Reason]:
    request = draft.body.get("request") if draft.kind == "call_back_answer" else None
    found = node.store.message(request) if isinstance(request, str) else None
    return [] if found is None else list(same_officer_reasons(node, found, officer))


def _read(approval: Mapping[str, str]) -> Approval:
    document = canonical.encode({"version": 1, "approvals": [dict(approval)]})
    return parse_approvals(document)[0]
