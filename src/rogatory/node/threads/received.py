# SPDX-License-Identifier: Apache-2.0
"""The moments at which messages were received, as the receiving State says."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads.receipt import parse_receipt


def received_at(stored: StoredMessage) -> datetime | None:
    """Return when a message was received: here, or by the receipt for it; None without one.

    To the second, as the receipt has it: the two ends would compute different deadlines otherwise, and take
    an answer that came in the second of what it answers for a later one.
    """
    if stored.direction is Direction.IN:
        return stored.at.replace(microsecond=0)
    if stored.receipt is None or stored.delivery is Delivery.REFUSED:
        return None
    return parse_receipt(stored.receipt).received


def moments_received(transcript: Sequence[StoredMessage]) -> Mapping[str, datetime]:
    """Return the moment of each message of a thread that is known to be received, by digest."""
    return {one.digest: at for one in transcript if (at := received_at(one)) is not None}
