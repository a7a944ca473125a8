# SPDX-License-Identifier: Apache-2.0
"""Recovering from one State what it keeps of the exchange, page by page.

Order of writes. Attachments first; then in one transaction for each page: its messages with their
receipts, the jobs that follow, the drafts that left with them, and the progress of the asking.
Killed anywhere, the next run continues after the last page stored; a repeated item changes nothing.

No event is forged: the events of the lost log are not written again. Each message gets an event of
its own in the epoch that grows, which names the State from which it was recovered; it is written
once the node is open.
"""

from collections.abc import Iterable
from dataclasses import replace

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.node.completeness import refusals
from rogatory.node.completeness.asking import ask_later
from rogatory.node.completeness.others_checkpoints import newer_checkpoint
from rogatory.node.completeness.record import PeerInquiry, Recovery, put_recovery, recovery_of
from rogatory.node.context import Node
from rogatory.node.drafts.stored_drafts import approvals_of
from rogatory.node.hooks.changes import notify_of_draft, notify_of_request
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.messages.apply import ask_to_apply
from rogatory.node.recovery.judge import TakenBack, judge_item
from rogatory.node.recovery.recovery_view import RecoveryRunView, call_about_fork, call_about_state
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.recovery import ExchangePage, HandedOut
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import content_digest
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.words import Statement, statement_of

MOST_REFUSED = 100
"""The most faulty items accepted from one State: one that sends more of them wants to keep us busy."""

MOST_IDLE = 2000
"""Pages in a row that bring nothing: an honest State passes over a thousand old messages with each."""

EVENT = "taken-back"
"""The job that writes a message's event, and how its keys begin."""


def take_back_exchange(node: Node, state: str) -> RecoveryRunView:
    """Ask one State for everything since the moment of the recovery, from the last page stored.

    1. Each page is in its form and leads on: not back, and not on without an end.
    2. Each item in it holds (`judge`); one that does not is not taken, and is reported.
    3. A message that is not here is stored with its receipt; one that is stays as it is. If its
       receipt is not here, it is taken; if another one is here, that one stays, and the other is
       reported.
    4. Two messages with one number are both kept, and a human is alerted with both digests.
    5. The last page contains the newest checkpoint of our log that the State has seen. It counts
       only if our log's key signed it.
    """
    outcome, view = RecoveryRunView(state), node.register.view()
    recovery = _recovery(node)
    inquiry = recovery.states.get(state, PeerInquiry())
    place = inquiry.after
    seen, idle = {place}, 0
    try:
        while True:
            given = node.peers.exchange_since(state, recovery.since, place)
            before = outcome.taken + outcome.here
            refuse_if_any(_leads_astray(state, given, seen))  # 1
            _take_page(node, view, outcome, given)  # 2, 3, 4
            if given.next is None:
                _end(node, outcome, given.checkpoint)  # 5
                return outcome
            idle = 0 if outcome.taken + outcome.here > before else idle + 1
            if idle > MOST_IDLE:
                raise Refused(refusals.ENDLESS.because(state=state))
            place = given.next
            seen.add(place)
    except PauseRequestedError as error:
        outcome.wait = max(1, error.seconds)
    except RogatoryError as error:
        outcome.problem = statement_of(error)
        _note(node, state, problem=outcome.problem)
    return outcome


def _recovery(node: Node) -> Recovery:
    found = recovery_of(node.store)
    if found is None:
        raise ValueError("no recovery was begun")
    return found


def _leads_astray(state: str, given: ExchangePage, seen: set[str | None]) -> Iterable[Reason]:
    if given.next is not None and given.next in seen:
        yield refusals.ENDLESS.because(state=state)


def _take_page(
    node: Node, view: DirectoryView, outcome: RecoveryRunView, given: ExchangePage
) -> None:
    """Take all that one page holds, in one transaction, with how far the asking has come."""
    found = [one for one in (_judged(node, view, outcome, item) for item in given.items) if one]
    for one in found:
        for data in one.attachments:
            node.objects.put(data)
    taken, here = outcome.taken, outcome.here
    with node.store.transaction():
        for one in found:
            _keep(node, outcome, one)
        recovery = _recovery(node)
        inquiry = recovery.states.get(outcome.state, PeerInquiry())
        inquiry = replace(
            inquiry,
            taken=inquiry.taken + outcome.taken - taken,
            here=inquiry.here + outcome.here - here,
            after=given.next,
            problem=None,
        )
        put_recovery(node.store, recovery.with_state(outcome.state, inquiry))
    for one in found:
        outcome.threads.add(one.message.thread)
        call_about_fork(node, outcome, one.message)


def _judged(
    node: Node, view: DirectoryView, outcome: RecoveryRunView, given: HandedOut
) -> TakenBack | None:
    try:
        found = judge_item(node, view, outcome.state, given)
    except Refused as error:
        if set(error.codes) == {refusals.OWN_RECEIPT_ABSENT.id}:
            outcome.coming += 1
            return None
        outcome.refused.append((sha256(given.dispatch), error.reasons))
        if len(outcome.refused) > MOST_REFUSED:
            raise Refused(
                refusals.FORGED.because(state=outcome.state, count=len(outcome.refused))
            ) from error
        return None
    if found.without_receipt:
        outcome.differing.append((found.message.digest, found.without_receipt))
    return found


def _keep(node: Node, outcome: RecoveryRunView, found: TakenBack) -> None:
    """Keep one message, inside the page's transaction."""
    message = found.message
    standing = node.store.message(message.digest)
    is_new = message.digest not in outcome.digests
    outcome.digests.add(message.digest)
    if standing is not None:
        outcome.here += is_new
        _complete(node, outcome, standing, message)
        return
    node.store.add_message(message)
    outcome.taken += 1
    now = node.clock.now()
    drafts = []
    if message.direction is Direction.OUT:
        if not _mark_draft(node, found) and parse_approvals(message.approvals):
            drafts.append(message.digest)
        if message.delivery is Delivery.WAITING:
            wanted = {"message": message.digest}
            node.queue.enqueue("deliver", f"deliver/{message.digest}", wanted, now)
    outcome.note_lost(message.thread, *drafts)
    ask_to_apply(node, message.thread, now)
    event = {"message": message.digest, "state": outcome.state}
    node.queue.enqueue(EVENT, f"{EVENT}/{message.digest}", event, now)


def _complete(
    node: Node, outcome: RecoveryRunView, standing: StoredMessage, given: StoredMessage
) -> None:
    """Complete the receipt of a message that is here: taken if there is none, compared if there is
    one.
    """
    if given.receipt is None or given.receipt_p256 is None:
        return
    signatures = Signatures(given.receipt_p256, given.receipt_mldsa65)
    # One that was refused when the backup was made may have been handed over again and kept since.
    if standing.receipt is None or node.store.take_back_refusal(standing.digest):
        node.store.add_receipt(standing.digest, given.receipt, signatures, kept=True)
        notify_of_request(node, standing.thread)
    elif standing.receipt != given.receipt:
        reason = refusals.RECEIPT_DIFFERS.because(
            message=standing.digest,
            state=outcome.state,
            theirs=sha256(given.receipt),
            ours=sha256(standing.receipt),
        )
        outcome.differing.append((standing.digest, (reason,)))


def _mark_draft(node: Node, found: TakenBack) -> bool:
    """Mark the draft that left as this message, if the store still has it unsent: it must not leave
    twice. Return whether it is here.
    """
    content, approvals = content_digest(found.envelope.draft), found.message.approvals
    drafts = [one for one in node.store.drafts(found.message.thread) if one.content == content]
    drafts.sort(key=lambda draft: approvals_of(draft) != approvals)
    for draft in drafts[:1]:
        node.store.mark_sent(draft.id, found.message.digest)
        notify_of_draft(node, draft.id)
    return bool(drafts)


def _end(node: Node, outcome: RecoveryRunView, checkpoint: str | None) -> None:
    """Finish, once the State has handed out all: missing messages on which others build, and
    alerts.
    """
    for thread in sorted(outcome.threads):
        state = thread_state(node, thread)
        outcome.gone += [gap.digest for gap in state.gaps if gap.state == node.state]
        outcome.packages += [
            one.seal for one in state.standing.deliveries if node.store.package(one.seal) is None
        ]
    _note(node, outcome.state, answered=True, refused=len(outcome.refused), checkpoint=checkpoint)
    call_about_state(node, outcome)


def _note(
    node: Node,
    state: str,
    *,
    problem: Statement | None = None,
    answered: bool = False,
    refused: int = 0,
    checkpoint: str | None = None,
) -> None:
    with node.store.transaction():
        recovery = _recovery(node)
        inquiry = recovery.states.get(state, PeerInquiry())
        inquiry = replace(
            inquiry,
            problem=problem,
            refused=inquiry.refused + refused,
            answered=node.clock.now() if answered else inquiry.answered,
        )
        if answered and recovery.states.get(state, PeerInquiry()).is_outstanding:
            ask_later(node, state)
        recovery = recovery.with_state(state, inquiry)
        newer = newer_checkpoint(node, recovery.seen, checkpoint)
        put_recovery(node.store, replace(recovery, seen=newer))
