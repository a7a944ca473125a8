# SPDX-License-Identifier: Apache-2.0
"""The record of what a collection has safely done, from which it resumes after an interruption.

The journal is a file beside the `.partial` folder (`<bag>.collecting`), which remains when the bag
is given its name and so is never in a bag. Lines of JSON:

    {"agreed": {...}, "package": UUID}   once: what a resumed collection must have in common
    {"run": {...}}                        each time that it is begun or taken up: when, and by whom
    {"file": [...]}                       a file that was read, hashed and written
    {"part": [...]}                       a long file so far (`parts`): the last one counts
    {"durable": moment, "sha256": ...}    ends a batch, with the digest of its lines

A batch is written when the data of all its files are on the disk, and counts only with its last
line. So there is no fsync a file, and what is not known to be durable is read again. Nothing here
is evidence: a run that resumes compares every file with what the journal says of it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from rogatory.disk import BLOCK, faults_at, sync_file_system, sync_folder
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.hashing import Digests
from rogatory.evidence.member_forms import as_text, as_text_or_none
from rogatory.evidence.pipeline.partial_files import PartialFile
from rogatory.evidence.pipeline.pipeline import Lane
from rogatory.evidence.pipeline.plan import Fingerprint, Planned
from rogatory.wire.moments import format_moment, parse_moment

SUFFIX = b".collecting"

BATCH_FILES = 2000
"""Files after which the journal is made durable, so that an interruption costs the reading of
no more.
"""

BATCH_BYTES = 256 << 20
"""A batch costs one sync of the file system: far less than reading as much at the source."""

MOST_RUNS = 100
"""Each has a part of the journal that is read beside the others, with a file open for it."""

LONGEST_LINE = 1 << 20
"""Bytes of one line of the journal: a line of the inventory with what is noted beside it. A
damaged journal may have no line end.
"""

_KEPT_FACTS = ("atime_ns", "xattrs", "extents")
"""Facts that reading found or may have changed: the others are read again and must be the same."""

_OUT_OF_FORM = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""How reading stumbles over a line that no writer wrote."""

type FileState = tuple[int, int, int, int]
"""Inode, size and times of the stored file, which show whether anybody touched it since."""


@dataclass(frozen=True, slots=True)
class CollectionRun:
    """One part of a collection: when it began, the last moment it is known to have worked, who."""

    started: datetime
    ended: datetime
    authority: str | None
    officer: str | None
    version: str


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """One file that was collected."""

    path: str
    fingerprint: Fingerprint
    stored: FileState
    digests: Digests
    facts: Mapping[str, Any]


def stored_of(found: os.stat_result) -> FileState:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


class CollectJournal:
    """Writes one: `work` is the thread that takes what the writer of files has finished."""

    def __init__(self, path: bytes, folder: int, clock: Callable[[], datetime]) -> None:
        """Keep what the journal is written with; `folder` is the `.partial` folder, open since
        before anything was written.
        """
        self._path, self._folder, self._clock = path, folder, clock
        self._pending: list[bytes] = []
        self._files = self._bytes = 0
        self._failed = False
        self.durable_files = 0
        self.durable_part = False

    def begin(self, agreed: Mapping[str, str], package: str) -> None:
        """Begin a new journal; one that is left of a collection that has gone is replaced."""
        with faults_at(self._path):
            flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
            self._file = os.open(self._path, flags, 0o600)
            self._put(_line({"agreed": dict(agreed), "package": package}))
            sync_folder(Path(os.fsdecode(self._path)).parent)

    def take_up(self, good: int, files: int, *, part: bool) -> None:
        """Go on behind the `good` bytes of an earlier run's."""
        with faults_at(self._path):
            flags = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            self._file = os.open(self._path, flags)
            os.ftruncate(self._file, good)
        self.durable_files, self.durable_part = files, part

    def run(self, authority: str | None, officer: str | None, version: str) -> None:
        fields = {"started": format_moment(self._clock()), "version": version}
        self._put(_line({"run": fields | {"authority": authority, "officer": officer}}))

    def add(self, planned: Planned, found: os.stat_result) -> None:
        """Record a file that was written as a whole. A file that had a defect is left out, to be read again."""
        if planned.digests is None or planned.changed or planned.failed is not None:
            return
        facts = {name: planned.facts[name] for name in _KEPT_FACTS if name in planned.facts}
        row = [planned.path, planned.fingerprint, stored_of(found), planned.digests, facts]
        self._pending.append(_line({"file": row}))
        self._files += 1
        self._bytes += planned.size
        if self._files >= BATCH_FILES or self._bytes >= BATCH_BYTES:
            self.commit()

    def mark(self, part: PartialFile) -> None:
        """Make durable what a long file has so far, with all that was added before it."""
        row = [part.path, part.fingerprint, part.size, part.inode, part.offset, part.digests]
        self._pending.append(_line({"part": row}))
        self.commit()
        self.durable_part = self.durable_part or not self._failed

    def take(self, item: tuple[Planned, os.stat_result] | PartialFile) -> None:
        """Record a file or a mark, as the writer of files has finished it."""
        if isinstance(item, PartialFile):
            self.mark(item)
        else:
            self.add(*item)

    def work(self, lane: Lane[tuple[Planned, os.stat_result] | PartialFile | None]) -> None:
        """Record what the lane gives, until it gives None."""
        while (item := lane.take()) is not None:
            self.take(item)
        self.commit()

    def commit(self) -> None:
        """Make what was added durable: first the data, then the lines that say so."""
        if not self._pending or self._failed:
            return
        # A failure to write is reported once: a second sync would appear to have succeeded.
        self._failed = True
        sync_file_system(self._path, self._folder)
        lines = b"".join(self._pending)
        end = {"durable": format_moment(self._clock()), "sha256": hashlib.sha256(lines).hexdigest()}
        self._put(lines + _line(end))
        self.durable_files += self._files
        self._pending, self._files, self._bytes = [], 0, 0
        self._failed = False

    def close(self) -> None:
        os.close(self._file)

    def remove(self) -> None:
        """Remove the journal, when the bag has its name."""
        with faults_at(self._path):
            Path(os.fsdecode(self._path)).unlink(missing_ok=True)

    def _put(self, data: bytes) -> None:
        with faults_at(self._path):
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fdatasync(self._file)


class JournalRead:
    """The contents of a journal; refuses one that is none, or of more runs than can be followed."""

    def __init__(self, path: bytes) -> None:
        self._path = Path(os.fsdecode(path))
        self.agreed: dict[str, str] = {}
        self.package = ""
        self.runs: list[CollectionRun] = []
        self.files = 0
        self.good = 0
        self.part: PartialFile | None = None
        self._parts: list[tuple[int, int]] = []
        try:
            with self._path.open("rb") as stream:
                self._survey(stream)
        except (OSError, *_OUT_OF_FORM) as error:
            raise self._useless() from error
        if not self.package or len(self.runs) >= MOST_RUNS:
            raise self._useless()

    def _useless(self) -> Refused:
        return Refused(refusals.RESUME_JOURNAL.because(path=os.fsdecode(self._path)))

    def _survey(self, stream: IO[bytes]) -> None:
        """Find which bytes count: up to the last line that ends a run's head or a whole batch."""
        digest, files, at = hashlib.sha256(), 0, 0
        part: bytes | None = None
        while (line := stream.readline(LONGEST_LINE)).endswith(b"\n"):
            at += len(line)
            if line.startswith(b'{"file":'):
                digest.update(line)
                files += 1
                continue
            if line.startswith(b'{"part":'):
                digest.update(line)
                part = line
                continue
            try:
                found = json.loads(line)
            except ValueError:
                return
            if "durable" in found:
                if found["sha256"] != digest.hexdigest():
                    return
                if part is not None:
                    self.part = _part(json.loads(part)["part"])
                moment = parse_moment(found["durable"])
                last = self.runs[-1]
                self.runs[-1] = CollectionRun(
                    last.started, moment, last.authority, last.officer, last.version
                )
                self.files += files
                self._parts[-1] = self._parts[-1][0], at
            elif "run" in found:
                run_fields = found["run"]
                began = parse_moment(run_fields["started"])
                who = (
                    as_text_or_none(run_fields["authority"]),
                    as_text_or_none(run_fields["officer"]),
                )
                self.runs.append(CollectionRun(began, began, *who, as_text(run_fields["version"])))
                self._parts.append((at, at))
            else:
                agreed = found["agreed"].items()
                self.agreed = {name: as_text(field) for name, field in agreed}
                self.package = as_text(found["package"])
            self.good, digest, files, part = at, hashlib.sha256(), 0, None

    def parts(self) -> list[Iterator[CollectedFile]]:
        """Return the records of each run, in order of path within it."""
        return [self._records(start, stop) for start, stop in self._parts]

    def _records(self, start: int, stop: int) -> Iterator[CollectedFile]:
        with self._path.open("rb") as stream:
            stream.seek(start)
            at = start
            while at < stop:
                line = stream.readline(LONGEST_LINE)
                at += len(line)
                if not line.startswith(b'{"file":'):
                    continue
                try:
                    record = _record(json.loads(line)["file"])
                except _OUT_OF_FORM as error:
                    raise self._useless() from error
                yield record


def _record(row: Any) -> CollectedFile:
    path, mark, stored, digests, facts = row
    numbers = [*mark, *stored]
    if len(stored) != 4 or any(type(one) is not int for one in numbers):
        raise ValueError("what a file was known by is no list of numbers")
    return CollectedFile(
        as_text(path), tuple(mark), tuple(stored), tuple(map(as_text, digests)), dict(facts)
    )


def _part(row: Any) -> PartialFile:
    path, mark, size, inode, offset, digests = row
    numbers = [*mark, size, inode, offset]
    if len(mark) != 4 or any(type(one) is not int for one in numbers) or offset % BLOCK:
        raise ValueError("what a part was known by is no list of numbers")
    if not 0 < offset < size:
        raise ValueError("a part ends before its file does")
    texts = tuple(map(as_text, digests))
    return PartialFile(as_text(path), tuple(mark), size, inode, offset, texts)


def _line(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
