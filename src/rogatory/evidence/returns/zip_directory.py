# SPDX-License-Identifier: Apache-2.0
"""The central directory of a zip, read entry by entry and never as a whole."""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.evidence.returns.members import ListingStoppedError

_END = b"PK\x05\x06"
_END_SIZE = 22
_END64 = b"PK\x06\x06"
_LOCATOR64 = b"PK\x06\x07"
_ENTRY = b"PK\x01\x02"
_ENTRY_SIZE = 46
LOCAL = b"PK\x03\x04"
LOCAL_SIZE = 30

_FULL16 = 0xFFFF
_FULL32 = 0xFFFFFFFF
_FULL = (_FULL16, _FULL16, _FULL16, _FULL16, _FULL32, _FULL32)
"""The value of each number of the end record whose real value is in the wide one."""

_EXTRA_SIZES = 0x0001
_EXTRA_TIMES = 0x5455
_EXTRA_NAME = 0x7075


class ZipFile:
    """An open file that is read by place."""

    def __init__(self, file: int) -> None:
        self._file = file
        self.size = os.fstat(file).st_size

    def read(self, at: int, size: int) -> bytes:
        """Read so many bytes, fewer only where the file ends."""
        data = os.pread(self._file, size, at) if at >= 0 else b""
        while len(data) < size and (more := os.pread(self._file, size - len(data), at + len(data))):
            data += more
        return data


@dataclass(frozen=True, slots=True)
class CentralDirectory:
    """The place of the central directory; `shift` is the number of bytes before the archive's first
    byte.
    """

    start: int
    end: int
    entries: int
    shift: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One entry of the central directory, its sizes and place in full."""

    name: bytes
    flags: int
    method: int
    crc: int
    compressed: int
    size: int
    offset: int
    made_by: int
    attributes: int
    dos_time: int
    unix_time: int | None
    unicode_name: bytes | None
    has_broken_extra: bool

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & 0x2041)  # encrypted, strongly, or with a masked header


def find_directory(file: ZipFile) -> CentralDirectory:
    """Find the one central directory; raise `ListingStoppedError` where there is none, or more than one."""
    window = min(file.size, _END_SIZE + _FULL16)
    base = file.size - window
    tail = file.read(base, window)
    fitting, loose = [], []
    at = tail.rfind(_END)
    while at >= 0:
        if at + _END_SIZE <= len(tail):
            comment = int.from_bytes(tail[at + 20 : at + 22], "little")
            end = at + _END_SIZE + comment
            if end == len(tail):
                fitting.append(at)
            elif end < len(tail):
                loose.append(at)
        at = tail.rfind(_END, 0, at)
    if len(fitting) > 1:
        raise ListingStoppedError("it has two ends that both fit, and so two central directories")
    if not fitting and not loose:
        raise ListingStoppedError("it has no central directory; it may be cut off")
    notes = [] if fitting else ["bytes follow its end"]
    place = (fitting or loose)[0]
    return _directory(file, tail[place : place + _END_SIZE], base + place, notes)


def _directory(file: ZipFile, record: bytes, place: int, notes: list[str]) -> CentralDirectory:
    disk, first, here, entries, size, offset = struct.unpack("<HHHHII", record[4:20])
    end = place
    narrow = (disk, first, here, entries, size, offset)
    if (wide := _directory64(file, place, narrow)) is not None:
        disk, first, here, entries, size, offset, end = wide
        if any(a not in {b, full} for a, b, full in zip(narrow, wide[:6], _FULL, strict=True)):
            notes.append("its two end records contradict each other")
    if disk != first or here != entries or disk != 0:
        raise ListingStoppedError("it is one part of a zip in several files")
    start = end - size
    shift = start - offset
    if start < 0 or shift < 0:
        raise ListingStoppedError("its central directory is not where its end says")
    if shift:
        notes.append(f"{shift} bytes precede it")
    return CentralDirectory(start, end, entries, shift, tuple(notes))


def _directory64(
    file: ZipFile, place: int, narrow: tuple[int, ...]
) -> tuple[int, int, int, int, int, int, int] | None:
    """Read the wide end record. It counts wherever it is: what is written to a pipe has it, though
    the narrow one holds every number (`zip -`).
    """
    locator = file.read(place - 20, 20) if place >= 20 else b""
    if not locator.startswith(_LOCATOR64):
        return None
    (offset,) = struct.unpack("<Q", locator[8:16])
    # Where bytes precede the archive the record is found right before its locator.
    for at in (offset, place - 20 - 56):
        record = file.read(at, 56) if 0 <= at < file.size else b""
        if len(record) == 56 and record.startswith(_END64):
            disk, first, here, entries, size, start = struct.unpack("<IIQQQQ", record[16:56])
            return disk, first, here, entries, size, start, at
    if any(a == full for a, full in zip(narrow, _FULL, strict=True)):
        raise ListingStoppedError("its zip64 end record is missing")
    return None


def entries_of(file: ZipFile, directory: CentralDirectory) -> Iterator[ZipEntry]:
    """Yield the entries in order; raise `ListingStoppedError` where the directory breaks its form."""
    at = directory.start
    for _ in range(directory.entries):
        head = file.read(at, _ENTRY_SIZE)
        if len(head) < _ENTRY_SIZE or not head.startswith(_ENTRY) or at >= directory.end:
            raise ListingStoppedError("its central directory breaks off")
        (made_by, _, flags, method, time, crc, compressed, size) = struct.unpack(
            "<HHHHIIII", head[4:28]
        )
        name_size, extra_size, comment_size = struct.unpack("<HHH", head[28:34])
        attributes, offset = struct.unpack("<II", head[38:46])
        rest = file.read(at + _ENTRY_SIZE, name_size + extra_size)
        if len(rest) < name_size + extra_size:
            raise ListingStoppedError("its central directory breaks off")
        name, extra = rest[:name_size], rest[name_size:]
        size, compressed, offset = wide_numbers(extra, size, compressed, offset)
        yield ZipEntry(
            name=name,
            flags=flags,
            method=method,
            crc=crc,
            compressed=compressed,
            size=size,
            offset=offset + directory.shift,
            made_by=made_by >> 8,
            attributes=attributes,
            dos_time=time,
            unix_time=_unix_time(extra),
            unicode_name=unicode_name(name, extra),
            has_broken_extra=is_broken(extra),
        )
        at += _ENTRY_SIZE + name_size + extra_size + comment_size
    if at != directory.end:
        raise ListingStoppedError("its central directory holds more entries than its end says")


def extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[at : at + 4])
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def is_broken(extra: bytes) -> bool:
    """Decide whether a field claims more bytes than there are: some programs refuse the whole archive then.
    Zeros that fill up are no field.
    """
    at = 0
    while at + 4 <= len(extra):
        at += 4 + int.from_bytes(extra[at + 2 : at + 4], "little")
    return at > len(extra)


def unicode_name(name: bytes, extra: bytes) -> bytes | None:
    """Return the name that Info-ZIP's field has for the one in the header, which its checksum
    names; unzip, Python and libarchive take it.
    """
    for kind, data in extra_fields(extra):
        crc = int.from_bytes(data[1:5], "little")
        if kind == _EXTRA_NAME and len(data) > 5 and data[0] == 1 and crc == zlib.crc32(name):
            return data[5:]
    return None


def wide_numbers(extra: bytes, size: int, compressed: int, offset: int) -> tuple[int, int, int]:
    """Return sizes and place in full, from the zip64 field."""
    for kind, data in extra_fields(extra):
        if kind == _EXTRA_SIZES:
            values = [int.from_bytes(data[i : i + 8], "little") for i in range(0, len(data) - 7, 8)]
            values.reverse()
            size = values.pop() if size == _FULL32 and values else size
            compressed = values.pop() if compressed == _FULL32 and values else compressed
            offset = values.pop() if offset == _FULL32 and values else offset
    return size, compressed, offset


def _unix_time(extra: bytes) -> int | None:
    for kind, data in extra_fields(extra):
        if kind == _EXTRA_TIMES and len(data) >= 5 and data[0] & 1:
            return int.from_bytes(data[1:5], "little", signed=True)
    return None
