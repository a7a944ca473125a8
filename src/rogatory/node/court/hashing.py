# SPDX-License-Identifier: Apache-2.0
"""The digests of a bundle's files: each file is read once, several at a time, in bounded memory."""

import hashlib
import heapq
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.disk import PathEntry, faults_at, read_file, shown, walk
from rogatory.errors import Reason, Refused
from rogatory.evidence import refusals as evidence_refusals
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, parse_bag_info
from rogatory.evidence.layout import BAG_INFO, DATA_FOLDER
from rogatory.evidence.spool import Spool
from rogatory.evidence.stream.stream_in import found_line, read_found
from rogatory.evidence.verification.bag_check import BagContents, HashedFile
from rogatory.evidence.verification.rehash import entries_and_reasons, payload_digests
from rogatory.node.court import layout, refusals
from rogatory.node.workstation.progress import Progress

WORKERS = 4
"""Hashing leaves the interpreter's lock; more than the usual machine's cores gain nothing."""

AHEAD = 8
"""Groups of files under way at a time: enough to keep the workers busy."""

GROUP = 16
"""Files a group: handing one over costs as much as reading a small file. With `AHEAD` of them
open at a time it stays far from any limit on descriptors."""

GROUP_BYTES = 4 << 20
"""Big files go in smaller groups, so that all workers have some."""

BUFFER = 1 << 18

_NAMES = frozenset({evidence_refusals.NAME_NOT_PLAIN.id, evidence_refusals.NAME_COLLISION.id})
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


@dataclass(slots=True)
class HashedBag:
    """The files of a bag: the payload in a spool, in order of path; tag files in memory."""

    folder: Path
    payload: Spool
    tags: dict[str, tuple[str, int]] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    problems: list[Reason] = field(default_factory=list)
    """Entries that are not allowed in a bag, or cannot be read."""
    strays: list[Reason] = field(default_factory=list)
    """Those of them that are no files, or lie too deep: nothing can list them."""
    misnamed: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Files whose names are not allowed in a bag: a bundle may list them, and no check of the bag asks them."""

    def contents(self) -> BagContents:
        """Return the bag in the form that the checks of `evidence` take."""
        return BagContents(
            tags={path: digest for path, (digest, _) in self.tags.items()},
            payload=lambda: read_found(self.payload),
            files=self.files,
            bytes=self.bytes,
            further=lambda name: payload_digests(self.folder, name),
            problems=tuple(self.problems),
        )

    def all(self) -> Iterator[HashedFile]:
        """Return every file, in byte order of its path in the bundle."""
        others = (*self.tags.items(), *self.misnamed.items())
        ordered = sorted(((path, *found) for path, found in others), key=_key)
        merged = heapq.merge(read_found(self.payload), ordered, key=_key)
        return ((f"{layout.BAG}/{path}", digest, size) for path, digest, size in merged)


def read_bag(bag: Path, spool: Spool, progress: Progress) -> HashedBag:
    """Read every file of a bag. Links, devices and names that are not allowed in one are problems."""
    found = HashedBag(bag, spool)
    total = _announced(bag)
    misnamed = set[bytes]()

    def files() -> Iterator[PathEntry]:
        for entry, reason in entries_and_reasons(bag):
            if reason is not None:
                found.problems.append(reason)
                if entry is not None:
                    misnamed.add(entry.path)
                elif reason.code.id not in _NAMES:
                    found.strays.append(reason)
            if entry is not None:
                yield entry

    for path, digest, size in _hashed(files()):
        if path.encode("utf-8", "surrogateescape") in misnamed:
            found.misnamed[path] = digest, size
        elif path.startswith(DATA_FOLDER):
            spool.write(found_line(digest, size, path))
            found.files += 1
            found.bytes += size
            progress(found.bytes, total)
        else:
            found.tags[path] = digest, size
    return found


def _announced(bag: Path) -> int:
    """Return the bytes that `bag-info.txt` announces, for a bar to be drawn by; 0 if it is unreadable."""
    try:
        info = parse_bag_info(read_file(bag / BAG_INFO, limit=LARGEST_BAG_INFO))
    except Refused:
        return 0
    return int(info.oxum.partition(".")[0])


@dataclass(slots=True)
class Rest:
    """The files outside the bag, in byte order of path, and what has no place in a bundle."""

    files: list[HashedFile] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


def hash_rest(folder: Path) -> Rest:
    """Read every file of a bundle outside its bag, but those that bundle.json cannot list.

    A folder that holds no file is reported as unlisted, too, but for the empty payload of a bag.
    """
    rest = Rest()
    with faults_at(folder):
        tops = sorted(folder.iterdir())
    for top in tops:
        if top.is_symlink() or not (top.is_dir() or top.is_file()):
            rest.reasons.append(refusals.NOT_A_FILE.because(path=shown(top.name)))
        elif top.is_file():
            rest.files += _at_top(top)
        elif top.name == layout.BAG:
            rest.reasons += _empty_folders(top)
        else:
            rest.files += _below(top, rest)
    rest.files.sort(key=_key)
    return rest


def _below(top: Path, rest: Rest) -> Iterator[HashedFile]:
    folders: set[bytes] = {b""}
    used: set[bytes] = set()

    def files() -> Iterator[PathEntry]:
        for entry in walk(top, faults=rest.reasons, above=1):
            used.add(entry.path.rpartition(b"/")[0])
            if entry.is_folder:
                folders.add(entry.path)
            elif entry.is_file:
                yield entry
            else:
                path = f"{shown(top.name)}/{shown(entry.path)}"
                rest.reasons.append(refusals.NOT_A_FILE.because(path=path))

    for path, digest, size in _hashed(files()):
        yield f"{top.name}/{path}", digest, size
    for empty in sorted(folders - used):
        path = f"{shown(top.name)}/{shown(empty)}"
        rest.reasons.append(refusals.UNLISTED.because(path=path))


def _empty_folders(bag: Path) -> Iterator[Reason]:
    """Yield a reason for each folder of the evidence without anything in it; a payload may be empty."""
    folders, used = set[bytes](), set[bytes]()
    for entry in walk(bag, faults=[]):  # those are reported with the bag's files
        used.add(entry.path.rpartition(b"/")[0])
        if entry.is_folder:
            folders.add(entry.path)
    for empty in sorted(folders - used - {DATA_FOLDER.rstrip("/").encode()}):
        yield refusals.UNLISTED.because(path=f"{layout.BAG}/{shown(empty)}")


def _at_top(path: Path) -> Iterator[HashedFile]:
    if not layout.is_listed_file(path.name):
        return
    with faults_at(path):
        digest, size = _digest(os.open(path, _FLAGS), threading.local())
    yield path.name, digest, size


def _hashed(entries: Iterable[PathEntry]) -> Iterator[HashedFile]:
    """Yield the digests of files, in their order, several groups of them being read at a time."""
    local = threading.local()
    waiting: deque[Future[list[HashedFile]]] = deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        for group in _opened(entries):
            waiting.append(pool.submit(_digests, group, local))
            if len(waiting) >= AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _opened(entries: Iterable[PathEntry]) -> Iterator[list[tuple[bytes, int]]]:
    """Yield files in groups, opened at the walk's position; each group is as large as is worth a
    thread.
    """
    group: list[tuple[bytes, int]] = []
    held = 0
    for entry in entries:
        with faults_at(entry.path):
            group.append((entry.path, os.open(entry.name, _FLAGS, dir_fd=entry.folder)))
        held += entry.status.st_size
        if len(group) >= GROUP or held >= GROUP_BYTES:
            yield group
            group, held = [], 0
    if group:
        yield group


def _digests(group: list[tuple[bytes, int]], local: threading.local) -> list[HashedFile]:
    found = []
    for path, file in group:
        with faults_at(path):
            digest, size = _digest(file, local)
        found.append((path.decode("utf-8", "surrogateescape"), digest, size))
    return found


def _digest(file: int, local: threading.local) -> tuple[str, int]:
    buffer = getattr(local, "buffer", None)
    if buffer is None:
        buffer = local.buffer = memoryview(bytearray(BUFFER))
    found, size = hashlib.sha256(), 0
    try:
        while count := os.readv(file, [buffer]):
            found.update(buffer[:count])
            size += count
    finally:
        os.close(file)
    return found.hexdigest(), size


def _key(found: HashedFile) -> bytes:
    return found[0].encode("utf-8", "surrogateescape")
