# SPDX-License-Identifier: Apache-2.0
"""Priorities: evidence by the urgency of the request that it answers, messages of emergencies
first.
"""

from collections.abc import Mapping

from rogatory.node.context import Node
from rogatory.node.emergencies.claim import LANE, urgency_claimed
from rogatory.node.repositories.queue import Priority
from rogatory.requests.envelope import Envelope

_OF_LEVEL: Mapping[str, Priority] = {
    "emergency": Priority.ORDINARY,
    "urgent": Priority.URGENT,
}


def priority_of_level(level: str) -> Priority:
    """Return the priority of evidence for a request of that urgency."""
    return _OF_LEVEL.get(level, Priority.BULK)


def priority_in_queue(node: Node, thread: str, message: Envelope) -> Priority:
    """Return the priority of a message's own jobs: threads in the emergencies' lane come first.

    `thread` is the key of its thread.
    """
    summary = node.store.summary(thread)
    urgency = urgency_claimed(message) if summary is None else summary.urgency
    return Priority.EMERGENCY if urgency == LANE else Priority.ORDINARY


def priority_of(node: Node, thread: str | None) -> Priority:
    """Return the priority of evidence in a thread; of a thread that is not known here, the lowest."""
    summary = None if thread is None else node.store.summary(thread)
    return Priority.BULK if summary is None else priority_of_level(summary.urgency)
