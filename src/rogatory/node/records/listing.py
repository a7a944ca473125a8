# SPDX-License-Identifier: Apache-2.0
"""What a list of threads is asked for: which ones, in which order, from which place on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.node.records.books import Direction, ThreadSummary


class Order(StrEnum):
    """In which order threads are listed. Each order is total, so a list goes on from any place."""

    ACTIVITY = "activity"
    """The last active first."""
    OPENED = "opened"
    """The newest first."""
    OLDEST = "oldest"
    HOLD = "hold"
    """Those whose hold ends first; threads without a hold are left out."""


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """What threads must be to be listed; None asks nothing."""

    peer: str | None = None
    kind: str | None = None
    role: str | None = None
    status: str | None = None
    basis: str | None = None
    urgency: str | None = None
    not_urgency: str | None = None
    assignee: str | None = None
    opened_since: datetime | None = None
    opened_before: datetime | None = None
    needs_answer: bool | None = None
    ended: bool | None = None
    reader: str | None = None
    """The officer who looks: threads that are restricted to others are left out. The node itself
    (None) sees all."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: right after the thread of that moment and identifier."""

    at: datetime
    thread: str


def place_of(summary: ThreadSummary, order: Order) -> Place:
    """The place right after a thread that was listed in that order."""
    moments = {
        Order.ACTIVITY: summary.last_activity,
        Order.OPENED: summary.opened,
        Order.OLDEST: summary.opened,
        Order.HOLD: summary.hold_end or summary.opened,
    }
    return Place(moments[order], summary.thread)


@dataclass(frozen=True, slots=True)
class PackageFilter:
    """What packages must be to be listed, the newest first; None asks nothing."""

    peer: str | None = None
    direction: Direction | None = None
    complete: bool | None = None
    received_since: datetime | None = None
    received_before: datetime | None = None
    reader: str | None = None
    """The officer who looks: packages of threads that are restricted to others are left out."""


@dataclass(frozen=True, slots=True)
class PackagePlace:
    """A place in the list of packages: right after the one of that moment and seal."""

    at: datetime
    seal: str


@dataclass(frozen=True, slots=True)
class Found:
    """Threads that say what was searched for; `before` is where the search goes on, None at its end."""

    summaries: tuple[ThreadSummary, ...]
    before: int | None
