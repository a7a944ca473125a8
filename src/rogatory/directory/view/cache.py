# SPDX-License-Identifier: Apache-2.0
"""A reader's own copy of the directory on disk: the last good one, whole, or none.

    .lock                     one process at a time refreshes
    current.json              which generation counts, and when it was last known to be current
    generations/7/metadata/   as python-tuf keeps it: root_history/N.root.json, timestamp.json,
                              snapshot.json, targets.json, xa.json
    generations/7/targets/    entries and registers, named by their SHA-256
    generations/7/accepted.json   what was accepted of each State (`admission`)

A refresh fills the next generation beside the one that counts; `current.json` is replaced when
everything in it holds and is durable. What is refused leaves nothing.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from rogatory.directory.fetching import METADATA
from rogatory.directory.view.acceptance_record import (
    RECORD_LIMIT,
    read_acceptance_record,
    write_record,
)
from rogatory.directory.view.admission import Accepted
from rogatory.disk import FolderLock, faults_at, read_file, replace, sync_tree
from rogatory.disk.refusals import MISSING
from rogatory.errors import Refused
from rogatory.wire import canonical
from rogatory.wire.canonical import LARGEST_DOCUMENT, Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.moments import format_moment, parse_moment

_CURRENT = "current.json"
_ACCEPTED = "accepted.json"

CURRENT_AT_HAND = 4
"""The file is read at every look, by its bytes is known what it says; more than one directory in a
process have exercises alone."""


@dataclass(frozen=True, slots=True)
class Current:
    """Which generation counts, and when it was last known to be what the directory says."""

    generation: int
    refreshed: datetime
    accepted: str
    """SHA-256 of its `accepted.json`, so that a confirmation by another process is noticed."""
    revision: int = field(default=0, compare=False)
    """Of a copy that machines share: how often it was changed, so that a change of another one is noticed."""


class Generation:
    """One copy of the directory in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.metadata = folder / "metadata"
        self.targets = folder / "targets"

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a `Read`: repository paths, answered from where python-tuf keeps the files."""
        return _read(self.place(path), limit)

    def write(self, path: str, data: bytes) -> None:
        """Write a file of a generation in the making; made anew, since the old one may be shared."""
        place = self.place(path)
        with faults_at(place):
            place.unlink(missing_ok=True)
            place.write_bytes(data)

    def adopt(self, other: "Generation", path: str) -> None:
        """Take a file of another generation, if it is there, by link where possible."""
        source, place = other.place(path), self.place(path)
        with faults_at(source):
            if source.exists() and not place.exists():
                _link(source, place)

    def begin(self, before: "Generation | None") -> None:
        """Begin an empty generation with the metadata of the one before, for the refresh to
        compare.
        """
        with faults_at(self.folder):
            shutil.rmtree(self.folder, ignore_errors=True)
            (self.metadata / "root_history").mkdir(parents=True)
            self.targets.mkdir()
            if before is None:
                return
            for source in before.metadata.rglob("*.json"):
                if not source.is_symlink():
                    _link(source, self.metadata / source.relative_to(before.metadata))

    def accepted(self) -> dict[str, Accepted]:
        """Return what was accepted of the States. A copy without it is being removed, not empty."""
        return read_acceptance_record(read_file(self.folder / _ACCEPTED, limit=RECORD_LIMIT))

    def put_accepted(self, accepted: Mapping[str, Accepted]) -> str:
        """Keep what was accepted; returns its SHA-256."""
        data = write_record(accepted)
        replace(self.folder / _ACCEPTED, data)
        return sha256(data)

    def is_same(self, other: "Generation") -> bool:
        """Decide whether both hold one state of the directory and of what was accepted of it."""
        return all(
            _read(self.folder / name, RECORD_LIMIT) == _read(other.folder / name, RECORD_LIMIT)
            for name in (_ACCEPTED, "metadata/timestamp.json", "metadata/root.json")
        )

    def target(self, digest: str) -> bytes:
        """Return a file that was accepted, by its SHA-256."""
        return read_file(self.targets / digest, limit=LARGEST_DOCUMENT)

    def place(self, path: str) -> Path:
        """Return where the file of a repository path lies here."""
        name = path.rpartition("/")[2]
        if not path.startswith(METADATA):
            return self.targets / name.partition(".")[0]
        if name.endswith(".root.json"):
            return self.metadata / "root_history" / name
        version, _, rest = name.partition(".")
        return self.metadata / (rest if version.isdigit() else name)


class Cache:
    """The folder with its generations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Current | None:
        data = _read(self.folder / _CURRENT, LARGEST_DOCUMENT)
        return None if data is None else _parsed(data)

    def generation(self, number: int) -> Generation:
        return Generation(self.folder / "generations" / str(number))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the cache against other processes that refresh; makes the folder."""
        with faults_at(self.folder):
            (self.folder / "generations").mkdir(parents=True, exist_ok=True)
        with FolderLock(self.folder, wait=True):
            yield

    @contextmanager
    def next_generation(self, current: Current | None) -> Iterator[Generation]:
        """Provide a new generation to fill; gone again if an exception passes or `put_current` is
        not called.
        """
        number = current.generation + 1 if current else 1
        fresh = self.generation(number)
        try:
            fresh.begin(self.generation(current.generation) if current else None)
            yield fresh
        finally:
            kept = self.current()
            if kept is None or kept.generation != number:
                shutil.rmtree(fresh.folder, ignore_errors=True)

    def put_current(self, current: Current) -> None:
        """Make a generation count; it is durable before it does. Older ones than the last go."""
        self.make_durable()
        self.write_current(current)
        self.remove_older(current)

    def put_refreshed(self, current: Current) -> None:
        """Note that the generation that counts was current at a moment."""
        self.write_current(current)

    def make_durable(self) -> None:
        """Wait until every file here is on the disk."""
        fd = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            sync_tree(self.folder, fd)
        finally:
            os.close(fd)

    def remove_older(self, current: Current) -> None:
        # The one before stays for those who are reading it now.
        for folder in (self.folder / "generations").iterdir():
            if not folder.name.isdigit() or int(folder.name) < current.generation - 1:
                shutil.rmtree(folder, ignore_errors=True)

    def write_current(self, current: Current) -> None:
        document: Json = {
            "accepted": current.accepted,
            "generation": current.generation,
            "refreshed": format_moment(current.refreshed),
            "version": 1,
        }
        replace(self.folder / _CURRENT, canonical.encode(document))


@lru_cache(maxsize=CURRENT_AT_HAND)
def _parsed(data: bytes) -> Current:
    document = canonical.decode_object(data)
    generation = document["generation"]
    assert isinstance(generation, int)
    accepted = parse_digest(document["accepted"])
    return Current(generation, parse_moment(document["refreshed"]), accepted)


def _read(path: Path, limit: int) -> bytes | None:
    try:
        return read_file(path, limit=limit)
    except Refused as error:
        if error.codes == (MISSING.id,):
            return None
        raise


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        # A file system without links, or two of them: a copy serves as well.
        shutil.copyfile(source, place)
