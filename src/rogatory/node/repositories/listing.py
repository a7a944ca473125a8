# SPDX-License-Identifier: Apache-2.0
"""Lists of threads: which ones, in which order, from which place on; and officers' saved views."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.node.repositories.threads import ThreadSummary


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
    """The conditions on listed threads; None means no condition."""

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
class ThreadPlace:
    """A place in a list: right after the thread of that moment and identifier."""

    at: datetime
    thread: str


def place_after(summary: ThreadSummary, order: Order) -> ThreadPlace:
    """Return the place right after a thread that was listed in that order."""
    moments = {
        Order.ACTIVITY: summary.last_activity,
        Order.OPENED: summary.opened,
        Order.OLDEST: summary.opened,
        Order.HOLD: summary.hold_end or summary.opened,
    }
    return ThreadPlace(moments[order], summary.thread)


class ListingRepository(Protocol):
    """The rows of lists, prepared in advance, so that a list costs the same however many there are."""

    def threads_listed(
        self, wanted: ThreadFilter, order: Order, limit: int, after: ThreadPlace | None = None
    ) -> Sequence[ThreadSummary]:
        """Return the first threads of an order, or those after a place."""
        ...

    def count_threads(self, wanted: ThreadFilter, most: int) -> int:
        """Return how many there are; who counts stops at `most`."""
        ...

    def threads_naming(self, threads: Iterable[str]) -> Sequence[ThreadSummary]:
        """Return the threads that name any of these as related, oldest first, in one reading."""
        ...

    # The lists that an officer keeps under names of his own
    def put_view(self, officer: str, name: str, query: str, at: datetime) -> None: ...
    def delete_view(self, officer: str, name: str) -> None: ...
    def views(self, officer: str) -> Mapping[str, str]:
        """Return the queries by name."""
        ...
