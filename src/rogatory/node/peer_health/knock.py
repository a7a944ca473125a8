# SPDX-License-Identifier: Apache-2.0
"""Knocking at the other States' nodes once the own door is open, so that what waits there for this node comes at once.

A node that was away is tried by the others ever more seldom. The questions that it asks before it opens its door are
no knock (`clock_difference.note_clock`); this is one.
"""

from rogatory.errors import RogatoryError
from rogatory.node.context import Node
from rogatory.node.peer_health.contact import is_silent, note_answer
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.queue import Job, Priority

KNOCK = "knock"
"""The kind of the job that has every node knocked at, and the key before that of each."""


def ask_to_knock(node: Node) -> None:
    """Have the worker knock at all; called by each process of a door as it begins to serve."""
    with node.store.transaction():
        node.queue.enqueue(KNOCK, KNOCK, {}, node.clock.now())


def knock(node: Node, job: Job) -> None:
    """Ask one node, or each that is listed and answers as far as is known, with a job for each.

    One that is silent is tried by its messages. A knock is a signed question that costs both little; nobody
    repeats one that was not heard.
    """
    state = job.payload.get("state")
    if state is None:
        _knock_at_all(node, job)
        return
    try:
        node.peers.snapshots(str(state))
    except RogatoryError:
        with done(node, job):
            return
    with done(node, job):
        note_answer(node, str(state))


def _knock_at_all(node: Node, job: Job) -> None:
    states = [state for state in node.register.view().states if state != node.state]
    silent = {line.state for line in node.store.peer_lines() if is_silent(line)}
    with done(node, job):
        now = node.clock.now()
        for state in states:
            if state not in silent:
                node.queue.enqueue(KNOCK, f"{KNOCK}/{state}", {"state": state}, now, Priority.BULK)
