# SPDX-License-Identifier: Apache-2.0
"""Which evidence goes first: by the urgency that the request it answers claims."""

from collections.abc import Mapping

from rogatory.node.context import Node
from rogatory.node.records import Priority

_OF_LEVEL: Mapping[str, Priority] = {
    "emergency": Priority.ORDINARY,
    "urgent": Priority.URGENT,
}


def priority_of_level(level: str) -> Priority:
    """The priority of evidence for a request of that urgency."""
    return _OF_LEVEL.get(level, Priority.BULK)


def priority_of(node: Node, thread: str | None) -> Priority:
    """The priority of evidence in a thread; of a thread that is not known here, the lowest."""
    summary = None if thread is None else node.books.summary(thread)
    return Priority.BULK if summary is None else priority_of_level(summary.urgency)
