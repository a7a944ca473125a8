# SPDX-License-Identifier: Apache-2.0
"""The work to hand over to the next officer: everything open at an authority, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.node.context import Node
from rogatory.node.duty.responsible import responsible_authority
from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.node.repositories.messages import each_undelivered
from rogatory.node.repositories.officers import Page
from rogatory.node.views.duty_desk import DeskThread, desk_threads
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment

MOST_OPEN = 10_000
"""The most case files of one authority that are searched for those still open."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open work of one authority at a moment."""

    threads: tuple[DeskThread, ...]
    """The requests that have not ended, or in which leave was asked for since; those that wait for a
    word from here first.
    """
    calls: tuple[Page, ...]
    """Calls that nobody has answered."""
    undelivered: tuple[str, ...]
    """Digests of messages that have not arrived."""
    drafts: tuple[str, ...]
    """Drafts that wait for approval or for sending."""

    def __bool__(self) -> bool:
        return bool(self.threads or self.calls or self.undelivered or self.drafts)

    def as_json(self) -> dict[str, Json]:
        return {
            "threads": [_thread(one) for one in self.threads],
            "calls": [
                {"call": one.id, "at": format_moment(one.at), "urgency": one.urgency}
                for one in self.calls
            ],
            "undelivered": list(self.undelivered),
            "drafts": list(self.drafts),
        }


def open_work(node: Node, authority: str, at: datetime) -> OpenWork:
    """Return everything open at an authority."""
    mine = threads_in_charge(node, authority)
    listed = [
        one
        for wanted in (ThreadFilter(ended=False), ThreadFilter(ended=True, needs_answer=True))
        for one in node.store.threads_listed(wanted, Order.OLDEST, MOST_OPEN)
    ]
    rows = list(desk_threads(node, [one for one in listed if one.thread in mine], at))
    rows.sort(key=lambda one: (not one.summary.needs_answer, one.summary.opened))
    return OpenWork(
        threads=tuple(rows),
        calls=tuple(_calls(node, authority, mine, at)),
        undelivered=tuple(one.digest for one in each_undelivered(node.store) if one.thread in mine),
        drafts=tuple(one.id for one in node.store.drafts() if one.sender == authority),
    )


def threads_in_charge(node: Node, authority: str) -> frozenset[str]:
    """Return the threads whose case files the authority has in charge."""
    rows = node.store.case_files(authority=authority, limit=MOST_OPEN)
    return frozenset(row.thread for row in rows)


def _calls(node: Node, authority: str, mine: frozenset[str], at: datetime) -> Iterator[Page]:
    for one in node.store.pages():
        if one.thread in mine or (
            one.thread is None and responsible_authority(node, None, at) == authority
        ):
            yield one


def _thread(row: DeskThread) -> Json:
    summary, clock = row.summary, row.clock
    return {
        "thread": summary.thread,
        "kind": summary.kind,
        "peer": summary.peer,
        "role": summary.role,
        "urgency": summary.urgency,
        "status": summary.status,
        "needs_answer": summary.needs_answer,
        "clock": None
        if clock is None
        else {
            "title": clock.title,
            "level": clock.level.value,
            "due": None if clock.due is None else format_moment(clock.due),
        },
    }
