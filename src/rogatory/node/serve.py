# SPDX-License-Identifier: Apache-2.0
"""What a peer may ask for: this State's own messages to it, and packages sealed to it.

Who asks is known from the line (RFC 9421). Whatever is not for the asker does not exist for it:
there is one refusal, and it does not tell the two cases apart.
"""

from collections.abc import Sequence

from rogatory.node.context import Node
from rogatory.node.deliver import dispatch_of

MESSAGES_AT_ONCE = 50
"""Dispatches in one answer; the asker asks again after the last. A thread of thousands would
otherwise be held in memory for whoever asks."""


def messages_after(node: Node, peer: str, thread: str, sequence: int) -> Sequence[bytes]:
    """The dispatches of this State's own messages to `peer` in a thread, after a number."""
    found = [
        message
        for message in node.books.transcript(thread)
        if message.sender_state == node.state
        and message.peer == peer
        and message.sequence > sequence
    ]
    found.sort(key=lambda message: message.sequence)
    return [dispatch_of(node, message) for message in found[:MESSAGES_AT_ONCE]]
