# SPDX-License-Identifier: Apache-2.0
"""A package as its seal and the custody events describe it; no node can read the contents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.errors import Refused
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.node.context import Node
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import kept_seal
from rogatory.node.packages.transfers import TransferProgress, progress
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.seal.notes import parse_note
from rogatory.wire.digests import sha256

LATE_AFTER = timedelta(minutes=15)
"""An event that reached the log later than this after it is said to have occurred says so: a
workstation was offline, or somebody chose the time."""


@dataclass(frozen=True, slots=True)
class EventView:
    """An event of a timeline. `event.occurred` is claimed; `logged` is when this node logged it."""

    digest: str
    event: Event
    title: str
    index: int
    logged: datetime
    is_late: bool
    is_published: bool
    """True if a published checkpoint covers it, so that other States can hold us to it."""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """Package, transfer, timeline."""

    record: PackageRecord
    seal: Seal
    is_timestamped: bool
    timeline: tuple[EventView, ...]
    transfers: tuple[TransferProgress, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Decide whether nothing more of it will move: it is whole here, and where it was fetched
        to.

        A package of this State that nobody has begun to fetch is not: somebody may.
        """
        if self.record.direction is Direction.IN:
            return self.record.complete
        return bool(self.transfers) and all(one.is_whole for one in self.transfers)


def evidence(node: Node, seal: str) -> EvidenceView:
    """Return a package that this node holds or is fetching; refuses an unknown one."""
    record = node.store.package(seal)
    if record is None:
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal[:64]))
    return EvidenceView(
        record=record,
        seal=kept_seal(node, record),
        is_timestamped="seal.json.tst" in record.documents,
        timeline=event_views(node, node.store.events_of(record.bag)),
        transfers=tuple(progress(node, seal)),
    )


def event_views(node: Node, events: Iterable[LoggedEvent]) -> tuple[EventView, ...]:
    """Return events for people, in the order in which they are said to have occurred."""
    published = node.store.checkpoint()
    size = 0 if published is None else parse_checkpoint(parse_note(published).text).size
    views = [_view(logged, size) for logged in events]
    return tuple(sorted(views, key=lambda view: (view.event.occurred, view.index)))


def _view(logged: LoggedEvent, published_size: int) -> EventView:
    event = parse_event(logged.event)
    return EventView(
        digest=sha256(logged.event),
        event=event,
        title=event.action.title,
        index=logged.index,
        logged=logged.logged,
        is_late=logged.logged - event.occurred > LATE_AFTER,
        is_published=logged.index < published_size,
    )
