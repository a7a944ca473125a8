# SPDX-License-Identifier: Apache-2.0
"""Threads as the desk lists them, and who may read them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.requests.thread.thread_facts import ENDED


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """The desk's summary of a thread: derived from the fold when a message is applied, never
    edited.
    """

    thread: str
    peer: str
    kind: str
    title: str
    status: str
    role: str
    """`requesting` or `requested`: what this State is in the thread."""
    urgency: str
    opened: datetime
    last_activity: datetime
    hold_start: datetime | None = None
    hold_end: datetime | None = None
    filings: tuple[str, ...] = ()
    """The threads of recognised filings, where together they cover every item of the hold."""
    needs_answer: bool = False
    related: tuple[str, ...] = ()
    """The threads that the opening message names: see `filings.threads_in_opening`."""
    basis: str = ""
    """The instrument on which the request rests, as it says; empty where it names none."""
    in_lieu: tuple[str, ...] = ()
    """The provisions on which the two States agreed with that basis, in place of a treaty between them."""
    case_number: str = ""
    """The asking authority's number of its case, as the opening message says."""
    offence: str = ""
    """The name of the offence, as the opening message gives it, in its language."""
    language: str = ""
    """The language of the opening message."""
    acknowledged: datetime | None = None
    """When an officer of the requested State first answered, as this node saw it."""
    answered: datetime | None = None
    """When the requested State first decided on the request, or gave what it asks for."""
    closed: datetime | None = None
    """When the request ended; none where it has not."""

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED


class ThreadRepository(Protocol):
    def put_summary(self, summary: ThreadSummary) -> None: ...
    def summary(self, thread: str) -> ThreadSummary | None: ...
    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]: ...
    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        """Return those opened from `since` on and before `until`, of these kinds or of all, oldest
        first, however many.
        """
        ...

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]: ...
    def restrict(self, thread: str, officers: Iterable[str] | None) -> None:
        """Keep a thread to these officers, or (None) open it to all who read threads."""
        ...

    def closed_to(self, officer: str, threads: Iterable[str]) -> frozenset[str]:
        """Return those of the threads that are restricted to others, in one reading."""
        ...
