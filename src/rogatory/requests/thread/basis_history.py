# SPDX-License-Identifier: Apache-2.0
"""The basis that was in force where a message of a thread was written, and the changes that led to it."""

from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.basis_facts import basis_after
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.transcript import ThreadState


def basis_at(thread: ThreadState, digest: str) -> Envelope | None:
    """Return the message that states the basis in force where a message of the thread was written: what
    was accepted later does not change on what it rests.
    """
    return basis_after(thread.standing.opening, answered_before(thread, digest))


def answered_before(thread: ThreadState, digest: str) -> list[AwaitedDecision]:
    """Return the proposals that were answered where a message of the thread was written."""
    graph = thread.graph
    if digest not in graph.position:
        return []
    return [
        one
        for one in thread.standing.proposals
        if one.answer is not None and graph.in_past(one.answer.digest, digest)
    ]
