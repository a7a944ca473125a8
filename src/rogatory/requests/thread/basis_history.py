# SPDX-License-Identifier: Apache-2.0
"""The basis that was in force where a message of a thread was written."""

from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.basis_facts import basis_after
from rogatory.requests.thread.transcript import ThreadState


def basis_at(thread: ThreadState, digest: str) -> Envelope | None:
    """Return the message that states the basis in force where a message of the thread was written: what
    was accepted later does not change on what it rests.
    """
    graph, standing = thread.graph, thread.standing
    if digest not in graph.position:
        return standing.opening
    earlier = [
        one
        for one in standing.proposals
        if one.answer is not None and graph.in_past(one.answer.digest, digest)
    ]
    return basis_after(standing.opening, earlier)
