# SPDX-License-Identifier: Apache-2.0
"""A thread that is new here gets its matter: in the lists, with nobody in charge yet."""

from collections.abc import Sequence

from rogatory.node.context import Node
from rogatory.node.matters.journal import own_offices, row_of, stated_number
from rogatory.node.matters.matter import matter_of
from rogatory.node.target_index import index_request
from rogatory.requests.envelope import Envelope
from rogatory.requests.families import DRILL


def open_matter(node: Node, thread: str, messages: Sequence[Envelope]) -> None:
    """Write the row of a thread that has none, and what its request is aimed at; inside the transaction
    that applies the thread. A drill is nobody's matter.
    """
    if messages[0].kind not in DRILL and node.books.matter(thread) is None:
        offices, number = own_offices(node, messages), stated_number(node, messages)
        node.books.put_matter(row_of(matter_of(thread, offices, number, ())))
        index_request(node, thread, messages[0].body)
