# SPDX-License-Identifier: Apache-2.0
"""Messages that a node sends by itself: a call-back as soon as an emergency comes, a drill when it
is due.

It acts for an authority with that authority's key, and asks for nothing that anybody is bound to
do; where the State's own entry demands an approval for the kind, the node cannot send it and an
officer must.
"""

from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewMessage, unsaved_draft
from rogatory.node.messages.send import send_at_once
from rogatory.node.repositories.messages import StoredMessage


def say(node: Node, message: NewMessage, officer: str | None = None) -> StoredMessage:
    """Write, sign and send in one act; `officer` is who asked for it, None the node itself.

    Raises:
        Refused: with every reason of `draft_message`, or of `send`; nothing is written.
    """
    return send_at_once(node, unsaved_draft(node, message, officer), officer)
