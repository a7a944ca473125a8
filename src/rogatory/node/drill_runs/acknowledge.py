# SPDX-License-Identifier: Apache-2.0
"""An officer on duty acknowledges a drill: that, and nothing else, is what it asks for."""

from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.drills import refusals
from rogatory.node.duty.on_duty import on_duty
from rogatory.node.messages.send import send
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import DRILL
from rogatory.wire.moments import format_moment


def acknowledge_drill(node: Node, thread: str, officer: str) -> StoredMessage | Draft:
    """Acknowledge a drill of another State, as an officer on duty who has read it.

    Returns the message sent, or the draft that waits where the own entry demands an approval.

    Raises:
        Refused: no drill waits there, or the officer is neither on duty for the authority drilled
            nor next in its escalation: a drill that anybody may answer shows nothing.
    """
    opening = thread_state(node, thread).standing.opening
    if opening is None or opening.kind not in DRILL or opening.addressee.state != node.state:
        raise Refused(refusals.NO_DRILL.because(thread=ascii(thread)[:40]))
    view, at, own = node.register.view(), node.clock.now(), str(opening.addressee)
    refuse_if_any(officer_reasons(view, officer, own, Permission.ACKNOWLEDGE_DRILL, at))
    refuse_if_any(_watch_reasons(node, own, officer, at))
    draft = draft_message(
        node,
        message=NewMessage(
            kind="drill_acknowledgement",
            sender=own,
            addressee=str(opening.sender),
            language=view.entry(opening.sender.state).languages[0],
            body={"drill": opening.digest, "by_officer": officer, "at": format_moment(at)},
            thread=thread,
        ),
        officer=officer,
    )
    if view.approvals_demanded(draft.sender, draft.kind):
        return draft
    return send(node, draft.id, officer)


def _watch_reasons(node: Node, authority: str, officer: str, at: datetime) -> list[Reason]:
    """Return where a roster names somebody, one of the ladder must answer; else every officer is
    called.
    """
    watch = on_duty(node, authority, at)
    called = (watch.officer, watch.substitute, *watch.heads)
    if watch.officer is None or officer in called:
        return []
    names = ", ".join(dict.fromkeys(one for one in called if one))
    return [refusals.NOT_ON_DUTY.because(officer=officer, authority=authority, called=names)]
