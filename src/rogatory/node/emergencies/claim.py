# SPDX-License-Identifier: Apache-2.0
"""Which requests claim an emergency, whether they state one, and how many a State sends.

A claim is believed by nobody: it only decides what is asked first. What counts against who claims
too much is that a human looks, never that nobody does (article 41(3)(e), certainty: memory).
"""

from datetime import datetime, timedelta

from rogatory.node.context import Node
from rogatory.requests.contents.emergency import LEVEL, is_emergency
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import DRILL, NEVER_EMERGENCIES
from rogatory.requests.thread.prefill import danger_of

WITHIN = timedelta(days=1)
"""The time in which the emergencies of a State are counted."""

_MOMENT = timedelta(microseconds=1)

LANE = LEVEL
"""The urgency with a lane of its own, on the desk and in the queue."""

AFTER_LANE = "urgent"
"""The urgency of a claim that came over the limit: first among all others, and with an officer
alerted.
"""


def urgency_claimed(request: Envelope) -> str:
    """Return the level that a request claims; one that claims none is routine."""
    urgency = request.body.get("urgency")
    level = urgency.get("level") if isinstance(urgency, dict) else None
    return level if isinstance(level, str) else "routine"


def claims_emergency(request: Envelope) -> bool:
    """Decide whether data about somebody are asked for as an emergency, whatever the kind of the
    request.
    """
    return is_emergency(request.kind, request.body)


def states_danger(request: Envelope) -> bool:
    """Apply line 24 of the law's list: whether a danger to life or safety is stated at all (article
    2(o)).
    """
    return bool(danger_of(request.body))


def is_over_limit(node: Node, request: Envelope, peer: str, at: datetime) -> bool:
    """Decide whether the State had its day's emergencies in the lane before this one came at `at`.

    Only those in the lane count, so that a State that floods it fills its own day and no more.
    """
    if not claims_emergency(request) or peer == node.state:
        return False
    around = node.store.summaries_opened(at - WITHIN, at + _MOMENT)
    in_lane = sum(
        one.peer == peer
        and one.role == "requested"
        and one.urgency == LANE
        and (one.opened, one.thread) < (at, request.thread)
        for one in around
    )
    return in_lane >= node.settings.emergencies_a_day


def lane_of(node: Node, request: Envelope, peer: str, at: datetime) -> str:
    """Return the urgency by which the desk lists a request: the one it claims, or the next below
    where its State claims an emergency too often or states no danger.
    """
    level = urgency_claimed(request)
    if request.kind in DRILL:
        return AFTER_LANE  # A drill shows how what is urgent would be met.
    if request.kind in NEVER_EMERGENCIES and level == LANE:
        return AFTER_LANE  # Neither property nor an arrest is a life; their forms state no emergency at all.
    if level != LANE or request.sender.state == node.state:
        return level
    if is_over_limit(node, request, peer, at) or not states_danger(request):
        return AFTER_LANE
    return level
