# SPDX-License-Identifier: Apache-2.0
"""Texts that nobody continues: reported once, then erased."""

from rogatory.node.context import Node
from rogatory.node.drafting.texts import ANNOUNCED_BEFORE, KEPT_FOR, noted
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.duty import Urgency

MOST_AT_ONCE = 1000
"""Texts looked at in one beat: the next beat has the others."""


def watch_unfinished(node: Node) -> None:
    """Call for each text whose end is near, and erase those whose end has come."""
    now = node.clock.now()
    for text in node.store.unfinished_before(now - KEPT_FOR + ANNOUNCED_BEFORE, MOST_AT_ONCE):
        if text.changed < now - KEPT_FOR:
            _erase(node, text)
        else:
            _call(node, text)


def _erase(node: Node, text: Unfinished) -> None:
    with node.store.transaction():
        standing = node.store.unfinished(text.id)
        if standing is None or standing.revision != text.revision:
            return
        node.store.delete_unfinished(text.id)
        node.store.add_access(noted(node, "unfinished-erased", text, ""))


def _call(node: Node, text: Unfinished) -> None:
    """Raise an alert that names only the writer; it repeats none of the text."""
    ends = (text.changed + KEPT_FOR).date().isoformat()
    page(
        node,
        f"unfinished/{text.id}/{text.revision}",
        alert_codes.UNFINISHED.because(officer=text.officer, day=ends),
        at=node.clock.now(),
        thread=text.thread,
        urgency=Urgency.ROUTINE,
    )
