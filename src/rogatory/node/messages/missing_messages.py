# SPDX-License-Identifier: Apache-2.0
"""Asking a peer for messages that others name and nobody here has."""

from collections.abc import Iterator

from rogatory.errors import Refused, Unreachable
from rogatory.node.completeness.record import is_outstanding
from rogatory.node.context import Node
from rogatory.node.messages.receive import receive
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.peer_health.contact import wait_until
from rogatory.node.queue import job_codes
from rogatory.node.queue.end_job import done, later
from rogatory.node.repositories.queue import Job
from rogatory.node.threads.receipt import REFUSED, parse_receipt, parse_reply
from rogatory.node.threads.thread_keys import thread_of_key
from rogatory.node.threads.transcript import thread_state
from rogatory.wire.words import Statement, statement_of

CALL_AFTER_ATTEMPTS = 3
"""Some twenty seconds: what is only late has come by then."""

MOST_REASONS = 5
"""The most codes that are shown of dispatches that could not be taken in."""


def fill_gap(node: Node, job: Job) -> None:
    """Fetch a State's messages of a thread after a number, and take each in like a delivery.

    One that cannot be taken in holds up none of the others. While the gap is there it is asked for
    again, with growing pauses and without an end, and a human hears early that it does not close: a
    State that withholds a message must not be able to do so in silence.
    """
    state, thread = str(job.payload["state"]), str(job.payload["thread"])
    after = int(str(job.payload["after"]))
    if is_outstanding(node, state):
        # Taken in like a delivery, a message receipted before the store was lost would get a second
        # receipt.
        later(node, job, Statement(job_codes.RECOVERY_FIRST.because(state=state)))
        return
    until = wait_until(node, state)
    if until is not None:
        node.queue.retry(job, node.store.peer_line(state).problem, until)
        return
    try:
        codes = list(dict.fromkeys(_take(node, state, thread, after)))[:MOST_REASONS]
    except (Unreachable, Refused) as error:
        _retry(node, job, state, thread, statement_of(error))
        return
    if _is_open(node, thread, after):
        given = (
            job_codes.NOT_TAKEN.because(state=state, codes=", ".join(codes))
            if codes
            else job_codes.NOT_GIVEN.because(state=state)
        )
        _retry(node, job, state, thread, Statement(given))
        return
    with done(node, job):
        return


def _take(node: Node, state: str, thread: str, after: int) -> Iterator[str]:
    """Take in the messages given; yield the codes of those that are not in order."""
    for dispatch in node.peers.messages_after(state, thread_of_key(node, thread), after):
        try:
            found = parse_receipt(parse_reply(receive(node, state, dispatch))[0])
        except Refused as error:
            yield from error.codes
        else:
            if found.verdict == REFUSED:
                yield from found.codes


def _is_open(node: Node, thread: str, after: int) -> bool:
    return any((gap.first or 1) - 1 == after for gap in thread_state(node, thread).gaps)


def _retry(node: Node, job: Job, state: str, thread: str, problem: Statement) -> None:
    if job.attempts >= CALL_AFTER_ATTEMPTS:
        reason = alert_codes.WITHHELD.because(state=state, problem=problem)
        page(node, f"missing/{job.key}", reason, at=node.clock.now(), thread=thread)
    later(node, job, problem)
