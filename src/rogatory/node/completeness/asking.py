# SPDX-License-Identifier: Apache-2.0
"""The job that asks a State for what it keeps of the exchange: who asks for it, and when it runs."""

from datetime import timedelta

from rogatory.node.context import Node

ASK = "recovery"
"""The job that asks a State, and how its keys begin."""

LAST_ON_THE_LINE = timedelta(minutes=2)
"""No door takes a request that was signed for it longer ago than a minute."""


def ask_later(node: Node, state: str) -> None:
    """Have the worker ask a State, once the door is open; inside a transaction."""
    at = node.clock.now() + LAST_ON_THE_LINE
    node.queue.enqueue(ASK, f"{ASK}/{state}", {"state": state}, at)
