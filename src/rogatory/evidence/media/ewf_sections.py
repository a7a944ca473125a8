# SPDX-License-Identifier: Apache-2.0
"""The structure of an EWF (E01) segment file of version 1, read strictly.

A segment file is a header and a chain of sections, each with a descriptor that has a checksum.
The layout is that of libewf's published description of the format. Nothing read here is
trusted: offsets lie in the file, sections come one after the other, checksums hold.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from rogatory.disk import open_untouched

SIGNATURE = b"EVF\x09\x0d\x0a\xff\x00"
SIGNATURE_V2 = b"EVF2\x0d\x0a\x81\x00"
SIGNATURE_LOGICAL = b"LVF\x09\x0d\x0a\xff\x00"

HEADER = 13
DESCRIPTOR = 76
_TABLE_HEADER = 24
_OFFSET = 0x7FFFFFFF

MOST_ENTRIES = 1 << 20
"""Chunks of one table. Writers stay at 65,534; a table that claims more is aimed at memory."""

LARGEST_CHUNK = 64 << 20
"""Bytes of one chunk, unpacked: twice the 32 MiB that any writer offers."""

MOST_SECTIONS = 100_000
"""Sections of one file: a chain of empty ones is walked for nothing. A file of a tebibyte whose
tables are as small as any writer's has a few thousand."""

LARGEST_SMALL = 1 << 20
"""Bytes of a section that is read whole: digests, the volume, errors."""


class DamagedSectionError(Exception):
    """A part of the file is not as the format has it: where, and what is wrong."""


@dataclass(frozen=True, slots=True)
class EwfSection:
    """One section: `start` is the offset of its descriptor, `end` the offset at which the section
    ends.
    """

    kind: str
    start: int
    end: int

    @property
    def data(self) -> int:
        return self.start + DESCRIPTOR


@dataclass(frozen=True, slots=True)
class Volume:
    """The geometry: how many sectors of what size, and how many of them make a chunk."""

    sectors: int
    bytes_per_sector: int
    sectors_per_chunk: int
    chunks: int

    @property
    def size(self) -> int:
        return self.sectors * self.bytes_per_sector

    @property
    def chunk_size(self) -> int:
        return self.sectors_per_chunk * self.bytes_per_sector


@dataclass(frozen=True, slots=True)
class ChunkTable:
    """Where the chunks of one table begin, and whether each is compressed."""

    base: int
    entries: tuple[int, ...]
    size: int

    def places(self, end: int) -> Iterator[tuple[int, int, bool]]:
        """Start, end and compression of each chunk; the last one ends at `end`.

        A writer that passes 2^31 within one table goes on with all 32 bits of the offset, and
        compresses no more.
        """
        passed = False
        for number, entry in enumerate(self.entries):
            start = entry if passed else entry & _OFFSET
            compressed = not passed and entry > _OFFSET
            stop = end - self.base
            if number + 1 < len(self.entries):
                following = self.entries[number + 1]
                stop = following if passed else following & _OFFSET
                stop = following if stop < start else stop
            yield self.base + start, self.base + stop, compressed
            passed = passed or stop > _OFFSET


def checksum(data: bytes | memoryview) -> int:
    return zlib.adler32(data)


class SegmentFile:
    """One segment file, open. Raises OSError where it cannot be read."""

    def __init__(self, path: bytes) -> None:
        self.path = path
        self._file = open_untouched(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        self.size = os.fstat(self._file).st_size

    def close(self) -> None:
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def read(self, at: int, size: int) -> bytes:
        """Read exactly so many bytes."""
        data = os.pread(self._file, size, at) if size else b""
        while len(data) < size:
            more = os.pread(self._file, size - len(data), at + len(data))
            if not more:
                raise DamagedSectionError(f"the file ends before byte {at + size}")
            data += more
        return data

    def number(self) -> int:
        """Return the number in the file header."""
        data = self.read(0, HEADER)
        fields, number, end = struct.unpack("<BHH", data[8:])
        if data[:8] != SIGNATURE or fields != 1 or end != 0:
            raise DamagedSectionError("it does not begin as an EWF segment file does")
        return int(number)

    def sections(self) -> Iterator[EwfSection]:
        """Yield the sections in order; raise `DamagedSectionError` where the chain breaks."""
        at = HEADER
        for _ in range(MOST_SECTIONS):
            section, following = self._descriptor(at)
            yield section
            if section.kind in {"next", "done"}:
                return
            at = following
        raise DamagedSectionError(f"it has more than {MOST_SECTIONS} sections")

    def _descriptor(self, at: int) -> tuple[EwfSection, int]:
        data = self.read(at, DESCRIPTOR)
        name, following, size = struct.unpack("<16sQQ", data[:32])
        if checksum(data[:72]) != int.from_bytes(data[72:], "little"):
            raise DamagedSectionError(f"the checksum of the section at byte {at} differs")
        kind = name.rstrip(b"\0").decode("ascii", "replace")
        if kind in {"next", "done"}:
            return EwfSection(kind, at, at + DESCRIPTOR), at
        if not at + DESCRIPTOR <= following <= self.size:
            raise DamagedSectionError(f"the section at byte {at} leads out of the file")
        # Some writers leave the size 0; the next section's place is what all of them follow.
        end = at + size if DESCRIPTOR <= size <= following - at else following
        return EwfSection(kind, at, end), following

    def small(self, section: EwfSection) -> bytes:
        """Return the data of a section that is read whole."""
        if section.end - section.data > LARGEST_SMALL:
            raise DamagedSectionError(
                f"the {section.kind} section at byte {section.start} is too large"
            )
        return self.read(section.data, section.end - section.data)

    def volume(self, section: EwfSection) -> Volume:
        """Return the geometry in a `volume`, `disk` or `data` section."""
        data = self.small(section)
        if len(data) >= 1052:
            self._check(data[:1048], data[1048:1052], section)
            chunks, per_chunk, per_sector, sectors = struct.unpack("<IIIQ", data[4:24])
        elif len(data) >= 94:  # as SMART writes it
            self._check(data[:90], data[90:94], section)
            chunks, per_chunk, per_sector, sectors = struct.unpack("<IIII", data[4:20])
        else:
            raise DamagedSectionError("the section with the geometry is too short")
        found = Volume(sectors, per_sector, per_chunk, chunks)
        if not 0 < found.chunk_size <= LARGEST_CHUNK or found.size > 2**53 - 1:
            raise DamagedSectionError("the geometry is impossible")
        return found

    def table(self, section: EwfSection) -> ChunkTable:
        """Return the table of a `table` or `table2` section, every checksum compared."""
        header = self.read(section.data, _TABLE_HEADER)
        count, base = struct.unpack("<I4xQ", header[:16])
        self._check(header[:20], header[20:], section)
        first = section.data + _TABLE_HEADER
        if count > MOST_ENTRIES or first + 4 * count > section.end:
            raise DamagedSectionError(
                f"the {section.kind} at byte {section.start} has an impossible length"
            )
        data = self.read(first, 4 * count)
        entries = struct.unpack(f"<{count}I", data)
        size = DESCRIPTOR + _TABLE_HEADER + 4 * count
        # SMART lets the first chunk follow at once; all others put a checksum between.
        at_once = count and base + (entries[0] & _OFFSET) == section.start + size
        if count and not at_once:
            self._check(data, self.read(first + 4 * count, 4), section)
            size += 4
        return ChunkTable(base, entries, size)

    def _check(self, data: bytes, expected: bytes, section: EwfSection) -> None:
        if checksum(data) != int.from_bytes(expected, "little"):
            raise DamagedSectionError(
                f"a checksum of the {section.kind} at byte {section.start} differs"
            )

    def digests(self, section: EwfSection) -> dict[str, str]:
        """Return what a `hash` or `digest` section stores."""
        data = self.small(section)
        length = {"hash": 32, "digest": 76}[section.kind]
        if len(data) < length + 4:
            raise DamagedSectionError(f"the {section.kind} section is too short")
        self._check(data[:length], data[length : length + 4], section)
        found = {"md5": data[:16]}
        if section.kind == "digest":
            found["sha1"] = data[16:36]
        return {name: value.hex() for name, value in found.items() if any(value)}

    def errors(self, section: EwfSection) -> list[tuple[int, int]]:
        """Return first sector and number of sectors of each error that the acquisition met."""
        data = self.small(section)
        if len(data) < 520:
            raise DamagedSectionError("the section of acquisition errors is too short")
        self._check(data[:516], data[516:520], section)
        count = int.from_bytes(data[:4], "little")
        if 520 + 8 * count + 4 > len(data):
            raise DamagedSectionError("the section of acquisition errors is too short")
        body = data[520 : 520 + 8 * count]
        self._check(body, data[520 + 8 * count :][:4], section)
        return [(int(start), int(length)) for start, length in struct.iter_unpack("<II", body)]
