# SPDX-License-Identifier: Apache-2.0
"""Receiving a peer's message: the conditions, and the receipt that confirms them.

The order of writing is the design. The message and its custody event are in one transaction; the
receipt is signed after that and written once, with the checkpoint that it names. If the node dies in between, the peer repeats its
delivery and gets the receipt then; what was receipted is never lost, and nothing is taken in twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.activity import note_activity
from rogatory.node.context import Node
from rogatory.node.custody_log.log import SIGNINGS, OwnCheckpoint, checkpoint_over, with_leaf
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.delivery_trace.steps import note_step
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.emergencies.confirmation import confirmation_reasons
from rogatory.node.emergencies.priorities import priority_in_queue
from rogatory.node.hooks.changes import notify_of_request
from rogatory.node.messages.apply import ask_to_apply
from rogatory.node.officers.register import approvals_reasons
from rogatory.node.officers.used_approvals import repeated_reasons
from rogatory.node.peer_health.charge_messages import Charge, charge_for
from rogatory.node.peers import letter_refusals
from rogatory.node.peers.policy_effects import arrival_reasons, call_for_refused_emergency
from rogatory.node.provisions.request_law import cited_reasons
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.repositories.delivery_trace import StepKind
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.chain_limits import chain_reasons
from rogatory.node.threads.dispatch import Dispatch, parse_dispatch
from rogatory.node.threads.receipt import (
    KEPT,
    REFUSED,
    LogEntry,
    Receipt,
    build_receipt,
    build_reply,
)
from rogatory.node.threads.thread_keys import thread_key
from rogatory.node.threads.transcript import remember
from rogatory.requests import refusals as requests_refusals
from rogatory.requests.envelope import Envelope, check_issued, parse_message
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A dispatch that could be read, from a listed State, at one moment, under one view."""

    peer: str
    dispatch: Dispatch
    envelope: Envelope
    thread: str
    """The key under which the store holds its thread."""
    view: DirectoryView
    at: datetime


def receive(node: Node, peer: str, dispatch: bytes) -> bytes:
    """Take in the dispatch that the node of State `peer` hands over; returns the signed reply.

    Lines 14 and 16 of the law's list: only registered authorities send and receive, each verified,
    by a signed and unaltered record (articles 40(12) to 40(14), 41(2); memory).

    The caller (the door) has made sure by RFC 9421 that the node of `peer` is the sender. These
    conditions must hold for the message to be kept (the numbers are those of SPECIFICATION 11):

     1. The peer is listed; an unlisted one gets no signed answer at all.
     2. The dispatch is of bounded size and in its form.
     3. The message in it is in its form, canonical.
     4. It is of this network.
     5. The addressee is an authority of this State that the directory lists.
     6. The sender is an authority of the peer's State.
     7. The sender's certificates are in force today, and every signature holds; both algorithms,
        where both are listed.
     8. The approvals are those that the sender's own entry demands for the kind, each by an
        officer in force; none of them came with another message (`used_approvals`).
     9. It was not issued more than five minutes ahead of this node's clock.
    10. The attachments are exactly those that it names, each with its size and digest.
    11. Its thread with the peer does not go by letter: nobody signed what officers transcribed there,
        and nothing on the line may be taken for it. A thread with another State is not
        concerned, whatever its UUID (`thread_keys`).
    12. It begins no request that this State's policy towards the peer refuses (`policy_effects`).
    13. An answer to a call-back is of an authority that the sender's entry names for it, and approved
        by an officer who had no part in the request (`emergencies.confirmation`).
    14. The thread has space for it (`chain_limits`).

    3, and then 4 to 14 with every reason, fail into a signed refusal of the message's digest.
    Between 3 and 4 the dispatch is counted against what the peer may hand over
    (`peer_health.limits`). A message that was kept before is answered with the same bytes as then,
    whatever holds today. A request that claims an emergency and is refused by 12 alone alerts a
    human, once a day a State: article 41(3)(e) (memory) lets nobody refuse it unseen. A fork, a
    gap, an unknown kind or one that has no place in the thread is kept: the fold decides its effect
    on the thread.

    Raises:
        Refused: 1 or 2 fails, since then there is no message to sign a refusal for.
        AskedToWaitError: the peer has handed over too much; nothing is stored.
    """
    view, at = node.register.view(), node.clock.now()
    view.entry(peer)  # 1
    read = parse_dispatch(dispatch)  # 2
    digest = sha256(read.message)
    note_activity(message=digest)
    standing = node.store.message(digest)
    if standing is not None and _came_from(standing, peer):
        with node.store.transaction():
            note_step(node, standing, StepKind.REPEATED, at)
        return _answer(node, view, standing)
    message = _parsed(read.message)  # 3
    envelope = None if isinstance(message, Refused) else message
    charge = charge_for(node, peer, envelope, len(dispatch), at)
    try:
        if isinstance(message, Refused):
            raise message
        thread = thread_key(node, peer, message.thread)
        arrived = _Arrived(peer, read, message, thread, view, at)
        refuse_if_any(cited_reasons(node, message, _reasons(node, arrived)))
    except Refused as error:
        with node.store.transaction():
            charge.take(node)
        if envelope is not None:
            call_for_refused_emergency(node, envelope, error, at)
        return _refusal(node, view, digest, error, at)
    kept = _keep(node, arrived, charge)
    if kept is None:
        return receive(node, peer, dispatch)
    if isinstance(kept, Refused):
        return _refusal(node, view, digest, kept, at)
    remember(kept, arrived.envelope)
    return _answer(node, view, kept)


def _parsed(data: bytes) -> Envelope | Refused:
    """Parse the message once, for all that ask of it; or return why it is none."""
    try:
        return parse_message(data)
    except Refused as error:
        return error


def _reasons(node: Node, arrived: _Arrived) -> Iterator[Reason]:
    message, peer = arrived.envelope, arrived.peer
    if message.network != node.network:  # 4
        yield requests_refusals.FOREIGN_NETWORK.because(network=message.network)
    addressee = str(message.addressee)
    own = {record.id for record in arrived.view.entry(node.state).authorities}
    if addressee not in own:  # 5
        yield dispatch_refusals.NOT_ADDRESSED_HERE.because(authority=addressee)
    if message.sender.state != peer:  # 6
        yield dispatch_refusals.SENDER_NOT_PEER.because(authority=str(message.sender), state=peer)
    yield from _signature_reasons(arrived)  # 7
    yield from approvals_reasons(
        arrived.view, arrived.dispatch.approvals, message.draft, arrived.at
    )  # 8
    yield from repeated_reasons(node, arrived.thread, message, arrived.dispatch.approvals)  # 8
    yield from check_issued(message, arrived.at)  # 9
    yield from _attachment_reasons(arrived)  # 10
    channel = node.store.thread_channel(arrived.thread)  # 11
    if channel is not None and channel.by_letter:
        yield letter_refusals.THREAD_BY_LETTER.because(thread=message.thread)
    size = len(arrived.dispatch.message)
    yield from chain_reasons(node, arrived.thread, message.sender.state, size)  # 14
    if message.sender.state == peer:  # 12
        yield from arrival_reasons(node, message, arrived.thread, arrived.at)
        yield from confirmation_reasons(
            node, arrived.view, message.draft, arrived.dispatch.approvals, arrived.thread
        )  # 13


def _came_from(standing: StoredMessage, peer: str) -> bool:
    """Decide whether the peer itself handed the message over before: what was transcribed nobody
    did.
    """
    return standing.sender_state == peer and standing.delivery is not Delivery.TRANSCRIBED


def _signature_reasons(arrived: _Arrived) -> tuple[Reason, ...]:
    try:
        verify_listed(
            arrived.view,
            arrived.dispatch.message,
            arrived.dispatch.signatures,
            holder=str(arrived.envelope.sender),
            use="authority",
            at=arrived.at,
        )
    except Refused as error:
        return error.reasons
    return ()


def _attachment_reasons(arrived: _Arrived) -> Iterator[Reason]:
    brought = arrived.dispatch.attachments
    named = {each.sha256 for each in arrived.envelope.attachments}
    for digest in sorted(brought.keys() - named):
        yield dispatch_refusals.ATTACHMENT_SURPLUS.because(digest=digest)
    for each in arrived.envelope.attachments:
        data = brought.get(each.sha256)
        if data is None:
            yield dispatch_refusals.ATTACHMENT_MISSING.because(name=each.name)
        elif len(data) != each.size or sha256(data) != each.sha256:
            yield dispatch_refusals.ATTACHMENT_DIGEST.because(name=each.name)


def _keep(node: Node, arrived: _Arrived, charge: Charge) -> StoredMessage | Refused | None:
    """Return attachments first, then message, event and follow-up in one transaction.

    Two messages under one approval may come at one moment, so 8 is asked once more where nobody else
    can write: the later one is refused. None if another State's thread of the same UUID was begun
    since, so that this one has another key now.
    """
    message = _stored(arrived)
    event = own_event(
        node,
        act("message-received", from_=str(arrived.envelope.sender), kind=message.kind),
        of=message.digest,
        authority=str(arrived.envelope.addressee),
        at=arrived.at,
        thread=message.thread,
    )
    for data in arrived.dispatch.attachments.values():
        node.objects.put(data)
    with node.store.transaction():
        node.store.next_sequence(message.thread, arrived.peer)  # for its lock
        if thread_key(node, arrived.peer, arrived.envelope.thread) != message.thread:
            return None
        repeated = tuple(
            repeated_reasons(node, message.thread, arrived.envelope, message.approvals)
        )
        if repeated:
            charge.take(node)
            return Refused(repeated)
        if node.store.add_message(message):
            charge.take(node)
            charge.keep(node)
            event.append(node)
            priority = priority_in_queue(node, message.thread, arrived.envelope)
            ask_to_apply(node, message.thread, arrived.at, priority)
    return node.store.message(message.digest) or message


def _stored(arrived: _Arrived) -> StoredMessage:
    read, message = arrived.dispatch, arrived.envelope
    return StoredMessage(
        digest=message.digest,
        thread=arrived.thread,
        sender_state=arrived.peer,
        sequence=message.sequence,
        kind=message.kind,
        message=read.message,
        p256=read.signatures.p256,
        mldsa65=read.signatures.mldsa65,
        approvals=read.approvals,
        direction=Direction.IN,
        peer=arrived.peer,
        at=arrived.at,
        delivery=Delivery.RECEIPTED,
    )


def _answer(node: Node, view: DirectoryView, message: StoredMessage) -> bytes:
    """Return the stored receipt; one is made, and stored before it is shown, if there is none yet."""
    for attempt in range(SIGNINGS):
        if message.receipt is None:
            message = _receipted(node, view, message, anew=attempt == 0)
    assert message.receipt is not None
    assert message.receipt_p256 is not None
    return build_reply(message.receipt, Signatures(message.receipt_p256, message.receipt_mldsa65))


def _receipted(
    node: Node, view: DirectoryView, message: StoredMessage, *, anew: bool
) -> StoredMessage:
    """Write the receipt and the row of the checkpoint that it names, in one transaction; return the
    message as it is afterwards.

    Without a receipt, and nothing was written, where another signature of that checkpoint was written
    meanwhile: the next receipt names that one.
    """
    logged = _received_event(node, message.digest)
    checkpoint = checkpoint_over(node, logged, anew=anew)
    receipt = _kept_receipt(node, view, message, logged, checkpoint)
    signatures = node.signer.sign_receipt(receipt, node.clock.now())
    with node.store.transaction():
        if checkpoint.write(node) == checkpoint.note:
            node.store.add_receipt(message.digest, receipt, signatures, kept=True)
            note_step(node, message, StepKind.RECEIPTED, node.clock.now())
            notify_of_request(node, message.thread)
    found = node.store.message(message.digest)
    assert found is not None
    return found


def _kept_receipt(
    node: Node,
    view: DirectoryView,
    message: StoredMessage,
    logged: LoggedEvent,
    checkpoint: OwnCheckpoint,
) -> bytes:
    return build_receipt(
        Receipt(
            network=node.network,
            message=message.digest,
            node=node.state,
            received=message.at,
            directory=view.snapshot_version,
            snapshot=view.snapshot_digest,
            verdict=KEPT,
            log=LogEntry(
                origin=checkpoint.checkpoint.origin,
                commitment=logged.commitment,
                salt=logged.salt.hex(),
                index=logged.index,
                checkpoint=checkpoint.note,
            ),
        )
    )


def _received_event(node: Node, digest: str) -> LoggedEvent:
    def found() -> LoggedEvent | None:
        received = CustodyAction.MESSAGE_RECEIVED.value
        return next((one for one in node.store.events_of(digest) if one.action == received), None)

    return with_leaf(node, found)


def _refusal(node: Node, view: DirectoryView, digest: str, error: Refused, at: datetime) -> bytes:
    """Return a signed refusal. Nothing is stored: the peer may send ever new ones."""
    receipt = build_receipt(
        Receipt(
            network=node.network,
            message=digest,
            node=node.state,
            received=at,
            directory=view.snapshot_version,
            snapshot=view.snapshot_digest,
            verdict=REFUSED,
            codes=tuple(dict.fromkeys(error.codes)),
        )
    )
    return build_reply(receipt, node.signer.sign_receipt(receipt, at))
