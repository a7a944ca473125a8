# SPDX-License-Identifier: Apache-2.0
"""Evidence of one State that is about to leave a node for another one: only with its leave.

A node sees no conditions inside a package. It knows what came in and from whom, by the package's id,
which stays when somebody seals it again.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law.subject import Subject
from rogatory.node.law.use_limits import Leave, onward_reasons
from rogatory.node.records.books import Direction
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import DELIVERIES
from rogatory.wire.canonical import Json


def onward_blocks(
    node: Node, subject: Subject, answering: str, body: Mapping[str, Json], on: date
) -> Iterator[Reason]:
    """Line 42 of the law's list for a delivery: evidence that another State gave goes on only with
    that State's authorisation (article 36(3)).
    """
    recipient = subject.requesting
    if answering not in DELIVERIES or recipient is None:
        return
    seal = body.get("seal")
    kept = node.books.package(seal) if isinstance(seal, str) else None
    named = {body.get("package"), kept.package if kept else None}
    for package in sorted(one for one in named if isinstance(one, str)):
        yield from origin_blocks(node, package, recipient, on)


def origin_blocks(node: Node, package: str, recipient: str, on: date) -> Iterator[Reason]:
    """The same for a package that is handed to the node for a State, or goes there by courier."""
    told: set[str] = set()
    for record in node.books.packages_of_origin(package):
        provider = record.sender[:2].upper()
        if record.direction is not Direction.IN or provider in {recipient, node.state, *told}:
            continue
        told.add(provider)
        threads = [thread_state(node, record.thread)] if record.thread else []
        yield from onward_reasons(recipient, Leave(threads, package, provider, on))
