# SPDX-License-Identifier: Apache-2.0
"""The register's answers: what an officer may do, and which approvals of a message hold."""

from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused
from rogatory.node.officers import approval_refusals, refusals
from rogatory.node.permissions import ROLES, Permission, allows
from rogatory.requests.envelope import MessageDraft, content_digest
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.approvals import Approval, approval_reasons

APPROVE = "approve"


def officer_reasons(
    view: DirectoryView,
    number: str,
    authority: str | None,
    permission: Permission,
    at: datetime,
    *,
    credential: bytes | None = None,
) -> list[Reason]:
    """Return why the officer may not do this for the authority (or at all, when None is given)."""
    try:
        record = view.officer(number, at, credential=credential)
    except Refused as error:
        return list(error.reasons)
    reasons = []
    if authority is not None and authority not in record.authorities:
        reasons.append(refusals.OFFICER_OFFICE.because(officer=number, authority=authority))
    if not allows(permission, frozenset(record.roles)):
        roles = ", ".join(sorted(ROLES[permission]))
        reasons.append(
            refusals.OFFICER_ROLE.because(officer=number, permission=permission, roles=roles)
        )
    return reasons


def one_approval_reasons(
    view: DirectoryView, approval: Approval, draft: MessageDraft, at: datetime
) -> list[Reason]:
    """Return why one approval of a message does not hold.

    1. Its verdict is *approve*.
    2. Its officer is registered with that credential and in force, acts for the sending
       authority, and has a role that approves.
    3. The assertion is over this content, at the State's relying party.
    """
    sender, number = draft.sender, approval.officer
    reasons: list[Reason] = []
    if approval.verdict != APPROVE:  # 1
        reasons.append(
            approval_refusals.APPROVAL_VERDICT.because(officer=number, verdict=approval.verdict)
        )
    reasons += officer_reasons(
        view,
        number,
        str(sender),
        Permission.APPROVE_MESSAGE,
        at,
        credential=approval.credential,
    )  # 2
    if number[:2].upper() != sender.state:
        reasons.append(refusals.OFFICER_OFFICE.because(officer=number, authority=str(sender)))
    if reasons:
        return reasons
    party = view.entry(sender.state).relying_party
    return approval_reasons(
        approval,
        credential_key=view.officer(number, at, credential=approval.credential).key,
        rp_id=party.id,
        origins=party.origins,
        content_digest=content_digest(draft),
    )  # 3


def approvals_reasons(
    view: DirectoryView, approvals: bytes, draft: MessageDraft, at: datetime
) -> list[Reason]:
    """Return why a message's approvals are not what the sender's own entry demands.

    1. The document is in its form.
    2. Every approval in it holds; one that does not spoils the document.
    3. They are by as many different officers as are demanded for the kind.
    """
    try:
        given = parse_approvals(approvals)  # 1
        demanded = view.approvals_demanded(str(draft.sender), draft.kind)
    except Refused as error:
        return list(error.reasons)
    reasons: list[Reason] = []
    holding = set()
    for approval in given:
        against = one_approval_reasons(view, approval, draft, at)  # 2
        reasons += against
        if not against:
            holding.add(approval.officer)
    if len(holding) < demanded:  # 3
        reasons.append(
            approval_refusals.APPROVALS_TOO_FEW.because(
                kind=draft.kind,
                authority=str(draft.sender),
                demanded=demanded,
                given=len(holding),
            )
        )
    return reasons
