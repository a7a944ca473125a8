# SPDX-License-Identifier: Apache-2.0
"""Alerts about keys and certificates that end: one for each key and each of its warnings."""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.directory.key_periods import key_periods
from rogatory.node.key_ends.key_ends import period_of, periods_that_count, warning
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.duty import Urgency
from rogatory.wire.words import reasons_text


def watch_key_ends(node: Node) -> None:
    """Alert humans to each key of this State that must be renewed."""
    now = node.clock.now()
    try:
        view = node.register.view()
    except Refused:
        view = None  # the files are here, whatever the directory says
    held = map(period_of, node.certificates())
    for one in periods_that_count(key_periods(view, node.state, held)):
        reason = warning(one, now)
        if reason is not None:
            key = f"key-end/{reason.code.id}/{one.fingerprint}"
            alert = alert_codes.KEY_ENDS.because(problem=reasons_text([reason]))
            page(node, key, alert, at=now, thread=None, urgency=Urgency.ROUTINE)
