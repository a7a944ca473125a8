# SPDX-License-Identifier: Apache-2.0
"""Judging, item by item, the messages of the exchange that a peer hands out.

A peer may lie and may withhold. It cannot forge a message of ours, which our authority signed, nor
a receipt of ours, which our node signed. What it withholds shows in other evidence, not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log.checkpoint import verify_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.completeness import refusals
from rogatory.node.context import Node
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.officers.register import approvals_reasons
from rogatory.node.peers import letter_refusals
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.recovery import HandedOut
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.dispatch import Dispatch, parse_dispatch
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.receipt import KEPT, LogEntry, Receipt, parse_receipt, parse_reply
from rogatory.node.threads.thread_keys import thread_key
from rogatory.requests import refusals as requests_refusals
from rogatory.requests.envelope import Envelope, parse_message
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An item that holds: the row that it becomes, and the attachments that go with it."""

    message: StoredMessage
    envelope: Envelope
    attachments: tuple[bytes, ...]
    without_receipt: tuple[Reason, ...] = ()
    """Why the receipt beside a message of ours is not taken; it is delivered anew for one."""


def judge_item(node: Node, view: DirectoryView, peer: str, given: HandedOut) -> TakenBack:
    """Return the message of an item, once it is known to be one of the two States'.

     1. The dispatch is of bounded size and in its form, and so is the message in it.
     2. It is of this network.
     3. It is from an authority of one of the two States to one of the other.
     4. A message of the peer comes with this node's own receipt that it was kept (see `_receipt`), whose
        place in the log here is not another event's. One without is not kept here yet: it will be
        delivered.
     5. It is signed by its sender, with certificates in force when it was receipted, or else when it
        says that it was issued. Either is only claimed: a compromised key serves for neither.
     6. Its approvals are those that the sender's own entry demands, each by an officer in force then.
     7. The attachments are exactly those that it names.
     8. Its thread with the peer does not go by letter.

    A message of ours whose receipt does not hold is taken without it.

    Raises:
        Refused: 1, 2 or 3 fails; or with every reason of 4 to 8.
    """
    read = parse_dispatch(given.dispatch)  # 1
    envelope = parse_message(read.message)
    if envelope.network != node.network:  # 2
        raise Refused(requests_refusals.FOREIGN_NETWORK.because(network=envelope.network))
    direction = _direction(node, peer, envelope)  # 3
    receipt, against = _receipt(node, view, envelope, given.reply)
    reasons = []
    if direction is Direction.IN:  # 4
        reasons += against
        if receipt is None and not against:
            reasons.append(refusals.OWN_RECEIPT_ABSENT.because(message=envelope.digest, state=peer))
    at = envelope.issued if receipt is None else receipt[0].received
    reasons += _signature_reasons(view, read, envelope, at)  # 5
    reasons += approvals_reasons(view, read.approvals, envelope.draft, at)  # 6
    reasons += _attachment_reasons(read, envelope)  # 7
    thread = thread_key(node, peer, envelope.thread)
    reasons += _thread_reasons(node, thread, envelope.thread)  # 8
    refuse_if_any(reasons)
    message = StoredMessage(
        digest=envelope.digest,
        thread=thread,
        sender_state=envelope.sender.state,
        sequence=envelope.sequence,
        kind=envelope.kind,
        message=read.message,
        p256=read.signatures.p256,
        mldsa65=read.signatures.mldsa65,
        approvals=read.approvals,
        direction=direction,
        peer=peer,
        at=envelope.issued if direction is Direction.OUT or receipt is None else at,
        delivery=Delivery.WAITING if receipt is None else Delivery.RECEIPTED,
        receipt=None if receipt is None else receipt[1],
        receipt_p256=None if receipt is None else receipt[2].p256,
        receipt_mldsa65=None if receipt is None else receipt[2].mldsa65,
    )
    return TakenBack(message, envelope, tuple(read.attachments.values()), tuple(against))


def _direction(node: Node, peer: str, envelope: Envelope) -> Direction:
    ends = (envelope.sender.state, envelope.addressee.state)
    if ends == (node.state, peer):
        return Direction.OUT
    if ends == (peer, node.state):
        return Direction.IN
    raise Refused(refusals.NOT_BETWEEN.because(message=envelope.digest, state=peer))


def _receipt(
    node: Node, view: DirectoryView, envelope: Envelope, reply: bytes | None
) -> tuple[tuple[Receipt, bytes, Signatures] | None, list[Reason]]:
    """Return the receipt in a reply, as read and as it was given; or every reason against it.

    It is in its form, says that this message of this network was kept by the addressee's State,
    was signed by the node of that State with certificates in force at the moment that it names,
    and its checkpoint is of a log of that State and covers its entry.
    """
    if reply is None:
        return None, []
    state = envelope.addressee.state
    try:
        data, signatures = parse_reply(reply)
        found = parse_receipt(data)
        refuse_if_any(_other(node, envelope, found))
        verify_listed(
            view,
            data,
            signatures,
            holder=state.lower(),
            use="receipts",
            at=found.received,
            proven=False,
        )
        assert found.log is not None
        _check_entry(node, view, envelope, found.log)
    except Refused as error:
        return None, list(error.reasons)
    return (found, data, signatures), []


def _other(node: Node, envelope: Envelope, receipt: Receipt) -> Iterator[Reason]:
    state = envelope.addressee.state
    for what, holds in (
        ("network", receipt.network == node.network),
        ("message", receipt.message == envelope.digest),
        ("State", receipt.node == state),
        ("verdict", receipt.verdict == KEPT),
    ):
        if not holds:
            yield dispatch_refusals.RECEIPT_OTHER.because(what=what, state=state)


def _check_entry(node: Node, view: DirectoryView, envelope: Envelope, entry: LogEntry) -> None:
    state = envelope.addressee.state
    if entry.origin not in {record.origin for record in view.entry(state).logs}:
        problem: Phrase = FilledText(
            P_("its log {origin} is not listed"), origin=entry.origin[:100]
        )
        raise Refused(dispatch_refusals.RECEIPT_UNLOGGED.because(state=state, problem=problem))
    vkeys = view.log_vkeys(entry.origin)
    signed = verify_checkpoint(entry.checkpoint, origin=entry.origin, vkeys=vkeys)
    if entry.index >= signed.checkpoint.size:
        problem = P_("its checkpoint does not cover the entry")
        raise Refused(dispatch_refusals.RECEIPT_UNLOGGED.because(state=state, problem=problem))
    if state == node.state:
        epoch = parse_origin(entry.origin).epoch
        for logged in node.store.events_since(entry.index, 1, epoch):
            if logged.index == entry.index and logged.commitment != entry.commitment:
                problem = FilledText(
                    P_("another event is at {index} of the log"), index=entry.index
                )
                raise Refused(
                    refusals.OWN_RECEIPT_OTHER.because(
                        state=envelope.sender.state, message=envelope.digest, problem=problem
                    )
                )


def _signature_reasons(
    view: DirectoryView, read: Dispatch, envelope: Envelope, at: datetime
) -> tuple[Reason, ...]:
    try:
        verify_listed(
            view,
            read.message,
            read.signatures,
            holder=str(envelope.sender),
            use="authority",
            at=at,
            proven=False,
        )
        view.authority(str(envelope.addressee))
    except Refused as error:
        return error.reasons
    return ()


def _attachment_reasons(read: Dispatch, envelope: Envelope) -> Iterator[Reason]:
    named = {each.sha256 for each in envelope.attachments}
    for digest in sorted(read.attachments.keys() - named):
        yield dispatch_refusals.ATTACHMENT_SURPLUS.because(digest=digest)
    for each in envelope.attachments:
        data = read.attachments.get(each.sha256)
        if data is None:
            yield dispatch_refusals.ATTACHMENT_MISSING.because(name=each.name)
        elif len(data) != each.size or sha256(data) != each.sha256:
            yield dispatch_refusals.ATTACHMENT_DIGEST.because(name=each.name)


def _thread_reasons(node: Node, key: str, thread: str) -> Iterator[Reason]:
    if is_by_letter(node.store.outlines(key)):
        yield letter_refusals.THREAD_BY_LETTER.because(thread=thread)
