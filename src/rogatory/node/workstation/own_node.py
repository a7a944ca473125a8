# SPDX-License-Identifier: Apache-2.0
"""Sealed packages between a workstation and its own State's node, over the line, in segments.

The line is signed by the authority's key, so the node knows the authority and not the officer. One
segment is held at a time. What was interrupted is called again: handing over goes on with what the
node lacks; fetching begins anew, and nothing under the final name was left half done.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol

from blake3 import blake3

from rogatory.disk import NewFile, PartialFolder, faults_at, write_new
from rogatory.errors import Refused
from rogatory.evidence.seal_document import Seal, parse_seal
from rogatory.evidence.segments import DIGEST_SIZE, check_list
from rogatory.node import package_refusals
from rogatory.node.hand_over import AGE_FILE, read_documents
from rogatory.node.package_documents import SEAL, SEGMENTS
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256


class OwnNode(Protocol):
    """The node as it answers an authority of its own State, `state`."""

    @property
    def state(self) -> str: ...
    def submit_events(self, events: Sequence[tuple[bytes, Signatures]]) -> Sequence[bytes]: ...
    def put_documents(self, seal: str, documents: Mapping[str, bytes]) -> Sequence[bytes]: ...
    def put_segment(self, blake3: bytes, data: bytes) -> bool: ...
    def documents(self, seal: str) -> Mapping[str, bytes]: ...
    def segment(self, blake3: bytes, size: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Package:
    """A sealed package as its seal tells of it, and the digests of its segments in order."""

    digest: str
    seal: Seal
    segments: tuple[bytes, ...]

    def place(self, index: int) -> tuple[int, int]:
        """Where a segment begins in the payload, and its size."""
        start = index * self.seal.segment_size
        return start, min(self.seal.segment_size, self.seal.payload_size - start)


def read_package(documents: Mapping[str, bytes], digest: str | None = None) -> Package:
    """The package that these documents lie beside.

    Raises:
        Refused: the seal is not in its form or not the one of `digest`, or the list of segments is
            not the one that it names. Who signed it is for whoever opens the package to judge.
    """
    data = documents.get(SEAL, b"")
    found = sha256(data)
    if digest is not None and found != digest:
        raise Refused(
            package_refusals.SEAL_OTHER.because(what="seal", found=found[:16], expected=digest[:16])
        )
    seal, listing = parse_seal(data), documents.get(SEGMENTS, b"")
    check_list(BytesIO(listing), count=seal.segments, root=seal.root)
    starts = range(0, len(listing), DIGEST_SIZE)
    return Package(found, seal, tuple(listing[at : at + DIGEST_SIZE] for at in starts))


def hand_over(node: OwnNode, folder: Path, progress: Progress = no_progress) -> Package:
    """Hand the sealed folder to the node: what lies beside the age file, then the segments it lacks.

    Raises:
        Refused: the folder is not whole, or the node's reasons.
        Unreachable: the line; called again, it goes on.
    """
    documents = read_documents(folder)
    package = read_package(documents)
    missing = set(node.put_documents(package.digest, documents))
    total, there = package.seal.payload_size, 0
    with faults_at(folder / AGE_FILE), (folder / AGE_FILE).open("rb") as file:
        for index, digest in enumerate(package.segments):
            start, size = package.place(index)
            if digest in missing:
                file.seek(len(package.seal.header) + start)
                node.put_segment(digest, _held(file.read(size), digest, index))
                missing.discard(digest)
            there += size
            progress(there, total)
    return package


def fetch(node: OwnNode, digest: str, folder: Path, progress: Progress = no_progress) -> Package:
    """Write the package of that seal as a sealed folder, whole or not at all.

    Raises:
        Refused: the node has no such package, or what it gives is not that one; the folder exists.
        Unreachable: the line.
    """
    documents = node.documents(digest)
    package = read_package(documents, digest)
    total, there = package.seal.payload_size, 0
    with PartialFolder(folder, private=True, remove_leftover=True) as partial:
        place = Path(os.fsdecode(partial.path))
        for name, data in documents.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            write_new(place / name, data)
        with NewFile(place / AGE_FILE) as file:
            file.write(package.seal.header)
            for index, segment in enumerate(package.segments):
                _start, size = package.place(index)
                file.write(_held(node.segment(segment, size), segment, index))
                there += size
                progress(there, total)
    return package


def _held(data: bytes, digest: bytes, index: int) -> bytes:
    if blake3(data).digest() != digest:
        raise Refused(package_refusals.SEGMENT_DIGEST.because(index=index))
    return data
