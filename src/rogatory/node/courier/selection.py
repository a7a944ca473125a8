# SPDX-License-Identifier: Apache-2.0
"""Which packages, and which of their segments, go on a courier's disk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.courier.disk_list import MOST_SEGMENTS
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import segment_size, segments_of
from rogatory.node.packages.serve import may_have
from rogatory.node.repositories.packages import PackageRecord


@dataclass(frozen=True, slots=True)
class Selection:
    """The selection of what to write. `only` and `there` are BLAKE3 digests of segments."""

    packages: tuple[str, ...] = ()
    """By seal; or all of a thread."""
    thread: str | None = None
    state: str | None = None
    """For whom, if not for the State that the package was handed over for."""
    only: Collection[bytes] | None = None
    """No others: what the receiving node said that it lacks."""
    there: Collection[bytes] = frozenset()
    """Not these: what is on another disk."""
    capacity: int | None = None
    """Bytes of segments that this disk takes; what is left over is for another."""


@dataclass(frozen=True, slots=True)
class SegmentToWrite:
    """A segment to be written, and where it comes from."""

    digest: bytes
    record: PackageRecord
    index: int

    @property
    def size(self) -> int:
        return segment_size(self.record, self.index)


def packages_of(node: Node, selection: Selection) -> tuple[str, list[PackageRecord]]:
    if selection.thread is not None:
        found = [
            record
            for record in node.store.packages(selection.thread)
            if record.complete and record.peer
        ]
        if not found:
            raise Refused(package_refusals.THREAD_WITHOUT_PACKAGE.because(thread=selection.thread))
    else:
        found = [_package(node, seal) for seal in selection.packages]
    state = selection.state or str(found[0].peer)
    refuse_if_any(
        package_refusals.PACKAGE_NOT_FOR.because(seal=record.seal[:16], state=state)
        for record in found
        if state == node.state or not may_have(node, state, record)
    )
    return state, found


def _package(node: Node, seal: str) -> PackageRecord:
    record = node.store.package(seal)
    if record is None:
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal))
    if not record.complete:
        lacking = record.segments - record.present
        raise Refused(package_refusals.PACKAGE_INCOMPLETE.because(seal=seal[:16], missing=lacking))
    return record


def places_of(
    selection: Selection,
    records: Sequence[PackageRecord],
    documents: Mapping[str, Mapping[str, bytes]],
) -> tuple[list[SegmentToWrite], int]:
    """Return the segments for this disk, each once, and how many more are wanted than it takes."""
    found: dict[bytes, SegmentToWrite] = {}
    size = left = 0
    for record in records:
        for index, digest in enumerate(segments_of(documents[record.seal])):
            if digest in found or digest in selection.there:
                continue
            if selection.only is not None and digest not in selection.only:
                continue
            place = SegmentToWrite(digest, record, index)
            is_full = selection.capacity is not None and size + place.size > selection.capacity
            if left or is_full or len(found) >= MOST_SEGMENTS:
                left += 1
                continue
            found[digest] = place
            size += place.size
    return list(found.values()), left
