# SPDX-License-Identifier: Apache-2.0
"""How much one State may write in one thread: what a fold and a page can process in 100 ms.

Every message makes both nodes fold the whole thread anew. Without a bound one peer could make each of
its next messages, and each look at the thread, cost seconds. What goes beyond belongs to a new thread
that names this one.
"""

from collections.abc import Iterator

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.threads import dispatch_refusals

MOST_MESSAGES = 200
"""Of one State in a thread, forks included. A fold of two such chains that are forked everywhere takes
45 ms, of two that are not 15 ms; officers write some dozens."""

MOST_BYTES = 1 << 20
"""Of one State's messages in a thread, without attachments: as much as the largest message has. Text is
read in 10 ms; a body made to be slow takes 0.4 s, once."""


def chain_reasons(node: Node, thread: str, state: str, size: int) -> Iterator[Reason]:
    """Yield why a message of `size` bytes does not fit into a State's chain in a thread."""
    chain = node.store.chain_size(thread, state)
    if chain.count + 1 > MOST_MESSAGES or chain.size + size > MOST_BYTES:
        yield dispatch_refusals.THREAD_FULL.because(
            state=state,
            thread=thread,
            count=chain.count,
            size=chain.size,
            most=MOST_MESSAGES,
            limit=MOST_BYTES,
        )
