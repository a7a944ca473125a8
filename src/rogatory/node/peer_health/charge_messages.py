# SPDX-License-Identifier: Apache-2.0
"""Limits of the messages, and of their bytes, that each State's node may hand over.

A message costs the receiver signatures of two kinds, a commit, and space for ever. One peer that
floods, by fault or on purpose, must not take these from all others. The store holds the allowances
of each State, so that all doors of a node draw on the same one; a peer that has used its allowance
is given a time to come again, and loses nothing: its node keeps what it could not hand over.

The messages kept are counted in all, too, and that count never falls: a State that hands over its
day's allowance each day would fill the disk. Where it is spent a human is alerted, who frees space
and sets a higher limit.

An emergency may take as much again, and when that is spent, too, a human is alerted: nobody's
emergency waits unseen.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.errors import Code, Reason
from rogatory.node.context import Node
from rogatory.node.emergencies.claim import LANE, urgency_claimed
from rogatory.node.limits.bandwidth import (
    LONGEST_WAIT,
    PauseRequestedError,
    filled_until,
    left_over,
    seconds_up,
)
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.threads import dispatch_refusals
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import EMERGENCY
from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class _Measure:
    """One allowance: its name in the store, its rate of filling, and the code for a spent one."""

    name: str
    period: timedelta
    code: Code


_COUNT = _Measure("messages", timedelta(minutes=1), dispatch_refusals.MESSAGES_TOO_FAST)
_SIZE = _Measure("message-bytes", timedelta(days=1), dispatch_refusals.MESSAGES_TOO_MUCH)


@dataclass(frozen=True, slots=True)
class Charge:
    """The cost of a dispatch to its State, to be taken in the transaction that ends with it.

    Looked at before, taken after: a commit of its own for each message would cost as much as
    keeping it. Of several that come at one moment each may find the last of an allowance; the
    excess is owed.
    """

    costs: tuple[tuple[str, float, int, int], ...]
    """Of each measure: the allowance's name, its rate, its limit, and what is taken."""
    at: datetime
    state: str
    size: int

    def take(self, node: Node) -> None:
        """Take the costs of a dispatch, whatever became of it; inside a transaction."""
        for name, rate, limit, cost in self.costs:
            found = node.store.allowance(name)
            balance = left_over(found, rate, limit, self.at)
            node.store.put_allowance(name, balance - cost, filled_until(found, self.at))

    def keep(self, node: Node) -> None:
        """Count a dispatch that is kept; inside the transaction that keeps it."""
        node.store.add_kept_bytes(self.state, self.size)


def charge_for(node: Node, state: str, message: Envelope | None, size: int, at: datetime) -> Charge:
    """Return what a dispatch of `size` bytes costs, if its State may hand it over now.

    `message` is None where the bytes in the dispatch are no message: then no emergency is claimed.

    Raises:
        AskedToWaitError: the State has no allowance left now.
    """
    limits = node.settings.messages
    emergency = message is not None and pleads_emergency(message)
    costs = [
        (_COUNT, limits.count(state), 1),
        (_SIZE, limits.size(state), size),
    ]
    charge = Charge(
        tuple(
            (*_checked(node, measure, limit, state, cost, emergency=emergency, at=at), limit, cost)
            for measure, limit, cost in costs
        ),
        at,
        state,
        size,
    )
    _check_total(node, state, size, emergency=emergency, at=at)
    return charge


def _check_total(node: Node, state: str, size: int, *, emergency: bool, at: datetime) -> None:
    """Ask the State to wait if no more of its messages can be kept."""
    limit = node.settings.messages.total(state)
    if node.store.kept_bytes(state) + size > limit * (2 if emergency else 1):
        reason = dispatch_refusals.MESSAGES_KEPT.because(state=state, limit=limit)
        _call(node, state, reason, emergency=emergency, at=at)
        raise PauseRequestedError(reason, int(LONGEST_WAIT.total_seconds()))


def pleads_emergency(message: Envelope) -> bool:
    """Return whether a message of any kind claims to be an emergency."""
    return urgency_claimed(message) == LANE or message.kind in EMERGENCY


def _checked(
    node: Node,
    measure: _Measure,
    limit: int,
    state: str,
    cost: int,
    *,
    emergency: bool,
    at: datetime,
) -> tuple[str, float]:
    """Return the name and the rate of an allowance that fills with `limit` in a period, up to one
    period's worth, and that suffices now.

    What is larger than the limit is taken once the balance is whole, so that the largest dispatch
    passes under the smallest limit.
    """
    name, rate = f"{measure.name}/{state}", limit / measure.period.total_seconds()
    balance = left_over(node.store.allowance(name), rate, limit, at)
    owed = min(cost, limit) - balance - (limit if emergency else 0)
    if owed > 0:
        seconds = seconds_up(owed / rate)
        reason = measure.code.because(state=state, limit=limit, seconds=seconds)
        _call(node, state, reason, emergency=emergency, at=at)
        raise PauseRequestedError(reason, seconds)
    return name, rate


def _call(node: Node, state: str, reason: Reason, *, emergency: bool, at: datetime) -> None:
    """Call once a day a State; for emergencies once an hour, since one of them may be true."""
    moment = f"{at:%Y-%m-%dT%H}" if emergency else f"{at:%Y-%m-%d}"
    at_door = alert_codes.AT_OUR_DOOR.because(problem=Statement(reason)) if emergency else reason
    key = f"messages-limit/{state}/{moment}{'/emergency' if emergency else ''}"
    page(node, key, at_door, at=at, thread=None)
