# SPDX-License-Identifier: Apache-2.0
"""Acts of an officer's terminal that the clerk needs beside the usual ones."""

from collections.abc import Mapping
from typing import Any

from rogatory.node.context import Node
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.transcript import fold


def turn(node: Node, thread: str) -> Mapping[str, Any]:
    """Return what this State may send next in a thread, by whom to whom, and what was sent: of each kind the
    newest digest, under `opening` that of the first message.
    """
    messages = envelopes(node.store.transcript(thread))
    state = fold(messages)
    opening = state.standing.opening or messages[0]
    ends = (opening.sender, opening.addressee)
    own, other = ends if opening.sender.state == node.state else reversed(ends)
    return {
        "next": [one.kind for one in may_come_next(state, node.state) if not one.in_new_thread],
        "sender": str(own),
        "addressee": str(other),
        "said": {one.kind: one.digest for one in messages} | {"opening": opening.digest},
    }


UNDER_WAY = frozenset({"apply", "gap", "deliver", "fetch"})
"""Jobs that end; the others are beats."""


def hurry(node: Node) -> int:
    """Make every job that waits for its next attempt due now; how many wait.

    After hours of bad lines some wait for a quarter of an hour; an exercise that is over does not.
    """
    waiting = [job.key for job in node.queue.waiting() if job.kind in UNDER_WAY]
    with node.store.transaction():
        node.queue.hasten(waiting, node.clock.now())
    return len(waiting)


def is_at_rest(node: Node) -> bool:
    """Decide whether nothing that was sent, asked for or delivered is still under way."""
    waits = any(job.kind in UNDER_WAY for job in node.queue.waiting())
    return not waits and not node.store.undelivered()
