# SPDX-License-Identifier: Apache-2.0
"""Delivering a message until its receipt is here, for as long as the request is open."""

from datetime import datetime, timedelta

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction
from rogatory.custody.events.values import MOST_LISTED
from rogatory.custody.log.checkpoint import verify_checkpoint
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Phrase, Reason, Refused, RogatoryError, Unreachable, refuse_if_any
from rogatory.node.activity import ActivityKind, activity, note_activity
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.delivery_trace.steps import note_attempt, note_step
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.hooks.changes import notify_of_request
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.peer_health.contact import (
    call_about_message,
    note_answer,
    note_silence,
    wait_until,
)
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError
from rogatory.node.peers import policy_refusals
from rogatory.node.queue.end_job import PAUSES, done, later
from rogatory.node.repositories.delivery_trace import StepKind
from rogatory.node.repositories.messages import Delivery, StoredMessage
from rogatory.node.repositories.queue import Job
from rogatory.node.snapshots.keep import note_snapshot
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.dispatch import Dispatch, build_dispatch
from rogatory.node.threads.receipt import KEPT, Receipt, parse_receipt, parse_reply
from rogatory.node.threads.transcript import envelope_of
from rogatory.requests import refusals as requests_refusals
from rogatory.seal.signatures import Signatures
from rogatory.wire.moments import CLOCK_TOLERANCE
from rogatory.wire.words import P_, FilledText, statement_of


def deliver(node: Node, job: Job) -> None:
    """Deliver one message.

    Without an answer, or with one that is no receipt, it is tried again with growing pauses and
    without an end, and a human is alerted early; while the peer is silent, one message at a time is
    tried (`line.contact`). A signed refusal ends it, unless the peer judged by an older directory
    than ours, or finds the message issued ahead of its clock alone: time resolves that.
    """
    message = node.store.message(str(job.payload["message"]))
    if message is not None:
        note_activity(message=message.digest, peer=message.peer)
    if message is None or message.delivery is not Delivery.WAITING:
        with done(node, job):
            return
    until = wait_until(node, message.peer)
    if until is not None:
        node.queue.retry(job, message.problem, until)
        return
    began = node.clock.now()
    try:
        with activity(ActivityKind.SENDING, message=message.digest, peer=message.peer):
            reply = node.peers.deliver(message.peer, dispatch_of(node, message))
        receipt, signatures = parse_reply(reply)
        found = check_receipt(node, node.register.view(), message, receipt, signatures)
    except (Unreachable, Refused) as error:
        _try_later(node, job, message, error, began)
        return
    note_snapshot(node, message.peer, found.directory, found.snapshot)
    if found.verdict == KEPT:
        with done(node, job):
            node.store.add_receipt(message.digest, receipt, signatures, kept=True)
            note_step(node, message, StepKind.RECEIPTED, node.clock.now())
            note_answer(node, message.peer)
            notify_of_request(node, message.thread)
    elif _may_pass(found, node.register.view()):
        _try_later(node, job, message, _refusal(found, message.kind), began)
    elif found.codes == (requests_refusals.ISSUED_AHEAD.id,):
        _wait_for_its_clock(node, job, message, found)
    else:
        _refused(node, job, message, found, receipt, signatures)


def dispatch_of(node: Node, message: StoredMessage) -> bytes:
    """Return the bytes in which a stored message travels, its attachments with it."""
    attachments = envelope_of(message).attachments
    return build_dispatch(
        Dispatch(
            message.message,
            Signatures(message.p256, message.mldsa65),
            message.approvals,
            {each.sha256: node.objects.get(each.sha256) for each in attachments},
        )
    )


def check_receipt(
    node: Node, view: DirectoryView, message: StoredMessage, receipt: bytes, signatures: Signatures
) -> Receipt:
    """Return the receipt, once it is known to be the peer's answer to this message.

    1. It is signed with the receipts certificates that the directory lists for the peer.
    2. It is of this network, for this message, by the node of that State.
    3. If the message was kept, its checkpoint is signed by a log listed for that State and covers
       the entry's index.

    Raises:
        Refused: with every reason of 1 and 2, or of 3.
    """
    found = parse_receipt(receipt)
    at = node.clock.now()
    verify_listed(
        view, receipt, signatures, holder=message.peer.lower(), use="receipts", at=at
    )  # 1
    refuse_if_any(
        dispatch_refusals.RECEIPT_OTHER.because(what=what, state=message.peer)
        for what, holds in (
            ("network", found.network == node.network),
            ("message", found.message == message.digest),
            ("State", found.node == message.peer),
        )
        if not holds
    )  # 2
    if found.log is not None:
        _check_log_entry(view, found, message.peer, at)  # 3
    return found


def _check_log_entry(view: DirectoryView, receipt: Receipt, peer: str, at: datetime) -> None:
    log = receipt.log
    assert log is not None
    logs = {record.origin for record in view.entry(peer).logs}
    if log.origin not in logs:
        problem: Phrase = FilledText(P_("its log {origin} is not listed"), origin=log.origin[:100])
        raise Refused(dispatch_refusals.RECEIPT_UNLOGGED.because(state=peer, problem=problem))
    vkeys = view.log_vkeys(log.origin, at)
    signed = verify_checkpoint(log.checkpoint, origin=log.origin, vkeys=vkeys)
    if log.index >= signed.checkpoint.size:
        problem = P_("its checkpoint does not cover the entry")
        raise Refused(dispatch_refusals.RECEIPT_UNLOGGED.because(state=peer, problem=problem))


def _may_pass(receipt: Receipt, view: DirectoryView) -> bool:
    """Decide whether a peer that refused may take the message once it has our directory.

    A clock that differs as well passes, too, and by itself; a clock alone does not depend on the
    directory.
    """
    clock = requests_refusals.ISSUED_AHEAD.id
    others = [code for code in receipt.codes if code != clock]
    if receipt.codes and not others:
        return False
    dependent = all(code.startswith(dispatch_refusals.DIRECTORY_DEPENDENT) for code in others)
    return dependent and receipt.directory < view.snapshot_version


def _try_later(
    node: Node, job: Job, message: StoredMessage, error: RogatoryError, began: datetime
) -> None:
    """Note why there is no receipt, whose fault it may be, and when to try again.

    A peer that does not answer is silent for all messages, and calls once for all; one that answers
    otherwise than with a receipt fails this message alone.
    """
    now, next_try = node.clock.now(), None
    there = isinstance(error, Refused | AnsweredError | PauseRequestedError)
    with node.store.transaction():
        node.store.note_problem(message.digest, statement_of(error))
        note_attempt(node, message, error, now)
        if there:
            note_answer(node, message.peer)
        else:
            next_try = note_silence(node, message.peer, statement_of(error), began=began).next_try
    if there:
        call_about_message(node, message, at_once=isinstance(error, Refused))
    if isinstance(error, PauseRequestedError):
        node.queue.retry(job, None, now + timedelta(seconds=error.seconds))
    elif next_try is not None:
        node.queue.retry(job, statement_of(error), next_try)
    else:
        later(node, job, statement_of(error))


def _wait_for_its_clock(node: Node, job: Job, message: StoredMessage, receipt: Receipt) -> None:
    """Wait until the peer's clock is less than five minutes before the message's time of issue.

    One of the two clocks is wrong, and a human must correct it; the message goes without being
    drafted again as soon as the peer's clock allows, and is tried at least every quarter of an
    hour.
    """
    error, now = _refusal(receipt, message.kind), node.clock.now()
    issued = envelope_of(message).issued
    wait = min(max(issued - CLOCK_TOLERANCE - receipt.received, PAUSES[0]), PAUSES[-1])
    with node.store.transaction():
        node.store.note_problem(message.digest, statement_of(error))
        note_attempt(node, message, error, now)
        note_answer(node, message.peer)
    page(
        node,
        f"clock-refused/{message.digest}",
        alert_codes.CLOCK_REFUSED.because(state=message.peer, problem=statement_of(error)),
        at=now,
        thread=message.thread,
    )
    node.queue.retry(job, None, now + wait)


def _refused(
    node: Node,
    job: Job,
    message: StoredMessage,
    receipt: Receipt,
    data: bytes,
    signatures: Signatures,
) -> None:
    now = node.clock.now()
    reason = statement_of(_refusal(receipt, message.kind))
    event = own_event(
        node,
        act(
            "message-refused",
            from_=receipt.node,
            kind=message.kind,
            codes=list(receipt.codes[:MOST_LISTED]) or None,
        ),
        of=message.digest,
        authority=str(envelope_of(message).sender),
        at=now,
        thread=message.thread,
    )
    with done(node, job):
        node.store.add_receipt(message.digest, data, signatures, kept=False)
        note_step(node, message, StepKind.RECEIPTED, now)
        node.store.note_problem(message.digest, reason)
        note_answer(node, message.peer)
        if not _was_refused(node, message):
            event.append(node)
        page(node, f"refused/{message.digest}", reason, at=now, thread=message.thread)
        notify_of_request(node, message.thread)


def _was_refused(node: Node, message: StoredMessage) -> bool:
    """Decide whether the log records the refusal already: repeated refusals are one event."""
    refused = CustodyAction.MESSAGE_REFUSED.value
    return any(one.action == refused for one in node.store.events_of(message.digest))


def policy_demands(receipt: Receipt, kind: str) -> list[Reason]:
    """Return the demands of the peer's policy, in words: a receipt carries the code alone."""
    return [
        code.because(
            policy_refusals.NO_ARTICLE,
            state=receipt.node,
            peer=FilledText(P_("this State")),
            kind=kind,
        )
        for code in (policy_refusals.PEER_SUSPENDED, policy_refusals.PEER_DIPLOMATIC_CHANNEL)
        if code.id in receipt.codes
    ]


def _refusal(receipt: Receipt, kind: str) -> Refused:
    codes = ", ".join(receipt.codes) or "no reason given"
    reason: Reason = dispatch_refusals.DELIVERY_REFUSED.because(state=receipt.node, codes=codes)
    return Refused([reason, *policy_demands(receipt, kind)])
