# SPDX-License-Identifier: Apache-2.0
"""Alerts that lost their subject: the request that they are about was refused, withdrawn or otherwise ended.

Such an alert calls nobody further. The desk shows it until an officer acknowledges it.
"""

from rogatory.node.context import Node
from rogatory.node.officers import alert_keys
from rogatory.node.repositories.officers import Page
from rogatory.requests.thread.next_actor import NOTHING_LEAVES
from rogatory.requests.thread.thread_facts import ENDED

_UNTIL_ENDED = (
    alert_keys.REQUEST,
    alert_keys.CALL_BACK_CONFIRMED,
    alert_keys.CALL_BACK_NOT_MADE,
    alert_keys.EMERGENCY_LIMIT,
    alert_keys.EMERGENCY_NO_DANGER,
)
"""Alerts that nobody needs once the request has ended."""

_CLOCKS_UNTIL_ENDED = frozenset(
    {
        "acknowledgement",
        "additional-information",
        "basis-answer",
        "conditions-answer",
        "consultation-answer",
        "deadline",
        "needed-by",
        "offer-answer",
        "postponement-review",
        "status-answer",
        "warning-answer",
    }
)
"""The deadlines that end with the request (`requests.deadlines`); leave for other uses, evidence to be
confirmed and reviews are owed after it as well."""

_CALL_BACK_CLOCK = "call-back-answer"


def is_over(node: Node, page: Page) -> bool:
    """Decide whether an alert lost its subject. A call-back is answered as long as data left or may leave."""
    summary = None if page.thread is None else node.store.summary(page.thread)
    if summary is None or summary.status not in ENDED:
        return False
    clock = alert_keys.clock_of(page.id)
    if page.id.startswith(alert_keys.CALL_BACK) or clock == _CALL_BACK_CLOCK:
        return summary.status in NOTHING_LEAVES
    return page.id.startswith(_UNTIL_ENDED) or clock in _CLOCKS_UNTIL_ENDED
