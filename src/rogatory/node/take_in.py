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
    """Take one segment of a package begun by `take_documents`; True when it was the last."""
    found = node.books.package_of_segment(digest)
    if found is None or found[0].direction is not Direction.OUT:
        raise Refused(refusals.SEGMENT_UNKNOWN.because(blake3=digest.hex()))
    record, index = found
    if blake3(data).digest() != digest:
        raise Refused(refusals.SEGMENT_DIGEST.because(index=index))
    if not record.complete:
        node.objects.put_segment(record.seal, index, data)
        with node.books.transaction():
            node.books.mark_segment(record.seal, index)
    if node.books.missing_segments(record.seal):
        return False
    if not record.complete:
        now = node.clock.now()
        reason = "Every segment has arrived from the workstation"
        finish_record(node, record, dispatched(node, record, None, reason, now))
    return True


def finish_record(node: Node, record: PackageRecord, event: SignedEvent) -> None:
    """The package is whole here, and that is an event: in one transaction, once."""
    with node.books.transaction():
        standing = node.books.package(record.seal)
        if standing is None or not standing.complete:
            node.books.put_package(replace(record, complete=True, present=record.segments))
            event.append(node)


def dispatched(
    node: Node, record: PackageRecord, officer: str | None, reason: str, at: datetime
) -> SignedEvent:
    return own_event(
        node,
        Action.DISPATCHED,
        of=record.bag,
        authority=record.sender,
        officer=officer,
        reason=reason,
        at=at,
        thread=record.thread,
    )
