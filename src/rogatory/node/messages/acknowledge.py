# SPDX-License-Identifier: Apache-2.0
"""Acknowledging a request in one act: drafted, and sent where the State demands no approval."""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.messages.send import send
from rogatory.node.officers import refusals
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.threads.transcript import thread_state
from rogatory.wire.moments import format_moment


def acknowledge_request(
    node: Node, thread: str, officer: str, language: str
) -> StoredMessage | Draft:
    """Send the asking authority the notice that an officer has its request.

    `language` is the one that the officer would write in; the asking State's own first language is
    taken where it does not accept that. Returns the message sent, or the draft that waits for
    approval.

    Raises:
        Refused: with every reason why it may not be sent now, or not by this officer.
    """
    opening = thread_state(node, thread).standing.opening
    if opening is None:
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=thread[:40]))
    view = node.register.view()
    spoken = view.entry(opening.sender.state).languages
    draft = draft_message(
        node,
        message=NewMessage(
            kind="acknowledgement",
            sender=str(opening.addressee),
            addressee=str(opening.sender),
            language=language if language in spoken else spoken[0],
            body={"by_officer": officer, "at": format_moment(node.clock.now())},
            thread=thread,
        ),
        officer=officer,
    )
    if view.approvals_demanded(draft.sender, draft.kind):
        return draft
    return send(node, draft.id, officer)
