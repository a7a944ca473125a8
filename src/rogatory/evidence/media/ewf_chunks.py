# SPDX-License-Identifier: Apache-2.0
"""Every chunk of an EWF image, each compared with its own checksum, in fixed memory.

libewf hands out data for a damaged chunk without a word. So the tables are read here, too: an
uncompressed chunk has an Adler-32 behind it, a compressed one the checksum of its zlib stream.
A chunk holds if its checksum does and it has the length that its place demands.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from rogatory.evidence.media.ewf_sections import (
    HEADER,
    ChunkTable,
    DamagedSectionError,
    EwfSection,
    SegmentFile,
    Volume,
    checksum,
)

MOST_NOTES = 50
"""Sentences about an image that are kept."""

MOST_ERRORS = 1000
"""Acquisition errors that are kept: an image can state any number of them."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk in order: its data, or (None) that they do not hold; `size` is what it must have."""

    index: int
    size: int
    data: bytes | None


@dataclass(slots=True)
class EwfMetadata:
    """The statements of the segment files beside the chunks, as far as they have been read.

    `notes` are sentences about damage that lost no data, or that lost all that follows. `lost` is
    the number of chunks whose place no table gives.
    """

    volume: Volume | None = None
    digests: dict[str, str] = field(default_factory=dict)
    errors: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: int = 0

    def note(self, text: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(text)


class EwfReader:
    """The chunks of a set, given by its segment files in order."""

    def __init__(self, paths: Sequence[bytes]) -> None:
        self._paths = paths
        self.stated = EwfMetadata()
        self.beyond = b""
        """Bytes behind the last sector that fill none: of a source that was not whole sectors. The
        geometry does not count them, the digests that the image states do.
        """
        self._index = 0

    def chunks(self) -> Iterator[Chunk]:
        """Yield every chunk whose place a table gives; the number of chunks of the geometry that
        are then missing is in `stated.lost`. Their number is anything the image claims, so nothing
        is done for each of them.

        Raises:
            Damaged: no geometry can be found before the first chunk.
        """
        try:
            for number, path in enumerate(self._paths, 1):
                yield from self._segment(path, number)
        except (DamagedSectionError, OSError) as error:
            if self.stated.volume is None:
                raise DamagedSectionError(str(error)) from error
            self.stated.note(f"{error}; what follows there was not read")
        volume = self.stated.volume
        if volume is None:
            raise DamagedSectionError("it says nothing about its geometry")
        self.stated.lost = -(-self.left(volume) // volume.chunk_size)

    def left(self, volume: Volume) -> int:
        return max(volume.size - self._index * volume.chunk_size, 0)

    def next(self, volume: Volume, data: bytes | None) -> Chunk:
        size = min(volume.chunk_size, self.left(volume))
        chunk = Chunk(self._index, size, data)
        self._index += 1
        return chunk

    def _segment(self, path: bytes, number: int) -> Iterator[Chunk]:
        with SegmentFile(path) as file:
            if file.number() != number:
                raise DamagedSectionError(
                    f"segment {number} says that it is segment {file.number()}"
                )
            yield from _Segment(self, file, number).chunks()


class _Segment:
    """The walk through one segment file."""

    def __init__(self, reader: EwfReader, file: SegmentFile, number: int) -> None:
        self._reader, self._file, self._number = reader, file, number
        self._stated = reader.stated
        self._data_end: int | None = None
        self._damaged_table: EwfSection | None = None
        self._last_table: ChunkTable | None = None
        self._passed = HEADER

    def chunks(self) -> Iterator[Chunk]:
        for section in self._file.sections():
            kind = section.kind
            if kind in {"sectors", "table", "next", "done"} and self._damaged_table is not None:
                raise self._lost(self._damaged_table)
            if kind == "sectors":
                self._data_end = section.end
            elif kind == "table":
                yield from self._table(section)
            elif kind == "table2":
                yield from self._copy(section)
            else:
                self.state(section)

    def _lost(self, table: EwfSection) -> DamagedSectionError:
        return DamagedSectionError(
            f"the chunk table at byte {table.start} of segment {self._number} is damaged"
        )

    def _note(self, text: str) -> None:
        self._stated.note(f"segment {self._number}: {text}")

    def state(self, section: EwfSection) -> None:
        """Read the sections beside the chunks; damage there is reported and loses nothing else."""
        try:
            if section.kind in {"volume", "disk", "data"}:
                self._geometry(section)
            elif section.kind in {"hash", "digest"}:
                for name, value in self._file.digests(section).items():
                    if self._stated.digests.setdefault(name, value) != value:
                        self._note(f"two {name} digests are stored, and they differ")
            elif section.kind == "error2":
                errors = self._file.errors(section)
                self._stated.errors += errors[: MOST_ERRORS - len(self._stated.errors)]
        except DamagedSectionError as error:
            if self._stated.volume is None:
                raise
            self._note(str(error))

    def _geometry(self, section: EwfSection) -> None:
        found = self._file.volume(section)
        if self._stated.volume is None:
            self._stated.volume = found
        elif found != self._stated.volume:
            self._note(f"the {section.kind} section states another geometry than the first")

    def _table(self, section: EwfSection) -> Iterator[Chunk]:
        try:
            table = self._last_table = self._file.table(section)
        except DamagedSectionError:
            self._damaged_table, self._last_table = section, None
            return
        yield from self._of_table(table, self._end(table, section))

    def _copy(self, section: EwfSection) -> Iterator[Chunk]:
        """Yield the chunks of the second table, which follows the first and repeats it."""
        damaged, self._damaged_table = self._damaged_table, None
        try:
            table = self._file.table(section)
        except DamagedSectionError as error:
            if damaged is not None:
                raise self._lost(damaged) from error
            self._note(f"{error}; the first table was used")
            return
        if damaged is not None:
            self._note(f"the chunk table at byte {damaged.start} is damaged; its copy was used")
            yield from self._of_table(table, self._end(table, damaged))
        elif self._last_table is not None and table != self._last_table:
            self._note("the two chunk tables differ; the first was used")

    def _end(self, table: ChunkTable, section: EwfSection) -> int:
        """Return where the last chunk ends: at its table's section's end, if that section contains
        chunks.
        """
        behind = section.start + table.size
        first = next((start for start, _, _ in table.places(section.end)), behind)
        if self._data_end is None or behind <= first < section.end:
            return section.end
        return self._data_end

    def _of_table(self, table: ChunkTable, end: int) -> Iterator[Chunk]:
        volume = self._stated.volume
        if volume is None:
            raise DamagedSectionError("chunks precede the geometry")
        reader = self._reader
        for start, stop, compressed in table.places(end):
            left = reader.left(volume)
            if not left:
                self._beyond(start, stop, volume, compressed=compressed)
                return
            data = self._chunk(start, stop, volume, left, compressed=compressed)
            yield reader.next(volume, data)

    def _beyond(self, start: int, stop: int, volume: Volume, *, compressed: bool) -> None:
        """Keep a chunk behind those of the geometry if it is the rest of a sector; note it if
        nobody can place it.
        """
        reader, whole = self._reader, volume.bytes_per_sector
        data = self._chunk(start, stop, volume, 0, compressed=compressed, most=whole)
        if data and len(data) < whole and not reader.beyond and not volume.size % volume.chunk_size:
            reader.beyond = data
        else:
            self._note("there are more chunks than the geometry has; they were not read")

    def _chunk(
        self,
        start: int,
        stop: int,
        volume: Volume,
        left: int,
        *,
        compressed: bool,
        most: int | None = None,
    ) -> bytes | None:
        size = stop - start
        # Writers only append. Chunks that share bytes are how a small image unpacks to anything.
        if start < self._passed:
            return None
        # Deflate adds less than a hundredth; a place longer than this is no chunk's.
        if stop > self._file.size or not 4 < size <= 2 * volume.chunk_size + 1024:
            return None
        self._passed = stop
        stored = self._file.read(start, size)
        data = _unpacked(stored, volume.chunk_size) if compressed else _plain(stored)
        if data is None or len(data) < min(left, volume.chunk_size):
            return None
        if len(data) > volume.chunk_size:
            return None
        if most is not None:
            return data[:most]
        if left < len(data) < left + volume.bytes_per_sector:
            self._reader.beyond = data[left:]
        return data[:left]


def _plain(stored: bytes) -> bytes | None:
    data = memoryview(stored)[:-4]
    return bytes(data) if checksum(data) == int.from_bytes(stored[-4:], "little") else None


def _unpacked(stored: bytes, limit: int) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(stored, limit + 1)
    except zlib.error:
        return None
    return data if unpacker.eof else None


def stated_at_end(path: bytes) -> EwfMetadata:
    """Return what the last segment file states after its chunks, without reading them."""
    reader = EwfReader([path])
    # A geometry of nothing: damage beside the chunks is then reported, and does not end the walk.
    reader.stated.volume = Volume(0, 1, 1, 0)
    with SegmentFile(path) as file, suppress(DamagedSectionError):
        walk = _Segment(reader, file, 0)
        for section in file.sections():
            if section.kind in {"hash", "digest", "error2"}:
                walk.state(section)
    return reader.stated


def ends_in(path: bytes) -> str | None:
    """Return the kind of a segment file's last section, `next` or `done`; None if it breaks off."""
    kind = None
    try:
        with SegmentFile(path) as file:
            for section in file.sections():
                kind = section.kind
    except DamagedSectionError:
        return None
    return kind


def geometry_of(path: bytes) -> Volume | None:
    """Return the geometry that a first segment file states; None if it states none."""
    with suppress(DamagedSectionError, OSError), SegmentFile(path) as file:
        for section in file.sections():
            if section.kind in {"volume", "disk", "data"}:
                return file.volume(section)
    return None
