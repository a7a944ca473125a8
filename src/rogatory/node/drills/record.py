# SPDX-License-Identifier: Apache-2.0
"""The result of one drill, read from its thread: signed and logged at both ends, so nothing else is
kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rogatory.node.context import Node
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.receipt import KEPT, parse_receipt
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.deadlines.drill_minutes import LONGEST_DRILL
from rogatory.requests.thread.transcript import fold

DEFAULT_MINUTES = 30
"""The minutes for a drill that states no readable number: the time of an emergency's first answer."""


class DrillResult(StrEnum):
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    LATE = "late"
    """Acknowledged, but after its minutes: a miss."""
    MISSED = "missed"
    UNREACHED = "unreached"
    """Sent from here, and the other node gave no receipt within its minutes: a miss of the line."""


@dataclass(frozen=True, slots=True)
class DrillRecord:
    """A drill. `reached` is the other node's word in its receipt, or when it came here; `took` is
    counted on this node's clock alone, from when the drill left or came.
    """

    thread: str
    peer: str
    is_ours: bool
    sender: str
    drilled: str
    at: datetime
    minutes: int
    reached: datetime | None
    acknowledged: datetime | None
    officer: str | None
    result: DrillResult

    @property
    def took(self) -> timedelta | None:
        return None if self.acknowledged is None else self.acknowledged - self.at


def drill_record(
    node: Node, summary: ThreadSummary, transcript: Sequence[StoredMessage], now: datetime
) -> DrillRecord | None:
    """Return what came of the drill of that thread; None where its opening cannot be read."""
    standing = fold(envelopes(transcript)).standing
    opening = standing.opening
    if opening is None:
        return None
    by_digest = {stored.digest: stored for stored in transcript}
    sent = by_digest[opening.digest]
    answer = by_digest.get(standing.acknowledged or "")
    minutes = opening.body.get("minutes")
    allowed = (
        minutes if isinstance(minutes, int) and 0 < minutes <= LONGEST_DRILL else DEFAULT_MINUTES
    )
    reached = _reached(node, sent)
    officer = (
        next((one.body.get("by_officer") for one in envelopes([answer])), None) if answer else None
    )
    return DrillRecord(
        thread=summary.thread,
        peer=summary.peer,
        is_ours=sent.sender_state == node.state,
        sender=str(opening.sender),
        drilled=str(opening.addressee),
        at=sent.at,
        minutes=allowed,
        reached=reached,
        acknowledged=answer.at if answer else None,
        officer=officer if isinstance(officer, str) else None,
        result=_result(sent.at + timedelta(minutes=allowed), reached, answer, now),
    )


def _reached(node: Node, sent: StoredMessage) -> datetime | None:
    if sent.sender_state != node.state:
        return sent.at
    if sent.receipt is None:
        return None
    receipt = parse_receipt(sent.receipt)
    return receipt.received if receipt.verdict == KEPT else None


def _result(
    due: datetime, reached: datetime | None, answer: StoredMessage | None, now: datetime
) -> DrillResult:
    if answer is not None:
        return DrillResult.ACKNOWLEDGED if answer.at <= due else DrillResult.LATE
    if now <= due:
        return DrillResult.WAITING
    return DrillResult.MISSED if reached is not None and reached <= due else DrillResult.UNREACHED
