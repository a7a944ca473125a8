# SPDX-License-Identifier: Apache-2.0
"""The touches of authenticators that a message's approvals are made of, as the store indexes them."""

from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.node.repositories.messages import StoredMessage
from rogatory.seal.approval_document import parse_approvals
from rogatory.seal.approvals import touch_of


def message_touches(message: StoredMessage) -> Iterator[bytes]:
    """Yield each touch of a message's approvals once."""
    yield from touches_in(message.approvals)


def touches_in(approvals: bytes) -> list[bytes]:
    """Return the touches in an `approvals.json`, each once; of one that cannot be read, none."""
    try:
        given = parse_approvals(approvals)
    except Refused:
        return []
    return list(dict.fromkeys(map(touch_of, given)))
