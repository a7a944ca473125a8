# SPDX-License-Identifier: Apache-2.0
"""Importing a courier's disk: the same checks as on the line, by another channel."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from blake3 import blake3

from rogatory.disk import Beneath, read_open
from rogatory.errors import Reason, Refused, RogatoryError, Unreachable, refuse_if_any
from rogatory.evidence.options import ReportProgress
from rogatory.node.context import Node
from rogatory.node.courier import disk_list as layout
from rogatory.node.courier.write_disk import signatures_beside
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.officers import refusals
from rogatory.node.packages import package_refusals
from rogatory.node.packages.arrival import PLACES_AT_ONCE, accept, complete, take_what_is_here
from rogatory.node.packages.package_documents import (
    LARGEST_DOCUMENTS,
    SEAL,
    CheckedSeal,
    kept_checked,
)
from rogatory.node.packages.transfers import begin_transfer, note_gone
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import TransferRecord
from rogatory.node.threads.thread_keys import thread_key
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

MOST_BAD = 20
"""Segments that do not hold, after which nothing more is read: a dying disk would be read to its
end, one error after another."""


@dataclass(frozen=True, slots=True)
class DiskArrival:
    """The result of a disk for one package."""

    seal: str
    taken: int
    missing: int
    """Segments that are still not here: from another disk, or the line."""

    @property
    def is_whole(self) -> bool:
        return not self.missing


@dataclass(slots=True)
class _Disk:
    beneath: Beneath
    found: layout.CourierList
    digest: str
    listed: Collection[bytes]
    progress: ReportProgress
    read: int = 0

    def file(self, path: str, limit: int) -> bytes:
        return read_open(self.beneath.open_read(path), path, limit=limit)


def courier_in(
    node: Node, disk: Path, *, progress: ReportProgress = lambda _done, _total: None
) -> list[DiskArrival]:
    """Take in every package of a disk, as far as the disk has it.

    1. The list is there, in its form, of this network, for this State; the node of the State that
       it names signed it, and is listed.
    2. `segments.b3sum` is the one that the list names.
    3. Of each package: every document has the digest in the list; the thread is known here, and
       with that State; the seal holds, by the list in `arrival.accept`.
    4. Each segment that is missing here and on the disk's list is a regular file of its size and
       digest. What holds is kept and noted, whatever the others are.
    5. A package that is whole then is complete, and that is a custody event.

    What is on the disk beside that is not looked at. Doing it again changes nothing.

    Raises:
        Refused: with every reason of 1, of 2, of 3 for a package, or of 4 (at most `MOST_BAD`).
        Unreachable: the disk fails. What was taken stays.
    """
    with Beneath(disk) as beneath:
        data = read_open(beneath.open_read(layout.LIST), layout.LIST, limit=layout.LARGEST_LIST)
        found = layout.parse_list(data)
        refuse_if_any(_list_reasons(node, beneath, data, found))  # 1
        opened = _Disk(beneath, found, sha256(data), _listed(beneath, found), progress)  # 2
        checked = [_package(node, opened, carried) for carried in found.packages]  # 3
        bad: list[RogatoryError] = []
        brought = [_take(node, opened, each, bad) for each in checked]  # 4, 5
    if bad:
        reasons = [reason for error in bad for reason in error.reasons]
        is_refused = any(isinstance(error, Refused) for error in bad)
        raise (Refused if is_refused else Unreachable)(reasons)
    return brought


def _list_reasons(
    node: Node, beneath: Beneath, data: bytes, found: layout.CourierList
) -> list[Reason]:
    reasons = []
    for what, listed, expected in (
        ("network", found.network, node.network),
        ("addressee", found.addressee, node.state),
    ):
        if listed != expected:
            reasons.append(
                package_refusals.COURIER_OTHER.because(
                    what=what, found=listed[:16], expected=expected[:16]
                )
            )
    try:
        verify_listed(
            node.register.view(),
            data,
            signatures_beside(beneath),
            holder=found.sender.lower(),
            use="receipts",
            at=node.clock.now(),
        )
    except Refused as error:
        reasons += error.reasons
    return reasons


def _listed(beneath: Beneath, found: layout.CourierList) -> frozenset[bytes]:
    name = layout.SEGMENT_LIST
    data = read_open(beneath.open_read(name), name, limit=layout.LARGEST_SEGMENT_LIST)
    if sha256(data) != found.segment_list:
        raise Refused(package_refusals.COURIER_CHANGED.because(path=name))
    return frozenset(layout.parse_segment_list(data))


def _package(node: Node, disk: _Disk, carried: layout.CarriedPackage) -> CheckedSeal:
    """Return a package of the disk, begun here if it was not."""
    documents = _documents(disk, carried)
    record = node.store.package(carried.seal)
    if record is not None:
        if record.direction is not Direction.IN or record.peer != disk.found.sender:
            raise Refused(
                package_refusals.COURIER_OTHER.because(
                    what=FilledText(P_("sender")),
                    found=disk.found.sender,
                    expected=record.peer or node.state,
                )
            )
        return kept_checked(node, record)
    named = carried.thread or ""
    thread = thread_key(node, disk.found.sender, named) if named else ""
    if not thread or not node.store.outlines(thread):
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=named[:40]))
    return accept(node, documents, seal=carried.seal, state=disk.found.sender, thread=thread)


def _documents(disk: _Disk, carried: layout.CarriedPackage) -> Mapping[str, bytes]:
    documents, space = {}, LARGEST_DOCUMENTS
    for name, digest in carried.documents.items():
        path = layout.document_path(carried.seal, name)
        data = disk.file(path, space)
        space -= len(data)
        if sha256(data) != digest:
            raise Refused(package_refusals.COURIER_CHANGED.because(path=path))
        documents[name] = data
    if sha256(documents.get(SEAL, b"")) != carried.seal:
        raise Refused(package_refusals.COURIER_CHANGED.because(path=SEAL))
    return documents


def _take(node: Node, disk: _Disk, checked: CheckedSeal, bad: list[RogatoryError]) -> DiskArrival:
    """Take the segments of one package that are missing here; what does not hold goes to `bad`."""
    seal, state = checked.digest, disk.found.sender
    begin_transfer(node, seal, state, Direction.IN, node.clock.now())
    take_what_is_here(node, checked)
    taken, after = 0, -1
    while missing := node.store.missing_segments(seal, after=after, limit=PLACES_AT_ONCE):
        for index in missing:
            if checked.segments[index] in disk.listed and len(bad) < MOST_BAD:
                try:
                    _take_one(node, disk, checked, index)
                    taken += 1
                except RogatoryError as error:
                    bad.append(error)
        after = missing[-1]
    left = len(node.store.missing_segments(seal))
    if not left:
        complete(node, seal, node.store.transaction)
    return DiskArrival(seal, taken, left)


def _take_one(node: Node, disk: _Disk, checked: CheckedSeal, index: int) -> None:
    digest, size = checked.segments[index], checked.segment_size(index)
    path = layout.segment_path(digest)
    data = disk.file(path, size)
    if len(data) != size or blake3(data).digest() != digest:
        raise Refused(package_refusals.COURIER_CHANGED.because(path=path))
    node.objects.put_segment(checked.digest, index, data)
    at, state = node.clock.now(), disk.found.sender
    with node.store.transaction():
        node.store.mark_segment(checked.digest, index)
        note_gone(node, checked.digest, state, Direction.IN, size, at, new=True)
        _note_disk(node, checked.digest, state, disk.digest)
    disk.read += size
    disk.progress(disk.read, disk.found.size)


def _note_disk(node: Node, seal: str, state: str, disk: str) -> None:
    found = node.store.transfer(seal, state)
    assert isinstance(found, TransferRecord)
    disks = found.disks if disk in found.disks else (*found.disks, disk)
    node.store.put_transfer(replace(found, by_courier=found.by_courier + 1, disks=disks))


def wanted(node: Node, seal: str) -> list[bytes]:
    """Return the digests of the segments of a package that are not here: what a courier should
    bring.

    Raises:
        Refused: the package was not begun, so all of it is wanted.
    """
    record = node.store.package(seal)
    if record is None:
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal))
    segments = kept_checked(node, record).segments
    return [segments[index] for index in node.store.missing_segments(seal)]
