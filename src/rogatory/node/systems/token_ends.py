# SPDX-License-Identifier: Apache-2.0
"""Tokens that end soon: an alert before a system of the State is turned away."""

from datetime import timedelta

from rogatory.node.context import Node
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.repositories.duty import Urgency
from rogatory.wire.moments import format_moment

ANNOUNCED_BEFORE = timedelta(days=14)
"""Time to make a new token and to change the system, over a holiday, too."""


def watch_token_ends(node: Node) -> None:
    """Alert officers once to each token in force that ends soon."""
    now = node.clock.now()
    for token in node.store.system_tokens():
        # One that was made for a shorter time ends soon from its beginning: that is no news.
        is_short = token.expires - token.made <= ANNOUNCED_BEFORE
        if token.is_valid(now) and token.expires - now <= ANNOUNCED_BEFORE and not is_short:
            until = format_moment(token.expires)
            alert = alert_codes.TOKEN_ENDS.because(name=token.name, until=until)
            key = f"token-end/{token.name}"
            page(node, key, alert, at=now, thread=None, urgency=Urgency.ROUTINE)
