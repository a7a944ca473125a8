# SPDX-License-Identifier: Apache-2.0
"""Limits of the speed of evidence to and from each State, whichever process carries it.

The store holds one allowance for each State and direction, so all doors and workers of a node draw
on the same one. It fills with the limit, in bytes a second, up to one second's worth. A segment
goes when the allowance is not overdrawn, and is charged whole; so in any time the bytes that go are
at most the limit times that time, one second's worth more, and one segment. Nobody waits with a
thread in hand: a peer is given a time to come again, a job is given back until then.

An urgent transfer may overdraw, and so goes first while the rest waits for the balance; an
emergency for a minute's worth, which is also all that a peer gains by calling everything an
emergency.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from rogatory.errors import Phrase, Reason, Unreachable
from rogatory.node.repositories.queue import Priority
from rogatory.wire.words import P_, FilledText

if TYPE_CHECKING:
    from rogatory.node.ports import Store

type TransferKind = Literal["serve", "fetch"]

OTHERS = "other"
"""The name under which the settings give the limit of each State that they do not name."""

SLOWEST_LIMIT = 1024
"""Bytes a second. A slower line would take days for one segment: who wants none stops the node."""

SECONDS_OF_BURST = 1
"""The time whose bytes may go at once after a pause: more would fill a line that others share."""

OVERDRAWN = {Priority.BULK: 0, Priority.URGENT: 10, Priority.ORDINARY: 60}
"""Seconds' worth that work of each priority may owe when it takes another segment."""

LONGEST_WAIT = timedelta(seconds=60)
"""The longest wait before a look at the allowance, in case the debt or the limit changed."""


MOST_OVERTAKEN = timedelta(seconds=60)
"""How much earlier than an allowance's last moment the moment of a process can be that had to wait for the others. One that
is earlier still is of a clock that was set back: for so long at most such a clock fills nothing."""


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Limits in bytes a second by State's code, or `other`; without one there is no limit."""

    serve: Mapping[str, int] = field(default_factory=dict)
    """The limit of this node's door for evidence to that State."""
    fetch: Mapping[str, int] = field(default_factory=dict)
    """The limit of this node's workers for evidence from that State."""

    def limit(self, group: TransferKind, state: str) -> int | None:
        limits = self.serve if group == "serve" else self.fetch
        return limits.get(state, limits.get(OTHERS))


def bandwidth_problem(value: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with limits as a person wrote them: tables `serve` and `fetch`, by
    State.
    """
    for group, limits in value.items():
        if group not in {"serve", "fetch"} or not isinstance(limits, dict):
            return FilledText(
                P_("has {table}: only the tables serve and fetch are allowed"), table=repr(group)
            )
        for state, limit in limits.items():
            if not is_state_or_others(state):
                return FilledText(
                    P_("names {state} in {table}: a State is two capitals, all others are {limit}"),
                    state=repr(state),
                    table=group,
                    limit=repr(OTHERS),
                )
            if type(limit) is not int or limit < SLOWEST_LIMIT:
                return FilledText(
                    P_("limits {state} in {table} to {limit}: at least {least} bytes a second"),
                    state=state,
                    table=group,
                    limit=repr(limit),
                    least=SLOWEST_LIMIT,
                )
    return None


def is_state_or_others(name: str) -> bool:
    """Decide whether a limit is for a State's code, or for all that are not named."""
    return name == OTHERS or (len(name) == 2 and name.isalpha() and name.upper() == name)


class PauseRequestedError(Unreachable):
    """The other side, or this one, may not send so much so fast; it is no failure."""

    def __init__(self, reason: Reason, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = min(max(seconds, 1), int(LONGEST_WAIT.total_seconds()))


def charge(
    store: "Store",
    bandwidth: Bandwidth,
    group: TransferKind,
    state: str,
    size: int,
    *,
    priority: int,
    at: datetime,
) -> float:
    """Take `size` bytes of a State's allowance; returns 0, or the seconds to wait if none is left."""
    limit = bandwidth.limit(group, state)
    if limit is None:
        return 0.0
    name = f"{group}/{state}"
    with store.transaction():
        full = float(limit * SECONDS_OF_BURST)
        found = store.allowance(name)
        balance = left_over(found, limit, full, at)
        owed = -balance - limit * _may_owe(priority)
        if owed > 0:
            return min(owed / limit, LONGEST_WAIT.total_seconds())
        store.put_allowance(name, balance - size, filled_until(found, at))
    return 0.0


def seconds_up(seconds: float) -> int:
    """Return whole seconds, at least one: what `Retry-After` can say."""
    return max(math.ceil(seconds), 1)


def left_over(
    found: tuple[float, datetime] | None, rate: float, full: float, at: datetime
) -> float:
    """Return what is left of an allowance that fills with `rate` a second up to `full`, as of now.

    A clock that was set back gives nothing twice.
    """
    if found is None:
        return full
    balance, since = found
    return min(full, balance + rate * max((at - since).total_seconds(), 0.0))


def filled_until(found: tuple[float, datetime] | None, at: datetime) -> datetime:
    """Return the moment with which an allowance is stored again. Of processes that draw at once, one may come with an
    earlier moment than another one stored: that stays, else the time between would fill it twice.
    """
    if found is None:
        return at
    return found[1] if timedelta(0) < found[1] - at <= MOST_OVERTAKEN else at


def _may_owe(priority: int) -> int:
    return max((owed for level, owed in OVERDRAWN.items() if level <= priority), default=0)
