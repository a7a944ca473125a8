# SPDX-License-Identifier: Apache-2.0
"""What goes first: evidence by the urgency of the request that it answers, messages of emergencies."""

from collections.abc import Mapping

from rogatory.node.context import Node
from rogatory.node.emergencies.claim import LANE, urgency_claimed
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.queue import Priority
from rogatory.node.threads.transcript import envelope_of

_OF_LEVEL: Mapping[str, Priority] = {
    "emergency": Priority.ORDINARY,
    "urgent": Priority.URGENT,
}


def priority_of_level(level: str) -> Priority:
    """The priority of evidence for a request of that urgency."""
    return _OF_LEVEL.get(level, Priority.BULK)


def priority_in_queue(node: Node, message: StoredMessage) -> Priority:
    """The priority of a message's own jobs: those of a thread in the emergencies' lane come first."""
    summary = node.books.summary(message.thread)
    urgency = urgency_claimed(envelope_of(message)) if summary is None else summary.urgency
    return Priority.EMERGENCY if urgency == LANE else Priority.ORDINARY


def priority_of(node: Node, thread: str | None) -> Priority:
    """The priority of evidence in a thread; of a thread that is not known here, the lowest."""
    summary = None if thread is None else node.books.summary(thread)
    return Priority.BULK if summary is None else priority_of_level(summary.urgency)
