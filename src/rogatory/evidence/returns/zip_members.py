# SPDX-License-Identifier: Apache-2.0
"""The members of a zip: each compared with its local header, read once, never written."""

import bz2
import hashlib
import stat
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from rogatory.evidence.returns.members import (
    LONGEST_NAME,
    MOST_MEMBERS,
    ArchiveMember,
    Budget,
    ListingStoppedError,
    problems_of_name,
    target_escapes,
)
from rogatory.evidence.returns.names_seen import NamesSeen
from rogatory.evidence.returns.unpacking import (
    BLOCK,
    Blockwise,
    DamagedStreamError,
    Deflate,
    NeedsMemory,
    StoredData,
    Unpacker,
    lzma_of_zip,
)
from rogatory.evidence.returns.zip_directory import (
    LOCAL,
    LOCAL_SIZE,
    CentralDirectory,
    ZipEntry,
    ZipFile,
    entries_of,
    find_directory,
    is_broken,
    unicode_name,
    wide_numbers,
)
from rogatory.evidence.returns.zip_names import names_differ, shown_name
from rogatory.evidence.returns.zip_places import Places

LARGEST_SIZE = 2**53 - 1
"""Bytes of a member: a JSON number that every reader keeps exactly. A zip can claim more."""

_METHODS = {
    0: "stored",
    8: "deflate",
    9: "deflate64",
    12: "bzip2",
    14: "lzma",
    93: "zstandard",
    95: "xz",
    98: "ppmd",
    99: "aes",
}

_DOS, _UNIX, _MAC = 0, 3, 19
_DOS_FOLDER = 0x10
_UTF8 = 1 << 11
_SIZES_FOLLOW = 1 << 3
_DESCRIPTOR = b"PK\x07\x08"


class ZipMembers:
    """Reads the members of a zip in the order of its central directory."""

    def __init__(self, file: ZipFile, budget: Budget, report: Callable[[], None]) -> None:
        self._file, self._budget, self._report = file, budget, report
        self._seen, self._places = NamesSeen(), Places()
        self.place = self._broken = 0
        self.notes: list[str] = []

    def members(self) -> Iterator[ArchiveMember]:
        """Yield each member once its data are hashed.

        Raises:
            Stopped: where the archive breaks its form, or passes a limit.
        """
        directory = find_directory(self._file)
        self.notes += directory.notes
        if directory.entries > MOST_MEMBERS:
            raise ListingStoppedError(f"it has more than {MOST_MEMBERS} members")
        for entry in entries_of(self._file, directory):
            yield self._member(entry, directory)
            self._report()
        if self._broken:
            self.notes.append(
                f"the extra fields of {self._broken} members claim more bytes than there are"
            )
        self._look_between(directory)

    def _member(self, entry: ZipEntry, directory: CentralDirectory) -> ArchiveMember:
        member = ArchiveMember(
            shown_name(entry.name, entry.unicode_name, says_utf8=bool(entry.flags & _UTF8)),
            _kind(entry),
            size=min(entry.size, LARGEST_SIZE),
            compressed=min(entry.compressed, LARGEST_SIZE),
            mode=_mode(entry),
            modified=_modified(entry),
            encrypted=entry.encrypted,
            method=_METHODS.get(entry.method, f"method {entry.method}"),
        )
        member.problems += problems_of_name(member.name)
        if entry.unicode_name is not None and names_differ(entry.name, entry.unicode_name):
            member.problems += ["names-differ", *problems_of_name(entry.name)]
        if (repeated := self._seen.problem(member.name)) is not None:
            member.problems.append(repeated)
        start = self._data_start(entry, member)
        if start is None or start + entry.compressed > directory.start:
            member.problems.append("damaged")
        elif not self._places.take(entry.offset, self._after(entry, start, member)):
            # Overlapping members are how a small zip unpacks to anything: none is read twice.
            member.problems.append("overlaps")
        elif not entry.encrypted:
            self._read(entry, member, start)
        return member

    def _data_start(self, entry: ZipEntry, member: ArchiveMember) -> int | None:
        """Find where its data begin; None if no local header is there."""
        head = self._file.read(entry.offset, LOCAL_SIZE)
        if len(head) < LOCAL_SIZE or not head.startswith(LOCAL):
            return None
        name_size = int.from_bytes(head[26:28], "little")
        extra_size = int.from_bytes(head[28:30], "little")
        rest = self._file.read(entry.offset + LOCAL_SIZE, name_size + extra_size)
        name, extra = rest[:name_size], rest[name_size:]
        self._broken += entry.has_broken_extra or is_broken(extra)
        flags = int.from_bytes(head[6:8], "little")
        method = int.from_bytes(head[8:10], "little")
        same = name == entry.name and method == entry.method
        if (
            not same
            or (flags ^ entry.flags) & (1 | _UTF8)
            or unicode_name(name, extra) not in {None, entry.unicode_name}
        ):
            member.problems.append("differs-from-local")
        crc, compressed, size = (int.from_bytes(head[at : at + 4], "little") for at in (14, 18, 22))
        size, compressed, _ = wide_numbers(extra, size, compressed, 0)
        pairs = zip((crc, compressed, size), (entry.crc, entry.compressed, entry.size), strict=True)
        # What a stream's header does not know yet is zero there; any other number is believed by
        # programs that read from the front.
        unknown = {0, 0xFFFFFFFF} if flags & _SIZES_FOLLOW else {0xFFFFFFFF}
        if not entry.encrypted and any(mine not in {theirs, *unknown} for mine, theirs in pairs):
            member.problems.append("differs-from-local")
        return entry.offset + LOCAL_SIZE + name_size + extra_size

    def _after(self, entry: ZipEntry, start: int, member: ArchiveMember) -> int:
        """Find where a member ends, with the record of its sizes where that follows: with a mark or
        without, and with sizes of four bytes or (zip64) of eight.
        """
        end = start + entry.compressed
        if not entry.flags & _SIZES_FOLLOW:
            return end
        found = self._file.read(end, 24)
        for mark in (_DESCRIPTOR, b""):
            for width in (8, 4):
                record = mark + entry.crc.to_bytes(4, "little")
                record += (entry.compressed % (1 << 8 * width)).to_bytes(width, "little")
                record += (entry.size % (1 << 8 * width)).to_bytes(width, "little")
                if found.startswith(record):
                    return end + len(record)
        member.problems.append("differs-from-local")
        if found.startswith((LOCAL, b"PK\x01\x02")):
            return end  # the record that was announced is not there
        return end + (16 if found.startswith(_DESCRIPTOR) else 12)

    def _read(self, entry: ZipEntry, member: ArchiveMember, start: int) -> None:
        self.place = start
        try:
            unpacker, begun = self._unpacker(entry, start)
        except NeedsMemory:
            member.problems.append("needs-memory")
            return
        except DamagedStreamError:
            member.problems.append("damaged")
            return
        if unpacker is None:
            member.problems.append("method-unknown")
            return
        hashed, crc, size = hashlib.sha256(), 0, 0
        target = b""
        try:
            for block in self._blocks(unpacker, start + begun, start + entry.compressed, entry):
                hashed.update(block)
                crc = zlib.crc32(block, crc)
                size += len(block)
                if member.kind == "link":
                    target = (target + block)[: LONGEST_NAME + 1]
        except DamagedStreamError:
            member.problems.append("damaged")
            return
        if size != entry.size:
            member.problems.append("size-differs")
        elif crc != entry.crc:
            member.problems.append("damaged")
        else:
            self._admit(member, hashed.hexdigest(), target)

    def _admit(self, member: ArchiveMember, digest: str, target: bytes) -> None:
        if member.kind == "file":
            member.sha256 = digest
        elif member.kind == "link":
            member.target = target[:LONGEST_NAME]
            if target_escapes(member.name, target):
                member.problems.append("target-escapes")

    def _unpacker(self, entry: ZipEntry, start: int) -> tuple[Unpacker | None, int]:
        """Return how its data are unpacked, and how many bytes precede them."""
        if entry.method == 0:
            return StoredData(), 0
        if entry.method == 8:
            return Deflate(-15), 0
        if entry.method == 12:
            return Blockwise(bz2.BZ2Decompressor()), 0
        if entry.method == 14:
            head = self._file.read(start, 9)
            if len(head) < 9 or entry.compressed < 9:
                raise DamagedStreamError("the LZMA properties are missing")
            return lzma_of_zip(head[4:9], entry.size), 9
        return None, 0

    def _blocks(self, unpacker: Unpacker, at: int, end: int, entry: ZipEntry) -> Iterator[bytes]:
        """Yield the member's data; one block more than announced shows that there are too many."""
        size = 0
        while not unpacker.ended and size <= entry.size:
            data = b""
            if unpacker.hungry:
                data = self._file.read(at, min(BLOCK, end - at))
                at += len(data)
                self.place = at
                self._report()
            block = unpacker.give(data, BLOCK)
            if not block and not data and unpacker.hungry:
                return  # all is given, and no more comes
            size += len(block)
            self._budget.spend(len(block))
            yield block

    def _look_between(self, directory: CentralDirectory) -> None:
        """Look for members between those that the central directory names."""
        hidden = other = 0
        for start, end in self._places.gaps(directory.shift, directory.start):
            if self._file.read(start, 4) in {LOCAL, b"PK\x01\x02"}:
                hidden += 1
            else:
                other += end - start
        if hidden:
            self.notes.append(
                f"in {hidden} places lie entries that its central directory does not name"
            )
        if other:
            self.notes.append(f"{other} bytes in it belong to no member")


def _mode(entry: ZipEntry) -> int | None:
    return (entry.attributes >> 16) & 0o7777 if entry.made_by in {_UNIX, _MAC} else None


def _kind(entry: ZipEntry) -> str:
    if entry.made_by in {_UNIX, _MAC}:
        mode = entry.attributes >> 16
        if stat.S_ISLNK(mode):
            return "link"
        if stat.S_ISDIR(mode):
            return "folder"
        # `zip - -` keeps the kind of the pipe that it read; every program unpacks a file.
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFIFO}:
            return "unknown"
    is_dos_folder = entry.made_by == _DOS and bool(entry.attributes & _DOS_FOLDER)
    return "folder" if is_dos_folder or entry.name.endswith(b"/") else "file"


def _modified(entry: ZipEntry) -> str | None:
    """Return when the member was modified: in UTC where the archive has it so, else a local time of
    an unknown place, without `Z`.
    """
    try:
        if entry.unix_time is not None:
            at = datetime.fromtimestamp(entry.unix_time, UTC)
            return at.strftime("%Y-%m-%dT%H:%M:%SZ")
        date, time = entry.dos_time >> 16, entry.dos_time & 0xFFFF
        at = datetime(  # noqa: DTZ001 - no zone is known
            (date >> 9) + 1980,
            date >> 5 & 15,
            date & 31,
            time >> 11,
            time >> 5 & 63,
            (time & 31) * 2,
        )
        return at.strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return None
