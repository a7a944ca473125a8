# SPDX-License-Identifier: Apache-2.0
"""Asking a peer for messages that others name and nobody here has."""

from rogatory.errors import Refused, Unreachable
from rogatory.node.context import Node
from rogatory.node.jobs import done, later
from rogatory.node.receive import receive
from rogatory.node.records import Job


def fill_gap(node: Node, job: Job) -> None:
    """Fetch a State's messages of a thread after a number, and take each in like a delivery."""
    state, thread = str(job.payload["state"]), str(job.payload["thread"])
    after = int(str(job.payload["after"]))
    try:
        for dispatch in node.peers.messages_after(state, thread, after):
            receive(node, state, dispatch)
    except (Unreachable, Refused) as error:
        later(node, job, str(error))
        return
    with done(node, job):
        return
