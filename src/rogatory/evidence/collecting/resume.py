# SPDX-License-Identifier: Apache-2.0
"""Take up a collection where it was interrupted: what was safely collected is not read again.

A file is taken over if, and only if, all of this holds:

1. the journal has a whole batch with it, which says that its data were on the disk;
2. at the source it has the fingerprint (device, inode, times) and size that it had then;
3. the stored file has the inode, size and times that it had then;
4. it is a file: a device's times say nothing of its contents.

A file that was begun, and that holds 2 and 4, goes on at its last mark (`parts`) if its stored file has
the inode that the journal names, and what it holds up to the mark has every digest that it had: a file
that is planted in its place, or altered, has not. Its times say nothing, since it was written further.

Everything else that lies in the `.partial` folder is removed and, if it is still at the source,
read again from its beginning.
"""

import heapq
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rogatory.disk import PathEntry, faults_at, walk
from rogatory.errors import Reason, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.collecting.journal import CollectedFile, JournalRead, stored_of
from rogatory.evidence.hashing import Hash
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.pipeline.partial_files import PartialFile, hash_stored
from rogatory.evidence.pipeline.plan import Planned


def refuse_other(then: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Refuse, naming each, what is not as it was when the collection was begun."""
    refuse_if_any(
        refusals.RESUME_DIFFERS.because(
            field=field, then=then.get(field) or "nothing", now=now.get(field) or "nothing"
        )
        for field in sorted({*then, *now})
        if then.get(field, "") != now.get(field, "")
    )


class ResumedFile:
    """The result for the file that was begun: where it continues, or why it starts at its first
    byte.
    """

    def __init__(self, part: PartialFile | None, further: Sequence[str]) -> None:
        self._part, self._further = part, further
        self.hashes: list[Hash] | None = None
        self.at: tuple[str, int] | None = None
        self.anew: tuple[Reason, ...] = ()

    def take(self, planned: Planned, stored: PathEntry) -> bool:
        """Decide whether the file goes on behind what is stored of it; then it is marked so."""
        part = self._part
        if part is None or part.path != planned.path:
            return False
        if "device_number" in planned.facts or (part.fingerprint, part.size) != (
            planned.fingerprint,
            planned.size,
        ):
            self.anew = (refusals.PART_SOURCE.because(path=planned.path),)
            return False
        hashes = self._hashes(part, stored)
        if hashes is None:
            self.anew = (refusals.PART_ALTERED.because(path=planned.path),)
            return False
        self.hashes, self.at, planned.begun = hashes, (part.path, part.offset), part.offset
        return True

    def _hashes(self, part: PartialFile, stored: PathEntry) -> list[Hash] | None:
        if not stored.is_file or stored.status.st_nlink != 1:
            return None
        with faults_at(stored.path):
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            file = os.open(stored.name, flags, dir_fd=stored.folder)
            try:
                if os.fstat(file).st_ino != part.inode:
                    return None
                hashes = hash_stored(file, part.offset, self._further)
            finally:
                os.close(file)
        if hashes is None or tuple([one.hexdigest() for one in hashes]) != part.digests:
            return None
        return hashes


def taking_over(
    found: Iterable[Planned], folder: bytes, journal: JournalRead, begun: ResumedFile
) -> Iterator[Planned]:
    """Yield the same, those marked that need not be read again; what is stored beside them is removed."""
    _remove_tags(folder)
    stock = _Stock(folder + b"/" + DATA_FOLDER.rstrip("/").encode(), journal, begun)
    for planned in found:
        if planned.is_data:
            stock.claim(planned)
        yield planned
    stock.finish()


def _remove_tags(folder: bytes) -> None:
    """Tag files of a run that was interrupted at its end."""
    with faults_at(folder), os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != DATA_FOLDER.rstrip("/").encode():
                    shutil.rmtree(entry.path)
            else:
                Path(os.fsdecode(entry.path)).unlink()


class _Stock:
    """Three lists in one order, gone through together: stored files, records, and the plan."""

    def __init__(self, data: bytes, journal: JournalRead, begun: ResumedFile) -> None:
        self._begun = begun
        self._data = data
        self._walk = walk(data) if Path(os.fsdecode(data)).is_dir() else iter(())
        self._records = heapq.merge(*journal.parts(), key=_key)
        self._record = next(self._records, None)
        self._folders: list[tuple[bytes, list[bool]]] = []
        self._file: PathEntry | None = None
        self._next_file()

    def claim(self, planned: Planned) -> None:
        """Mark it as collected if it is; otherwise leave nothing in its place."""
        key = planned.path.encode()
        while self._file is not None and self._file.path < key:
            self._drop()
        known = list(self._known(key))
        if self._file is None or self._file.path != key:
            return
        stored = stored_of(self._file.status)
        for record in known:
            if (
                "device_number" not in planned.facts
                and self._file.is_file
                and record.fingerprint == planned.fingerprint
                and record.stored == stored
                and stored[1] == planned.size
            ):
                planned.kept = record.digests
                planned.facts.update(record.facts)
                self._keep()
                return
        if self._begun.take(planned, self._file):
            self._keep()
            return
        self._drop()

    def finish(self) -> None:
        while self._file is not None:
            self._drop()
        self._leave(b"")

    def _known(self, key: bytes) -> Iterator[CollectedFile]:
        while self._record is not None and self._record.path.encode() <= key:
            if self._record.path.encode() == key:
                yield self._record
            self._record = next(self._records, None)

    def _keep(self) -> None:
        for _, used in self._folders:
            used[0] = True
        self._next_file()

    def _drop(self) -> None:
        assert self._file is not None
        with faults_at(self._file.path):
            os.unlink(self._file.name, dir_fd=self._file.folder)
        self._next_file()

    def _next_file(self) -> None:
        """Find the next stored thing that is no folder; folders in which nothing was kept go."""
        for entry in self._walk:
            self._leave(entry.path)
            if not entry.is_folder:
                self._file = entry
                return
            self._folders.append((entry.path, [False]))
        self._file = None

    def _leave(self, path: bytes) -> None:
        while self._folders and not path.startswith(self._folders[-1][0] + b"/"):
            folder, used = self._folders.pop()
            if not used[0]:
                with faults_at(folder):
                    Path(os.fsdecode(self._data + b"/" + folder)).rmdir()


def _key(record: CollectedFile) -> bytes:
    return record.path.encode()
