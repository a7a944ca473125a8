# SPDX-License-Identifier: Apache-2.0
"""Sealed packages between a workstation and its own State's node, over the line, in segments.

The line is signed by the authority's key, so the node knows the authority and not the officer. One
segment is held at a time, and each request is repeated where the line breaks (`persistence`). What
was interrupted all the same is called again: handing over goes on with what the node lacks,
fetching with what lies in `<folder>.partial`, each segment of it read and compared anew.
Nothing under the final name was left half done.
"""

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from blake3 import blake3

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.disk import PartialFolder, faults_at, is_plain_folder, write_new
from rogatory.disk.partial_folder import SUFFIX
from rogatory.errors import Refused, Unreachable
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.segments import DIGEST_SIZE, check_list
from rogatory.node.packages import package_refusals
from rogatory.node.packages.folder_journal import CUSTODY
from rogatory.node.packages.hand_over import AGE_FILE, read_documents
from rogatory.node.packages.own_acts import LoggedAct, record_acts
from rogatory.node.packages.package_documents import SEAL, SEGMENTS
from rogatory.node.packages.waiting import WaitingWork
from rogatory.node.workstation.persistence import Pause, persist, persisting
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText


class OwnNode(Protocol):
    """The node as it answers an authority of its own State, `state`."""

    @property
    def state(self) -> str: ...
    def submit_events(self, events: Sequence[tuple[bytes, Signatures]]) -> Sequence[bytes]: ...
    def put_documents(self, seal: str, documents: Mapping[str, bytes]) -> Sequence[bytes]: ...
    def put_segment(self, blake3: bytes, data: bytes) -> bool: ...
    def documents(self, seal: str) -> Mapping[str, bytes]: ...
    def segment(self, blake3: bytes, size: int) -> bytes: ...
    def acts(self, seal: str) -> Sequence[LoggedAct]: ...
    def waiting(self) -> WaitingWork: ...
    def request(self, thread: str) -> Mapping[str, bytes]: ...
    def close(self) -> None: ...


type ReportPackage = Callable[[NodePackage], None]
"""A callback that receives the package, once its seal was read."""


@dataclass(frozen=True, slots=True)
class NodePackage:
    """A sealed package as its seal describes it, and the digests of its segments in order."""

    digest: str
    seal: Seal
    segments: tuple[bytes, ...]

    def place(self, index: int) -> tuple[int, int]:
        """Return where a segment begins in the payload, and its size."""
        start = index * self.seal.segment_size
        return start, min(self.seal.segment_size, self.seal.payload_size - start)


def read_package(documents: Mapping[str, bytes], digest: str | None = None) -> NodePackage:
    """Return the package to which these documents belong.

    Raises:
        Refused: the seal is not in its form or not the one of `digest`, or the list of segments is
            not the one that it names. The opener of the package judges who signed it.
    """
    data = documents.get(SEAL, b"")
    found = sha256(data)
    if digest is not None and found != digest:
        raise Refused(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("seal")), found=found[:16], expected=digest[:16]
            )
        )
    seal, listing = parse_seal(data), documents.get(SEGMENTS, b"")
    check_list(BytesIO(listing), count=seal.segments, root=seal.root)
    starts = range(0, len(listing), DIGEST_SIZE)
    return NodePackage(found, seal, tuple(listing[at : at + DIGEST_SIZE] for at in starts))


def _nobody(_package: NodePackage) -> None:
    pass


def hand_to_own_node(
    node: OwnNode,
    folder: Path,
    progress: Progress = no_progress,
    known: ReportPackage = _nobody,
    pause: Pause = time.sleep,
) -> NodePackage:
    """Hand the sealed folder to the node: what lies beside the age file, then the segments it lacks.

    What the node recorded of it comes into the folder's journal, so that the next act here continues it.

    Raises:
        Refused: the folder is not whole, or the node's reasons.
        Unreachable: the line, again and again; called again, it goes on.
    """
    documents = read_documents(folder)
    package = read_package(documents)
    known(package)
    total, there = package.seal.payload_size, 0
    put_documents = persisting(node.put_documents, partial(progress, 0, total), pause)
    missing = set(put_documents(package.digest, documents))
    with faults_at(folder / AGE_FILE), (folder / AGE_FILE).open("rb") as file:
        for index, digest in enumerate(package.segments):
            start, size = package.place(index)
            if digest in missing:
                file.seek(len(package.seal.header) + start)
                put = partial(node.put_segment, digest, _held(file.read(size), digest, index))
                persist(put, partial(progress, there, total), pause)
                missing.discard(digest)
            there += size
            progress(there, total)
    acts = persisting(node.acts, partial(progress, there, total), pause)(package.digest)
    _continue_journal(folder / CUSTODY, acts, package, node.state)
    return package


def fetch_from_own_node(
    node: OwnNode,
    digest: str,
    folder: Path,
    progress: Progress = no_progress,
    known: ReportPackage = _nobody,
    pause: Pause = time.sleep,
) -> NodePackage:
    """Write the package of that seal as a sealed folder, whole or not at all.

    Its journal is the one that came with it, and after it what this State's node did with it, each
    event with its proof.

    Raises:
        Refused: the node has no such package, or what it gives is not that one; the folder exists.
        Unreachable: the line, or the disk. After either, segments that came stay in `.partial`, and
            called again, it goes on there.
    """
    documents = persisting(node.documents, partial(progress, 0, 1), pause)(digest)
    package = read_package(documents, digest)
    known(package)
    between = partial(progress, 0, package.seal.payload_size)
    acts = persisting(node.acts, between, pause)(digest)
    with _partial(folder) as unfinished:
        place = Path(os.fsdecode(unfinished.path))
        try:
            _clear(place)
            _write_documents(place, documents)
            _continue_journal(place / CUSTODY, acts, package, node.state)
            unfinished.keep = True
            _fill(place / AGE_FILE, package, node, progress, pause)
        except Unreachable:
            unfinished.keep = True
            raise
    return package


def _partial(folder: Path) -> PartialFolder:
    left = os.path.lexists(f"{folder}{os.fsdecode(SUFFIX)}") and not os.path.lexists(folder)
    return PartialFolder(folder, private=True, take_up=left)


def _clear(place: Path) -> None:
    """Leave nothing of what an earlier run left but the age file, which is compared."""
    with faults_at(place):
        for path in place.iterdir():
            if is_plain_folder(path):
                shutil.rmtree(path)
            elif path.name != AGE_FILE or path.is_symlink():
                path.unlink()


def _write_documents(place: Path, documents: Mapping[str, bytes]) -> None:
    for name, data in documents.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        write_new(place / name, data)


def _continue_journal(
    folder: Path, acts: Sequence[LoggedAct], package: NodePackage, state: str
) -> None:
    """Put the own State's acts behind what came; refuses those of others, or on something else."""
    folder.mkdir(exist_ok=True)
    for act in acts:
        event = parse_event(act.event)
        if event.object != package.seal.bag or event.authority.state != state:
            raise Refused(
                package_refusals.ACT_FOREIGN.because(state=state, seal=package.digest[:16])
            )
    record_acts(Journal(folder), acts)


def _fill(
    path: Path, package: NodePackage, node: OwnNode, progress: Progress, pause: Pause
) -> None:
    """Fill the age file: what is there already and right stays, from the first other byte on it is
    written anew.
    """
    total, there = package.seal.payload_size, 0
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with faults_at(path), os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
        header = package.seal.header
        is_alike = file.read(len(header)) == header
        if not is_alike:
            _write_at(file, 0, header)
        for index, segment in enumerate(package.segments):
            start, size = package.place(index)
            is_alike = is_alike and blake3(file.read(size)).digest() == segment
            if not is_alike:
                fetch_segment = partial(node.segment, segment, size)
                data = persist(fetch_segment, partial(progress, there, total), pause)
                data = _held(data, segment, index)
                _write_at(file, len(header) + start, data)
            there += size
            progress(there, total)
        file.truncate(len(header) + total)


def _write_at(file: BinaryIO, start: int, data: bytes) -> None:
    file.seek(start)
    file.write(data)


def _held(data: bytes, digest: bytes, index: int) -> bytes:
    if blake3(data).digest() != digest:
        raise Refused(package_refusals.SEGMENT_DIGEST.because(index=index))
    return data
