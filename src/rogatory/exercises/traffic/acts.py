# SPDX-License-Identifier: Apache-2.0
"""Acts of an officer's terminal that the clerk needs beside the usual ones."""

from collections.abc import Mapping
from typing import Any

from rogatory.node.context import Node
from rogatory.node.threads import envelopes
from rogatory.requests.actions import may_come_next
from rogatory.requests.transcript import fold


def turn(node: Node, thread: str) -> Mapping[str, Any]:
    """What this State may say next in a thread, by whom to whom, and what was said: of each kind the
    newest digest, under `opening` that of the first message.
    """
    messages = envelopes(node.books.transcript(thread))
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


def hurry(node: Node) -> int:
    """Make every job that waits for its next attempt due now; how many.

    After hours of bad lines some wait for a quarter of an hour; an exercise that is over does not.
    Of running nodes only: twins let time go by instead.
    """
    from rogatory.storage.models import Job

    wanted = ("apply", "gap", "deliver", "fetch")
    waiting = Job.objects.filter(kind__in=wanted, leased_by=None)
    return waiting.update(run_at=node.clock.now())


def is_at_rest(node: Node) -> bool:
    """Whether nothing that was sent, asked for or delivered is still under way."""
    under_way = {"apply", "gap", "deliver", "fetch"}
    waits = any(job.kind in under_way for job in node.queue.waiting())
    return not waits and not node.books.undelivered()
