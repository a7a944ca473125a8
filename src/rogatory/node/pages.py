# SPDX-License-Identifier: Apache-2.0
"""Calling a human: written down first, sent afterwards, and never twice for one reason."""

from datetime import datetime

from rogatory.node.context import Node
from rogatory.node.records import Page


def page(node: Node, key: str, reason: str, *, at: datetime, thread: str | None) -> None:
    """Call the desk for `reason`; the same `key` calls once."""
    call = Page(id=key, at=at, thread=thread, reason=reason)
    with node.books.transaction():
        new = node.books.add_page(call)
    if new:
        node.pager.page(call)


def mark_seen(node: Node, key: str, officer: str) -> None:
    """Note that an officer has seen the call."""
    with node.books.transaction():
        node.books.mark_page_seen(key, officer, node.clock.now())
