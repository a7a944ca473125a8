# SPDX-License-Identifier: Apache-2.0
"""A workstation hands a sealed package over in segments; the node then serves it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from blake3 import blake3

from rogatory.custody.event import Action
from rogatory.errors import Refused
from rogatory.node import refusals
from rogatory.node.context import Node
from rogatory.node.own_events import SignedEvent, own_event
from rogatory.node.package_documents import begin_record, check_documents
from rogatory.node.records import Direction, PackageRecord


def take_documents(node: Node, documents: Mapping[str, bytes], *, seal: str) -> list[bytes]:
    """Begin a package that a workstation hands over in segments; returns the digests missing.

    1 and the list in `check_documents` hold as in `hand_over`.
    """
    at = node.clock.now()
    checked = check_documents(
        node.register.view(),
        documents,
        network=node.network,
        sender_state=node.state,
        at=at,
        seal=seal,
    )
    thread = checked.seal.thread
    transcript = node.books.transcript(thread) if thread else ()
    record = begin_record(
        node,
        checked,
        thread=thread,
        direction=Direction.OUT,
        peer=transcript[0].peer if transcript else None,
        at=at,
    )
    return [checked.segments[index] for index in node.books.missing_segments(record.seal)]


def take_segment(node: Node, digest: bytes, data: bytes) -> bool:
    """Take one segment of packages begun by `take_documents`; True when it was the last of each."""
    found = [
        (record, index)
        for record, index in node.books.packages_of_segment(digest)
        if record.direction is Direction.OUT
    ]
    if not found:
        raise Refused(refusals.SEGMENT_UNKNOWN.because(blake3=digest.hex()))
    if blake3(data).digest() != digest:
        raise Refused(refusals.SEGMENT_DIGEST.because(index=found[0][1]))
    whole = [_take_into(node, record, index, data) for record, index in found]
    return all(whole)


def _take_into(node: Node, record: PackageRecord, index: int, data: bytes) -> bool:
    """Put a segment at its place in one package; True when the package is whole."""
    if record.complete:
        return True
    node.objects.put_segment(record.seal, index, data)
    with node.books.transaction():
        node.books.mark_segment(record.seal, index)
    if node.books.missing_segments(record.seal):
        return False
    now = node.clock.now()
    reason = "Every segment has arrived from the workstation"
    event = dispatched(node, record, None, reason, now, thread=record.thread)
    finish_record(node, record, event)
    return True


def finish_record(node: Node, record: PackageRecord, event: SignedEvent) -> None:
    """The package is whole here, for a thread, and that is an event: in one transaction, once."""
    with node.books.transaction():
        standing = node.books.package(record.seal)
        if standing is None or not standing.complete:
            node.books.put_package(replace(record, complete=True, present=record.segments))
        elif event.thread in _threads_handed(node, record):
            return
        event.append(node)


def _threads_handed(node: Node, record: PackageRecord) -> set[str | None]:
    """The threads for which a package of this bag was handed over: one folder may serve several."""
    return {
        logged.thread
        for logged in node.books.events_of(record.bag)
        if logged.action == Action.DISPATCHED.value
    }


def dispatched(
    node: Node,
    record: PackageRecord,
    officer: str | None,
    reason: str,
    at: datetime,
    *,
    thread: str | None,
) -> SignedEvent:
    return own_event(
        node,
        Action.DISPATCHED,
        of=record.bag,
        authority=record.sender,
        officer=officer,
        reason=reason,
        at=at,
        thread=thread,
    )
