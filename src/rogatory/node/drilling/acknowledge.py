# SPDX-License-Identifier: Apache-2.0
"""An officer on duty acknowledges a drill: that, and nothing else, is what it asks for."""

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.draft import draft_message
from rogatory.node.drills import refusals
from rogatory.node.officers import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.records import Draft, StoredMessage
from rogatory.node.send import send
from rogatory.node.threads import thread_state
from rogatory.requests.families import DRILL
from rogatory.wire.moments import format_moment


def acknowledge_drill(node: Node, thread: str, officer: str) -> StoredMessage | Draft:
    """Tell the State that drills that an officer on duty has read it.

    Returns the message sent, or the draft that waits where the own entry demands an approval.

    Raises:
        Refused: no drill waits there, or the officer is none on duty for the authority drilled.
    """
    opening = thread_state(node, thread).standing.opening
    if opening is None or opening.kind not in DRILL or opening.addressee.state != node.state:
        raise Refused(refusals.NO_DRILL.because(thread=ascii(thread)[:40]))
    view, at, own = node.register.view(), node.clock.now(), str(opening.addressee)
    refuse_if_any(officer_reasons(view, officer, own, Permission.ACKNOWLEDGE_DRILL, at))
    draft = draft_message(
        node,
        kind="drill_acknowledgement",
        sender=own,
        addressee=str(opening.sender),
        language=view.entry(opening.sender.state).languages[0],
        body={"drill": opening.digest, "by_officer": officer, "at": format_moment(at)},
        officer=officer,
        thread=thread,
    )
    if view.approvals_demanded(draft.sender, draft.kind):
        return draft
    return send(node, draft.id, officer)
