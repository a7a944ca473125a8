# SPDX-License-Identifier: Apache-2.0
"""Tasks after the node is open: events of the recovered messages, and asking once more.

Once more even of a State that has answered: a message of ours may have been on the line when the
disk was lost, and arrive after its receiver was asked. And again and again of a State that has not.
"""

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction
from rogatory.custody.events.values import CustodyAct
from rogatory.node.completeness import recovery_codes
from rogatory.node.completeness.record import recovery_of
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.officers.alerts import page
from rogatory.node.queue import job_codes
from rogatory.node.queue.end_job import done, later
from rogatory.node.recovery.take_back import take_back_exchange
from rogatory.node.repositories.messages import Direction, StoredMessage
from rogatory.node.repositories.queue import Job
from rogatory.node.threads.transcript import envelope_of
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Statement


def repeat_inquiry(node: Node, job: Job) -> None:
    """Ask one State until it has handed out all; a human hears of what comes so late."""
    state = str(job.payload["state"])
    if recovery_of(node.store) is not None:
        outcome = take_back_exchange(node, state)
        if outcome.taken:
            page(
                node,
                f"recovery-late/{state}/{node.clock.now():%Y-%m-%dT%H:%M}",
                recovery_codes.LATE.because(count=outcome.taken, state=state),
                at=node.clock.now(),
                thread=None,
            )
        if not outcome.is_whole:
            waits = job_codes.PAUSE_REQUESTED.because(state=state, seconds=outcome.wait)
            later(node, job, outcome.problem or Statement(waits))
            return
    with done(node, job):
        return


def write_event(node: Node, job: Job) -> None:
    """Log that a message was taken back and from whom, in the epoch that grows now."""
    message = node.store.message(str(job.payload["message"]))
    if message is None or _is_logged(node, message.digest):
        with done(node, job):
            return
    envelope = envelope_of(message)
    out = message.direction is Direction.OUT
    event = own_event(
        node,
        _act(message),
        of=message.digest,
        authority=str(envelope.sender if out else envelope.addressee),
        at=node.clock.now(),
        thread=message.thread,
    )
    with done(node, job):
        event.append(node)


def _act(message: StoredMessage) -> CustodyAct:
    fields = {
        "at": format_moment(message.at),
        "kind": message.kind,
        "receipt": None if message.receipt is None else sha256(message.receipt),
    }
    if message.direction is Direction.OUT:
        return act("message-taken-back-sent", to=message.peer, **fields)
    return act("message-taken-back-received", from_=message.peer, **fields)


def _is_logged(node: Node, digest: str) -> bool:
    return any(
        logged.action == CustodyAction.MESSAGE_TAKEN_BACK.value
        for logged in node.store.events_of(digest)
    )
