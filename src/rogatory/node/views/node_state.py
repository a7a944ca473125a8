# SPDX-License-Identifier: Apache-2.0
"""The state of the node for pages: its log, its directory, and what an officer may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.directory.view.entry_warnings import own_standing
from rogatory.errors import Reason, Refused
from rogatory.node.audit.need_to_know import open_events
from rogatory.node.context import Node
from rogatory.node.officers.register import officer_reasons
from rogatory.node.packages.package_view import EventView, EvidenceView, event_views, evidence
from rogatory.node.permissions import Permission
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.views.thread_view import MessageView, ThreadView, third_state_draft, thread
from rogatory.seal.notes import parse_note

__all__ = [
    "EventView",
    "EvidenceView",
    "MessageView",
    "ThreadView",
    "directory_state",
    "evidence",
    "log_state",
    "may",
    "third_state_draft",
    "thread",
    "threads",
]

MOST_LISTED = 200
"""Requests that need a reply and are listed with the state of the node; the list of requests
has all.
"""


@dataclass(frozen=True, slots=True)
class LogState:
    origin: str
    size: int
    published: Checkpoint | None
    newest: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class DirectoryState:
    """The directory as this node knows it. `problem` is the reason why it may not be relied on now,
    and `standing` lists what this State should correct in its own entry.
    """

    snapshot_version: int | None
    read_as_of: datetime | None
    serves_until: datetime | None
    """Until when this node goes by it without a refresh."""
    states: tuple[str, ...]
    held: dict[str, tuple[Reason, ...]]
    unconfirmed: dict[str, tuple[str, ...]]
    """Of the States held: the ids of the changed keys that wait for an officer's word."""
    problem: tuple[Reason, ...]
    standing: tuple[Reason, ...] = ()


def threads(node: Node, *, limit: int = MOST_LISTED) -> Sequence[ThreadSummary]:
    """Return all threads, the last active first."""
    return node.store.summaries(limit=limit)


NEWEST_EVENTS = 20
"""Of the log on one page."""


def log_state(node: Node, *, newest: int = NEWEST_EVENTS) -> LogState:
    """Return the custody log's size, its published checkpoint and its last events."""
    size, note = node.store.log_size(), node.store.checkpoint()
    events = node.store.events_since(max(0, size - newest), newest)
    return LogState(
        origin=node.log_origin,
        size=size,
        published=None if note is None else parse_checkpoint(parse_note(note).text),
        newest=event_views(node, events),
    )


def readable_events(node: Node, officer: str) -> tuple[EventView, ...]:
    """Return the last events of the log, without those of requests that are restricted to others."""
    size = node.store.log_size()
    events = node.store.events_since(max(0, size - NEWEST_EVENTS), NEWEST_EVENTS)
    return event_views(node, open_events(node, officer, events))


def directory_state(node: Node) -> DirectoryState:
    try:
        view = node.register.view()
    except Refused as error:
        return DirectoryState(None, None, None, (), {}, {}, error.reasons)
    return DirectoryState(
        view.snapshot_version,
        view.read_as_of,
        view.serves_until,
        view.states,
        dict(view.held),
        dict(view.unconfirmed),
        (),
        tuple(own_standing(view, node.state, node.clock.now())),
    )


def may(node: Node, officer: str, permission: Permission, authority: str | None = None) -> bool:
    """Decide whether the register lets an officer do this today, for that authority or at all."""
    at = node.clock.now()
    return not officer_reasons(node.register.view(), officer, authority, permission, at)
