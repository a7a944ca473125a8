# SPDX-License-Identifier: Apache-2.0
"""Noting the steps of a message's delivery history.

A step is written in the transaction that makes it, so neither exists without the other. What a peer
can make happen again and again is one row that counts, so it cannot fill the store.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rogatory.errors import RogatoryError
from rogatory.node.context import Node
from rogatory.node.repositories.delivery_trace import DeliveryStep, StepKind
from rogatory.node.repositories.messages import StoredMessage

LONGEST_DETAIL = 120
"""Characters of the codes that are kept of a try; a try that failed for many reasons names the first."""

MOST_DETAILS = 20
"""The most reasons for which tries of one message are distinguished; further ones count together.

A peer that answers in ever new ways would otherwise fill the store.
"""

OTHER = "other"


def note_step(node: Node, message: StoredMessage, kind: StepKind, at: datetime) -> None:
    """Note a step, inside the transaction that makes it."""
    node.store.add_delivery_step(DeliveryStep(message.thread, message.digest, kind, at, at))


def note_approval(node: Node, thread: str, draft: str, officer: str, at: datetime) -> None:
    """Note the approval inside the transaction that adds it."""
    node.store.add_delivery_step(DeliveryStep(thread, draft, StepKind.APPROVED, at, at, officer))


def note_attempt(node: Node, message: StoredMessage, error: RogatoryError, at: datetime) -> None:
    """Note that a try brought no receipt, inside the transaction that notes the problem."""
    detail = " ".join(dict.fromkeys(error.codes))[:LONGEST_DETAIL]
    known = {
        step.detail
        for step in node.store.delivery_steps(message.thread)
        if step.subject == message.digest and step.kind is StepKind.ATTEMPTED
    }
    if detail not in known and len(known) >= MOST_DETAILS:
        detail = OTHER
    node.store.add_delivery_step(
        DeliveryStep(message.thread, message.digest, StepKind.ATTEMPTED, at, at, detail=detail)
    )


def note_applied(node: Node, thread: str, placed: Iterable[str], at: datetime) -> None:
    """Note which messages have been applied by now, inside the transaction that applies."""
    known = node.store.delivery_subjects(thread, StepKind.APPLIED)
    node.store.add_first_steps(
        DeliveryStep(thread, digest, StepKind.APPLIED, at, at)
        for digest in placed
        if digest not in known
    )


def note_read(node: Node, thread: str, officer: str) -> None:
    """Note that an officer opened a thread: for each of its messages, the first time.

    A page that is looked at again writes nothing.
    """
    steps = node.store.delivery_steps(thread)
    read = _subjects((one for one in steps if one.officer == officer), StepKind.READ)
    unread = [one for one in node.store.transcript(thread) if one.digest not in read]
    if not unread:
        return
    at = node.clock.now()
    with node.store.transaction():
        node.store.add_first_steps(
            DeliveryStep(thread, message.digest, StepKind.READ, at, at, officer)
            for message in unread
        )


def _subjects(steps: Sequence[DeliveryStep] | Iterable[DeliveryStep], kind: StepKind) -> set[str]:
    return {step.subject for step in steps if step.kind is kind}
