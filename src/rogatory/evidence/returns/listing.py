# SPDX-License-Identifier: Apache-2.0
"""List an archive's members, in the child: one line a member, and at the end what held it up."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from rogatory.disk import open_untouched
from rogatory.evidence.returns.formats import LOOKED_AT, archive_format
from rogatory.evidence.returns.members import ArchiveMember, Budget, ListingStoppedError
from rogatory.evidence.returns.tar_headers import SECTOR, is_header
from rogatory.evidence.returns.tar_members import TarMembers
from rogatory.evidence.returns.unpacking import BLOCK, UnpackedStream
from rogatory.evidence.returns.zip_directory import ZipFile
from rogatory.evidence.returns.zip_members import ZipMembers


class _LineSink(Protocol):
    def progress(self, done: int) -> None: ...
    def line(self, line: bytes) -> None: ...


def work(arguments: Mapping[str, Any], answers: _LineSink) -> dict[str, Any]:
    """Do the job `list-members`: `path`, the archive, and `archive`, what it is called in lines."""
    path = os.fsencode(arguments["path"])
    file = open_untouched(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        return listed(file, arguments["archive"], answers)
    finally:
        os.close(file)


def listed(file: int, archive: str, answers: _LineSink) -> dict[str, Any]:
    listing = ArchiveListing(file, answers.progress)
    members = 0
    stopped: str | None = None
    try:
        for member in listing.members():
            answers.line(member.line(archive, members))
            members += 1
    except ListingStoppedError as stop:
        stopped = str(stop)
    return {
        "expanded": listing.budget.spent,
        "format": listing.format,
        "members": members,
        "notes": listing.notes,
        "stopped": stopped,
    }


class ArchiveListing:
    """The members of one open archive, and what is to be said about the whole."""

    def __init__(self, file: int, progress: Any) -> None:
        self._file, self._progress = file, progress
        self._size = os.fstat(file).st_size
        self.budget = Budget(self._size)
        self.notes: list[str] = []
        self.format = archive_format(os.pread(file, LOOKED_AT, 0))

    def members(self) -> Iterator[ArchiveMember]:
        """Yield the members; raise `ListingStoppedError` where the listing cannot go on."""
        if self.format == "zip":
            yield from self._of_zip()
        elif self.format == "tar":
            yield from self._of_tar(_Counted(self._file, self._progress))
        elif self.format is not None:
            yield from self._of_packed(self.format)
        else:
            raise ListingStoppedError("it is no archive of a known kind")

    def _of_zip(self) -> Iterator[ArchiveMember]:
        found = ZipMembers(ZipFile(self._file), self.budget, lambda: self._progress(found.place))
        try:
            yield from found.members()
        finally:
            self.notes += found.notes

    def _of_tar(self, stream: Any) -> Iterator[ArchiveMember]:
        counted = stream if isinstance(stream, _Counted) else stream.counted
        yield from TarMembers(stream, counted.report_progress, self.budget).members()

    def _of_packed(self, packing: str) -> Iterator[ArchiveMember]:
        counted = _Counted(self._file, self._progress)
        unpacked = UnpackedStream(counted, packing, self.budget)
        start = unpacked.read(SECTOR)
        stream = _Begun(start, unpacked, counted)
        if is_header(start):
            self.format = f"tar+{packing}"
            yield from self._of_tar(stream)
        else:
            yield self._only_member(packing, stream)
        if unpacked.note:
            self.notes.append(unpacked.note)

    def _only_member(self, packing: str, stream: "_Begun") -> ArchiveMember:
        """Return what is packed without a container is one member without a name of its own."""
        hashed, size = hashlib.sha256(), 0
        while block := stream.read(BLOCK):
            hashed.update(block)
            size += len(block)
            stream.counted.report_progress()
        return ArchiveMember(b"", "file", size, self._size, hashed.hexdigest(), method=packing)


class _Counted:
    """A file read from start to end, which reports how far it is."""

    def __init__(self, file: int, progress: Any) -> None:
        self._file, self._progress = file, progress
        self._at = 0

    def read(self, size: int) -> bytes:
        data = b""
        while len(data) < size and (more := os.pread(self._file, size - len(data), self._at)):
            data += more
            self._at += len(more)
        return data

    def report_progress(self) -> None:
        self._progress(self._at)


class _Begun:
    """A stream of which the start was looked at."""

    def __init__(self, start: bytes, stream: UnpackedStream, counted: _Counted) -> None:
        self._start, self._stream, self.counted = start, stream, counted

    def read(self, size: int) -> bytes:
        if not self._start:
            return self._stream.read(size)
        part, self._start = self._start[:size], self._start[size:]
        return part + self._stream.read(size - len(part)) if len(part) < size else part
