# SPDX-License-Identifier: Apache-2.0
"""An approved draft becomes a message: signed, written down, logged, and queued for delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.events.act_codes import act
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.drafts import draft_refusals
from rogatory.node.drafts.authors import system_author_reasons
from rogatory.node.drafts.stored_drafts import approvals_of, content_of, draft_of, ended_reasons
from rogatory.node.emergencies.confirmation import confirmation_reasons
from rogatory.node.emergencies.priorities import priority_in_queue
from rogatory.node.hooks.changes import notify_of_draft
from rogatory.node.law.decision_record import Grounds, decided
from rogatory.node.law.judge import before_leaving
from rogatory.node.messages.apply import ask_to_apply
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import answered_by_acting, page
from rogatory.node.officers.register import approvals_reasons, officer_reasons
from rogatory.node.officers.used_approvals import used_reasons
from rogatory.node.peers.policy_effects import policy_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import cited_reasons
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.law import Decision
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads.chain_limits import chain_reasons
from rogatory.node.threads.postal_threads import goes_by_letter
from rogatory.node.threads.transcript import envelope_of, next_place, thread_state
from rogatory.requests.envelope import build_message
from rogatory.seal.approval_document import parse_approvals
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7

SIGNING_ATTEMPTS = 5
"""Two messages of one thread sent in one moment compete for the next number; the loser signs
anew. More losses than this in a row mean that something floods the thread."""


def send(node: Node, draft: str, officer: str) -> StoredMessage:
    """Sign and send a draft.

    1. The draft waits to be sent, and the officer may send for its authority.
    2. The approvals are those that the own entry demands: the peer checks the same. Of a system's draft there is
       one more. An answer to a
       call-back is approved by an officer of a call-back authority who had no part in the request.
       None of them left with another message.
    3. No policy towards the other State prevents it: it is not one that we suspended, nor is the
       draft an answer to a request that is held for review.
    4. Nothing in the law keeps it here: see `law.judge`.
    5. Signed outside any transaction, for the place in the thread that was next.
    6. In one transaction, if that place is still next and the thread has space (`chain_limits`):
       message, draft, custody events, and its delivery; in a thread that goes by letter an officer
       is alerted instead, who dispatches it.

    Raises:
        Refused: with every reason of 1 to 4, or 6 failed `SIGNING_ATTEMPTS` times.
    """
    return _send(node, draft_of(node, draft), officer, is_new=False)


BY_ITSELF = frozenset({"call_back", "drill"})
"""The kinds that a node sends without an officer: they ask for nothing that anybody is bound to do,
and an intruder on the node gains nothing by them.
"""


def send_at_once(node: Node, draft: Draft, officer: str | None) -> StoredMessage:
    """Send a draft that was not written down before; it is kept with its message, or not at all.

    The list is that of `send`. `officer` is None where the node itself speaks (`BY_ITSELF`), and then
    by 1 nobody is asked.
    """
    if officer is None and draft.kind not in BY_ITSELF:
        raise ValueError(f"a node does not say {draft.kind} by itself")
    return _send(node, draft, officer, is_new=True)


@dataclass(frozen=True, slots=True)
class SingleOfficer:
    """That a draft leaves by its writer's own approval: see `send_by_one`."""

    decision: Decision
    approval: Mapping[str, str]
    review: str
    """The kind of the job that calls for a review."""


def send_as_single(
    node: Node, draft: Draft, officer: str, single_officer: SingleOfficer
) -> StoredMessage:
    """Send a draft by its writer's own approval; the list is that of `send`. Called by `send_by_one` alone."""
    return _send(node, draft, officer, is_new=False, single_officer=single_officer)


def _send(
    node: Node,
    found: Draft,
    officer: str | None,
    *,
    is_new: bool,
    single_officer: SingleOfficer | None = None,
) -> StoredMessage:
    view, at = node.register.view(), node.clock.now()
    content, approvals = content_of(node, found), approvals_of(found)
    lawful = before_leaving(node, found)
    refuse_if_any(
        [
            *_officer_reasons(view, officer, found.sender, at),  # 1
            *approvals_reasons(view, approvals, content, at),  # 2
            *system_author_reasons(view, found),  # 2
            *confirmation_reasons(node, view, content, approvals, found.thread),  # 2
            *used_reasons(node, found, parse_approvals(approvals)),  # 2
            *cited_reasons(node, found, policy_reasons(node, view, content, found.thread, at)),  # 3
            *lawful.blocks,  # 4
        ]
    )
    for _attempt in range(SIGNING_ATTEMPTS):
        message = _signed(node, found, approvals, node.clock.now())  # 5
        event = _sent_event(node, found, message, officer, single_officer)
        grounds = decided(node, found, lawful, message, officer)
        events = (event, *grounds.events)
        if _write_down(
            node,
            found,
            message,
            officer,
            events,
            grounds,
            is_new=is_new,
            single_officer=single_officer,
        ):  # 6
            return message
    raise Refused(draft_refusals.HEADS_MOVED.because())


def _officer_reasons(
    view: DirectoryView, officer: str | None, sender: str, at: datetime
) -> Sequence[Reason]:
    if officer is None:
        return ()
    return officer_reasons(view, officer, sender, Permission.SEND_MESSAGE, at)


def _signed(node: Node, draft: Draft, approvals: bytes, at: datetime) -> StoredMessage:
    content = content_of(node, draft)
    links = next_place(node.state, content, thread_state(node, draft.thread))
    message = build_message(
        content,
        links,
        message_id=uuid7(at, node.random(10)),
        issued=at,
        related=draft.related,
    )
    signatures = node.signer.sign_message(message, approvals, at)
    state = content.addressee.state
    by_letter = goes_by_letter(node, node.register.view(), draft.thread, state)
    return StoredMessage(
        digest=sha256(message),
        thread=draft.thread,
        sender_state=node.state,
        sequence=links.sequence,
        kind=draft.kind,
        message=message,
        p256=signatures.p256,
        mldsa65=signatures.mldsa65,
        approvals=approvals,
        direction=Direction.OUT,
        peer=state,
        at=at,
        delivery=Delivery.TO_DISPATCH if by_letter else Delivery.WAITING,
    )


def _sent_event(
    node: Node,
    draft: Draft,
    message: StoredMessage,
    officer: str | None,
    single_officer: SingleOfficer | None,
) -> SignedEvent:
    code = "message-sent"
    if message.delivery is Delivery.TO_DISPATCH:
        code = "message-signed-for-letter"
    elif single_officer is not None:
        code = "message-sent-by-one-officer"
    elif officer is None:
        code = "message-sent-automatically"
    return own_event(
        node,
        act(code, to=draft.addressee, kind=draft.kind),
        of=message.digest,
        authority=draft.sender,
        officer=officer,
        words=single_officer.decision.reason if single_officer else None,
        at=message.at,
        thread=draft.thread,
    )


def _write_down(
    node: Node,
    draft: Draft,
    message: StoredMessage,
    officer: str | None,
    events: Sequence[SignedEvent],
    grounds: Grounds,
    *,
    is_new: bool,
    single_officer: SingleOfficer | None,
) -> bool:
    with node.store.transaction():
        if _taken(node, message):
            return False
        # Two drafts of the same words may leave at one moment.
        refuse_if_any(
            [
                *used_reasons(node, draft, parse_approvals(message.approvals)),
                *chain_reasons(node, message.thread, node.state, len(message.message)),
            ]
        )
        if is_new:
            node.store.add_draft(draft)
        standing = node.store.draft(draft.id)
        if standing is None:
            raise Refused(draft_refusals.DRAFT_UNKNOWN.because(draft=draft.id))
        refuse_if_any(ended_reasons(standing))
        if single_officer is not None:
            _record_single(node, draft, message, single_officer)
        node.store.add_message(message)
        node.store.mark_sent(draft.id, message.digest)
        grounds.write(node)
        for event in events:
            event.append(node)
        if officer is not None:
            answered_by_acting(node, message.thread, officer, message.at)
        priority = priority_in_queue(node, message.thread, envelope_of(message))
        ask_to_apply(node, message.thread, message.at, priority)
        if message.delivery is Delivery.WAITING:
            node.queue.enqueue(
                "deliver",
                f"deliver/{message.digest}",
                {"message": message.digest},
                message.at,
                priority,
            )
        _call_for_dispatch(node, message)
        notify_of_draft(node, draft.id)
    return True


def _record_single(
    node: Node, draft: Draft, message: StoredMessage, single_officer: SingleOfficer
) -> None:
    node.store.add_approval(draft.id, single_officer.approval)
    node.store.add_decision(single_officer.decision)
    node.queue.enqueue(
        single_officer.review,
        f"{single_officer.review}/{message.digest}",
        {"thread": draft.thread, "message": message.digest},
        message.at,
    )


def _call_for_dispatch(node: Node, message: StoredMessage) -> None:
    if message.delivery is Delivery.TO_DISPATCH:
        page(
            node,
            f"to-dispatch/{message.digest}",
            alert_codes.TO_DISPATCH.because(state=message.peer, kind=message.kind),
            at=message.at,
            thread=message.thread,
        )


def _taken(node: Node, message: StoredMessage) -> bool:
    """Decide whether another own message has the number by now."""
    # Asked for its lock: two of these transactions must not overlap where a database would let
    # them.
    node.store.next_sequence(message.thread, node.state)
    return any(
        other.sender_state == node.state and other.sequence == message.sequence
        for other in node.store.outlines(message.thread)
    )
