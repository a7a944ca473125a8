# SPDX-License-Identifier: Apache-2.0
"""Messages that a node sends by itself: a call-back as soon as an emergency comes, a drill when it
is due.

It acts for an authority with that authority's key, and asks for nothing that anybody is bound to
do; where the State's own entry demands an approval for the kind, the node cannot send it and an
officer must.
"""

from collections.abc import Mapping

from rogatory.node.context import Node
from rogatory.node.drafts.draft import unsaved_draft
from rogatory.node.messages.send import send_at_once
from rogatory.node.repositories.messages import StoredMessage
from rogatory.wire.canonical import Json


def say(
    node: Node,
    *,
    kind: str,
    sender: str,
    addressee: str,
    language: str,
    body: Mapping[str, Json],
    thread: str | None = None,
    officer: str | None = None,
) -> StoredMessage:
    """Write, sign and send in one act; `officer` is who asked for it, None the node itself.

    Raises:
        Refused: with every reason of `draft_message`, or of `send`; nothing is written.
    """
    draft = unsaved_draft(
        node,
        kind=kind,
        sender=sender,
        addressee=addressee,
        language=language,
        body=body,
        officer=officer,
        thread=thread,
    )
    return send_at_once(node, draft, officer)
