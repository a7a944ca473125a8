# SPDX-License-Identifier: Apache-2.0
"""The state of the node for pages: its log and its directory."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.directory.view.entry_warnings import own_standing
from rogatory.errors import Reason, Refused
from rogatory.node.audit.need_to_know import open_events
from rogatory.node.context import Node
from rogatory.node.packages.package_view import EventView, event_views
from rogatory.seal.notes import parse_note


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
