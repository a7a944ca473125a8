# SPDX-License-Identifier: Apache-2.0
"""Handing over again what was refused: the cause of a refusal may go away.

A policy is lifted, a clock is set, a certificate is listed. Then the other State takes in what it had
refused, at the latest when it asks for what a later message builds on; this node must not go on
saying *refused* of what the other one keeps.
"""

from collections.abc import Iterable
from datetime import datetime

from rogatory.node.context import Node
from rogatory.node.hooks.changes import notify_of_request
from rogatory.node.repositories.delivery_trace import DeliveryStep, StepKind
from rogatory.node.repositories.messages import Delivery, StoredMessage

REFUSED_BEFORE = "delivery-refused"
"""The code under which the delivery history keeps a refusal that was taken back."""


def resend_all(node: Node, messages: Iterable[StoredMessage], at: datetime) -> int:
    """Let those that were refused go anew; returns how many."""
    refused = [one for one in messages if one.delivery is Delivery.REFUSED]
    if not refused:
        return 0
    with node.store.transaction():
        return sum(resend(node, message, at) for message in refused)


def resend(node: Node, message: StoredMessage, at: datetime) -> bool:
    """Send a refused message again, inside a transaction.

    The refusal itself stays in the custody log and in the delivery history.
    """
    if not node.store.take_back_refusal(message.digest):
        return False
    node.store.add_delivery_step(
        DeliveryStep(
            message.thread, message.digest, StepKind.ATTEMPTED, at, at, detail=REFUSED_BEFORE
        )
    )
    wanted = {"message": message.digest}
    node.queue.enqueue("deliver", f"deliver/{message.digest}", wanted, at)
    notify_of_request(node, message.thread)
    return True
