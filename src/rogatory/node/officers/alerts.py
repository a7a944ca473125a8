# SPDX-License-Identifier: Apache-2.0
"""Calling a human: written down first, with the job that calls, and never twice for one reason."""

import logging
from datetime import datetime

from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.officers import approval_refusals
from rogatory.node.officers.alert_keys import REQUEST, SINGLE_OFFICER, clock_of
from rogatory.node.officers.alert_levels import level_of
from rogatory.node.repositories.duty import Urgency
from rogatory.node.repositories.officers import Page
from rogatory.wire.words import Statement

_log = logging.getLogger(__name__)


def page(
    node: Node,
    key: str,
    reason: Reason | Statement,
    *,
    at: datetime,
    thread: str | None,
    urgency: Urgency | None = None,
) -> None:
    """Raise an alert for `reason`; the same `key` raises one alert only.

    Unless given, the urgency is that of the request of its thread, and urgent where there is none.
    The escalation (`duty.calling`) decides whom it alerts, and who follows when nobody answers.
    """
    level = urgency or _level(node, thread)
    statement = reason if isinstance(reason, Statement) else Statement(reason)
    call = Page(id=key, at=at, thread=thread, reason=statement, urgency=level.value)
    with node.store.transaction():
        if node.store.add_page(call):
            node.queue.enqueue("call", f"call/{key}", {"page": key}, at)
            codes = statement.codes
            _log.log(level_of(codes), "alert: %s", ", ".join(codes), extra={"codes": codes})


def mark_seen(node: Node, key: str, officer: str) -> None:
    """Note that an officer answers an alert: it escalates no further. The first answer counts.

    Raises:
        Refused: it asks for another officer's review of a message that this one sent alone.
    """
    if key.startswith(SINGLE_OFFICER) and officer in _senders(node, key.split("/")[1]):
        raise Refused(approval_refusals.SINGLE_OWN_REVIEW.because(officer=officer))
    with node.store.transaction():
        node.store.mark_page_seen(key, officer, node.clock.now())


def answered_by_acting(node: Node, thread: str, officer: str, at: datetime) -> None:
    """Answer, inside the transaction that sends, the alerts of a thread about its request and its
    pending answer.

    An officer who writes in a thread has seen both. Alerts about anything else in it are still to
    be answered.
    """
    for call in node.store.pages(thread=thread):
        if clock_of(call.id) == "acknowledgement" or call.id.startswith(REQUEST):
            node.store.mark_page_seen(call.id, officer, at)


def _senders(node: Node, message: str) -> frozenset[str | None]:
    return frozenset(
        parse_event(logged.event).officer
        for logged in node.store.events_of(message)
        if logged.action == CustodyAction.MESSAGE_SENT.value
    )


def _level(node: Node, thread: str | None) -> Urgency:
    summary = node.store.summary(thread) if thread else None
    if summary is None:
        return Urgency.URGENT
    try:
        return Urgency(summary.urgency)
    except ValueError:
        return Urgency.URGENT
