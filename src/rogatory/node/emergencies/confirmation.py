# SPDX-License-Identifier: Apache-2.0
"""Judging an answer to a call-back by its author, who must have had no part in the request.

An intruder on the requesting State's node has its authorities' keys, and no officer's passkey. So
an answer counts by its approvals, and by those of officers who had no part in the request: an
officer who was deceived, bribed or robbed once is not asked again.
"""

from collections.abc import Iterator

from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.emergencies import refusals
from rogatory.node.officers.register import approvals_reasons
from rogatory.node.repositories.messages import Delivery, StoredMessage
from rogatory.node.threads.transcript import envelope_of
from rogatory.requests.envelope import MessageDraft
from rogatory.seal.approval_document import parse_approvals

KIND = "call_back_answer"


def confirmation_reasons(
    node: Node, view: DirectoryView, content: MessageDraft, approvals: bytes, thread: str
) -> Iterator[Reason]:
    """Yield why an answer to a call-back is none, on whichever side it is judged; nothing for other
    kinds.

    1. Its authority is one that its State's entry names for call-backs.
    2. The request that it speaks of is known here.
    3. An officer approved it, whatever the entry demands for the kind; it names such an officer.
    4. None who approved it approved the request; on the own node, none who wrote or sent it either.

    `thread` is the key of its thread. That each approval holds is judged where all approvals are (`officers.approvals_reasons`).
    """
    if content.kind != KIND:
        return
    if str(content.sender) not in view.entry(content.sender.state).call_back:  # 1
        yield refusals.NO_CALL_BACK_AUTHORITY.because(authority=str(content.sender))
    request = _request(node, content, thread)
    if request is None:  # 2
        yield refusals.REQUEST_UNKNOWN.because(request=ascii(content.body.get("request"))[:80])
    officers = approvers(approvals)
    if not officers:  # 3
        yield refusals.NOT_APPROVED.because()
    elif content.body.get("by_officer") not in officers:
        yield refusals.OFFICER_NAMED.because(officer=ascii(content.body.get("by_officer"))[:20])
    for officer in officers if request else ():  # 4
        assert request is not None
        yield from same_officer_reasons(node, request, officer)


def same_officer_reasons(node: Node, request: StoredMessage, officer: str) -> Iterator[Reason]:
    """Yield why an officer may not answer for a request: he had a part in it."""
    if officer in approvers(request.approvals) | _of_this_node(node, request):
        yield refusals.SAME_OFFICER.because(officer=officer)


def is_authentic(node: Node, view: DirectoryView, stored: StoredMessage) -> bool:
    """Decide whether a kept answer counts, judged anew: one that came by letter never does, nor one
    that was kept before this node knew the kind.
    """
    if stored.delivery is Delivery.TRANSCRIBED:
        return False
    content = envelope_of(stored).draft
    try:
        against = [
            *approvals_reasons(view, stored.approvals, content, stored.at),
            *confirmation_reasons(node, view, content, stored.approvals, stored.thread),
        ]
    except Refused:
        return False
    return not against


def approvers(approvals: bytes) -> frozenset[str]:
    """Return the officers whose approvals are in a document; of one that cannot be read, nobody."""
    try:
        return frozenset(given.officer for given in parse_approvals(approvals))
    except Refused:
        return frozenset()


def _request(node: Node, content: MessageDraft, thread: str) -> StoredMessage | None:
    digest = content.body.get("request")
    found = node.store.message(digest) if isinstance(digest, str) else None
    return found if found is not None and found.thread == thread else None


def _of_this_node(node: Node, request: StoredMessage) -> frozenset[str]:
    """Return who wrote the request, and who sent it, where that was done here."""
    if request.sender_state != node.state:
        return frozenset()
    sent = {
        officer
        for logged in node.store.events_of(request.digest)
        if logged.action == CustodyAction.MESSAGE_SENT.value
        and (officer := parse_event(logged.event).officer)
    }
    drafts = node.store.drafts(request.thread, unsent=False)
    wrote = {draft.drafted_by for draft in drafts if draft.sent_as == request.digest}
    return frozenset(sent | wrote)
