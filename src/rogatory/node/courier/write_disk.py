# SPDX-License-Identifier: Apache-2.0
"""Writing on a disk, for a courier, what another State's node would otherwise fetch on the line."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from blake3 import blake3

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import parse_event
from rogatory.disk import Beneath, faults_at, free_space, read_file, read_open, remove_leftovers
from rogatory.disk import replace as write_over
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.options import ReportProgress
from rogatory.node.context import Node
from rogatory.node.courier import disk_list as layout
from rogatory.node.courier.readme import readme
from rogatory.node.courier.selection import SegmentToWrite, Selection, packages_of, places_of
from rogatory.node.law.onward import origin_blocks
from rogatory.node.officers.register import officer_reasons
from rogatory.node.packages import package_refusals
from rogatory.node.packages.handover_checks import dispatched
from rogatory.node.packages.package_documents import (
    kept_documents,
)
from rogatory.node.permissions import Permission
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.thread_keys import thread_of_key
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256

SPACE_FOR_REST = 1 << 20
"""Bytes left free beside segments and documents: for folders and the list."""


def courier_out(
    node: Node,
    disk: Path,
    selection: Selection,
    *,
    officer: str,
    reason: str | None = None,
    progress: ReportProgress = lambda _done, _total: None,
) -> layout.CourierList:
    """Write packages for another State on a disk; returns the list that was signed.

    1. The packages are complete, and the State may have them: what it could fetch.
    2. The officer may hand over for each authority that sealed, and evidence of another State goes
       there with its leave (`origin_blocks`).
    3. The disk has no finished list of other contents, and has enough space.
    4. Each segment is compared with its digest as it is read, and durable under its name before the
       next; so are the documents. What an interrupted run wrote is compared, and kept.
    5. The list is signed and written last: a disk without it is unfinished.
    6. The sending is a custody event for each package, once for each disk.

    Raises:
        Refused: with every reason of 1 and 2, or of 3; or a segment here has changed.
        Unreachable: the disk is full or fails; what is on it by then serves the next run.
    """
    at = node.clock.now()
    state, records = packages_of(node, selection)  # 1
    refuse_if_any(
        [*_officer_reasons(node, records, officer, at), *_onward_reasons(node, records, state, at)]
    )  # 2
    documents = {record.seal: kept_documents(node, record) for record in records}
    places, left = places_of(selection, records, documents)
    found = layout.CourierList(
        network=node.network,
        sender=node.state,
        addressee=state,
        written=at,
        packages=tuple(_carried(node, record, documents[record.seal]) for record in records),
        segments=len(places),
        size=sum(place.size for place in places),
        segment_list=sha256(layout.segment_lines(place.digest for place in places)),
        left=left,
    )
    standing = _standing(disk, found)  # 3
    with faults_at(disk):
        disk.mkdir(exist_ok=True)
    remove_leftovers(disk)
    if standing is None:
        _refuse_without_space(disk, places, documents)
    _write_segments(node, disk, places, progress)  # 4
    _write_documents(disk, documents)
    listed = standing or found
    if standing is None:
        _write_list(node, disk, found, [place.digest for place in places])  # 5
    _note_sending(node, records, listed, officer, reason)  # 6
    return listed


def _officer_reasons(
    node: Node, records: Sequence[PackageRecord], officer: str, at: datetime
) -> Iterator[Reason]:
    for sender in dict.fromkeys(record.sender for record in records):
        yield from officer_reasons(
            node.register.view(), officer, sender, Permission.HAND_OVER_PACKAGE, at
        )


def _onward_reasons(
    node: Node, records: Sequence[PackageRecord], state: str, at: datetime
) -> Iterator[Reason]:
    for package in dict.fromkeys(record.package for record in records):
        yield from origin_blocks(node, package, state, at.date())


def _carried(
    node: Node, record: PackageRecord, documents: Mapping[str, bytes]
) -> layout.CarriedPackage:
    digests = {name: sha256(data) for name, data in documents.items()}
    thread = None if record.thread is None else thread_of_key(node, record.thread)
    return layout.CarriedPackage(record.seal, thread, digests)


def _standing(disk: Path, wanted: layout.CourierList) -> layout.CourierList | None:
    """Return the list of a disk that is finished and holds just what is wanted, or None."""
    path = disk / layout.LIST
    if not path.exists():
        return None
    found = layout.parse_list(read_file(path, limit=layout.LARGEST_LIST))
    if replace(found, written=wanted.written) != wanted:
        raise Refused(package_refusals.COURIER_DISK_TAKEN.because(disk=str(disk)))
    return found


def _refuse_without_space(
    disk: Path, places: Sequence[SegmentToWrite], documents: Mapping[str, Mapping[str, bytes]]
) -> None:
    free = free_space(disk)
    needed = SPACE_FOR_REST + sum(
        place.size for place in places if not (disk / layout.segment_path(place.digest)).exists()
    )
    needed += sum(len(data) for each in documents.values() for data in each.values())
    if needed > free:
        fits = max(free - SPACE_FOR_REST, 0)
        raise Refused(
            package_refusals.COURIER_DISK_SMALL.because(disk=str(disk), needed=needed, fits=fits)
        )


def _write_segments(
    node: Node, disk: Path, places: Sequence[SegmentToWrite], progress: ReportProgress
) -> None:
    total, done = sum(place.size for place in places), 0
    cleaned: set[Path] = set()
    with Beneath(disk) as beneath:
        for place in places:
            path = disk / layout.segment_path(place.digest)
            if path.parent not in cleaned:
                beneath.make_folder(str(path.parent.relative_to(disk)))
                remove_leftovers(path.parent)
                cleaned.add(path.parent)
            if not _is_written(beneath, place):
                write_over(path, _read(node, place))
            done += place.size
            progress(done, total)


def _is_written(beneath: Beneath, place: SegmentToWrite) -> bool:
    path = layout.segment_path(place.digest)
    with suppress(Refused):
        data = read_open(beneath.open_read(path), path, limit=place.size)
        return blake3(data).digest() == place.digest
    return False


def _read(node: Node, place: SegmentToWrite) -> bytes:
    data = node.objects.get_segment(place.record.seal, place.index)
    if blake3(data).digest() != place.digest:
        raise Refused(package_refusals.SEGMENT_DIGEST.because(index=place.index))
    return data


def _write_documents(disk: Path, documents: Mapping[str, Mapping[str, bytes]]) -> None:
    with Beneath(disk) as beneath:
        for seal, found in documents.items():
            paths = {layout.document_path(seal, name): data for name, data in found.items()}
            for folder in {path.rpartition("/")[0] for path in paths}:
                beneath.make_folder(folder)
                remove_leftovers(disk / folder)
            for path, data in paths.items():
                write_over(disk / path, data)


def _write_list(
    node: Node, disk: Path, found: layout.CourierList, digests: Sequence[bytes]
) -> None:
    data = found.encode()
    signatures = node.signer.sign_receipt(data, found.written)
    write_over(disk / layout.README, readme(found))
    write_over(disk / layout.SEGMENT_LIST, layout.segment_lines(digests))
    write_over(disk / f"{layout.LIST}.p256.p7s", signatures.p256)
    if signatures.mldsa65 is not None:
        write_over(disk / f"{layout.LIST}.mldsa65.p7s", signatures.mldsa65)
    write_over(disk / layout.LIST, data)


def _note_sending(
    node: Node,
    records: Sequence[PackageRecord],
    found: layout.CourierList,
    officer: str,
    reason: str | None,
) -> None:
    disk = sha256(found.encode())
    for record in records:
        sent = act("sent-by-courier", to=found.addressee, disk=disk, left=found.left)
        now = node.clock.now()
        event = dispatched(node, record, officer, sent, now, thread=record.thread, words=reason)
        with node.store.transaction():
            if not _is_noted(node, record, disk):
                event.append(node)


def _is_noted(node: Node, record: PackageRecord, disk: str) -> bool:
    events = (parse_event(logged.event) for logged in node.store.events_of(record.bag))
    return any(
        event.act is not None
        and event.act.code == "sent-by-courier"
        and event.act.fields.get("disk") == disk
        for event in events
    )


def signatures_beside(beneath: Beneath) -> Signatures:
    """Return the signatures of a disk's list."""
    found = {}
    for name in ("p256", "mldsa65"):
        path = f"{layout.LIST}.{name}.p7s"
        with suppress(Refused):
            found[name] = read_open(beneath.open_read(path), path, limit=layout.LARGEST_LIST)
    return Signatures(found.get("p256", b""), found.get("mldsa65"))
