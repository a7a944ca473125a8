# SPDX-License-Identifier: Apache-2.0
"""Evidence of one State that is about to be handed to another one: only with its leave."""

from collections.abc import Iterator, Mapping
from datetime import date

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.lawful.subject import Subject
from rogatory.node.lawful.use_limits import onward_reasons
from rogatory.node.records import Direction
from rogatory.node.threads import thread_state
from rogatory.wire.canonical import Json

DELIVERIES = frozenset({"delivery", "partial_delivery"})


def onward_blocks(
    node: Node, subject: Subject, answering: str, body: Mapping[str, Json], on: date
) -> Iterator[Reason]:
    """Line 42 of the law's list, where evidence leaves a node: the bag of a delivery that another
    State gave goes on only with that State's authorisation (article 36(3)).

    A bag keeps its digest under every seal, so wrapping it anew hides nothing.
    """
    if answering not in DELIVERIES:
        return
    bag, recipient = body.get("bag"), subject.requesting
    for record in node.books.packages_of_bag(bag) if isinstance(bag, str) else ():
        provider = record.sender[:2].upper()
        if record.direction is Direction.IN and provider not in {recipient, node.state}:
            threads = [thread_state(node, record.thread)] if record.thread else []
            yield from onward_reasons(recipient, threads, provider, on)
