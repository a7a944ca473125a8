# SPDX-License-Identifier: Apache-2.0
"""What the files of a bundle hash to: each is read once, several at a time, in bounded memory."""

import hashlib
import heapq
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.disk import Entry, faults_at, shown, walk
from rogatory.errors import Reason
from rogatory.evidence.bag_check import BagContents
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.rehash import payload_sha512, plain_files
from rogatory.evidence.spool import Spool
from rogatory.evidence.stream_in import found_line, read_found
from rogatory.node.bundle import layout, refusals
from rogatory.node.workstation.progress import Progress

WORKERS = 4
"""Hashing leaves the interpreter's lock; more than the usual machine's cores gain nothing."""

AHEAD = 32
"""Files open at a time: enough to keep the workers busy, far from any limit on descriptors."""

BUFFER = 1 << 18

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK

type Found = tuple[str, str, int]
"""Path, SHA-256 and size."""


@dataclass(slots=True)
class HashedBag:
    """The files of a bag: the payload in a spool, in order of path; tag files in memory."""

    folder: Path
    payload: Spool
    tags: dict[str, tuple[str, int]] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    def contents(self) -> BagContents:
        """As evidence's checks want it."""
        return BagContents(
            tags={path: digest for path, (digest, _) in self.tags.items()},
            payload=lambda: read_found(self.payload),
            files=self.files,
            bytes=self.bytes,
            sha512=lambda: payload_sha512(self.folder),
        )

    def all(self) -> Iterator[Found]:
        """Every file, in byte order of its path in the bundle."""
        tags = ((path, *found) for path, found in self.tags.items())
        ordered = sorted(tags, key=_key)
        merged = heapq.merge(read_found(self.payload), ordered, key=_key)
        return ((f"{layout.BAG}/{path}", digest, size) for path, digest, size in merged)


def hash_bag(bag: Path, spool: Spool, progress: Progress) -> HashedBag:
    """Read every file of a bag; refuses links, devices and names that may not stand in one."""
    found = HashedBag(bag, spool)
    total = sum(entry.status.st_size for entry in plain_files(bag))
    for path, digest, size in _hashed(plain_files(bag)):
        if path.startswith(DATA_FOLDER):
            spool.write(found_line(digest, size, path))
            found.files += 1
            found.bytes += size
            progress(found.bytes, total)
        else:
            found.tags[path] = digest, size
    return found


@dataclass(slots=True)
class Rest:
    """The files outside the bag, in byte order of path, and what has no place in a bundle."""

    files: list[Found] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)


def hash_rest(folder: Path) -> Rest:
    """Read every file of a bundle outside its bag, but those that bundle.json cannot list.

    A folder that holds no file is told as unlisted, too, but for the empty payload of a bag.
    """
    rest = Rest()
    with faults_at(folder):
        tops = sorted(folder.iterdir())
    for top in tops:
        if top.is_symlink() or not (top.is_dir() or top.is_file()):
            rest.reasons.append(refusals.NOT_A_FILE.because(path=shown(top.name)))
        elif top.is_file():
            rest.files += _at_top(top)
        elif top.name != layout.BAG:
            rest.files += _below(top, rest)
    rest.files.sort(key=_key)
    return rest


def _below(top: Path, rest: Rest) -> Iterator[Found]:
    folders: set[bytes] = {b""}
    used: set[bytes] = set()

    def files() -> Iterator[Entry]:
        for entry in walk(top):
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


def _at_top(path: Path) -> Iterator[Found]:
    if path.name in layout.NOT_LISTED:
        return
    with faults_at(path):
        digest, size = _digest(os.open(path, _FLAGS), threading.local())
    yield path.name, digest, size


def _hashed(entries: Iterable[Entry]) -> Iterator[Found]:
    """The digests of files, in their order, several being read at a time."""
    local = threading.local()
    waiting: deque[tuple[bytes, Future[tuple[str, int]]]] = deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        for entry in entries:
            with faults_at(entry.path):
                file = os.open(entry.name, _FLAGS, dir_fd=entry.folder)
            waiting.append((entry.path, pool.submit(_digest, file, local)))
            if len(waiting) >= AHEAD:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)


def _next(waiting: deque[tuple[bytes, Future[tuple[str, int]]]]) -> Found:
    path, future = waiting.popleft()
    with faults_at(path):
        digest, size = future.result()
    return path.decode("utf-8", "surrogateescape"), digest, size


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


def _key(found: Found) -> bytes:
    return found[0].encode("utf-8", "surrogateescape")
