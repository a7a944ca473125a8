# SPDX-License-Identifier: Apache-2.0
"""Files that a tar stores without their holes: GNU's old form, and the pax forms 0.0, 0.1 and 1.0.

The digest of such a member is that of the file with its holes filled by zeros, as every program
that knows the form unpacks it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.evidence.returns.members import ListingStoppedError
from rogatory.evidence.returns.tar_headers import (
    LARGEST_SIZE,
    SECTOR,
    Extension,
    decimal,
    header_number,
)
from rogatory.evidence.returns.unpacking import PackedSource

MOST_SPANS = 1 << 20
"""Spans of one sparse file: its map is held in memory."""

_LONGEST_LINE = 80

_BROKEN = "the map of a sparse file contradicts itself"


@dataclass(frozen=True, slots=True)
class SparseMap:
    """Where the stored data belong: `spans` of offset and length, in a file of `size` bytes.

    `read` counts the stored bytes that the map itself took.
    """

    size: int
    spans: tuple[tuple[int, int], ...]
    read: int = 0

    @property
    def stored(self) -> int:
        return sum(length for _, length in self.spans)

    def checked(self, stored: int) -> "SparseMap":
        """Refuse a map whose spans overlap, leave the file, or need other data than are stored."""
        at = 0
        for offset, length in self.spans:
            if offset < at:
                raise ListingStoppedError(_BROKEN)
            at = offset + length
        if at > self.size or self.size > LARGEST_SIZE or self.stored + self.read != stored:
            raise ListingStoppedError(_BROKEN)
        return self

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Yield the file in order, as pairs of zeros and then stored bytes."""
        at = 0
        for offset, length in self.spans:
            yield offset - at, length
            at = offset + length
        yield self.size - at, 0


def old_map(block: bytes, stream: PackedSource, stored: int) -> SparseMap:
    """Read GNU's old form: spans in the header, further ones in blocks between it and the data."""
    spans = list(_spans(block[386:482]))
    more, size = block[482], header_number(block[483:495])
    while more:
        block = stream.read(SECTOR)
        if len(block) < SECTOR:
            raise ListingStoppedError("it breaks off within a header")
        spans += _spans(block[:504])
        more = block[504]
        _refuse_many(len(spans))
    return SparseMap(size, tuple(spans)).checked(stored)


def _spans(data: bytes) -> Iterator[tuple[int, int]]:
    for at in range(0, len(data) - 23, 24):
        if data[at] == 0:
            return
        yield _natural(data[at : at + 12]), _natural(data[at + 12 : at + 24])


def _natural(field: bytes) -> int:
    value = header_number(field)
    if value < 0:
        raise ListingStoppedError(_BROKEN)
    return value


def is_pax_sparse(extension: Extension) -> bool:
    return any(key.startswith(b"GNU.sparse.") for key in extension.records) or bool(extension.spans)


def sparse_name(extension: Extension) -> bytes | None:
    """Return the file's own name; the header then has one that was made for programs without the form."""
    return extension.records.get(b"GNU.sparse.name")


def pax_map(extension: Extension, stream: PackedSource, stored: int) -> SparseMap:
    """Read the map of a pax form: 1.0 has it before the data, 0.1 in one record, 0.0 in many."""
    records = extension.records
    major, minor = records.get(b"GNU.sparse.major", b"0"), records.get(b"GNU.sparse.minor", b"0")
    size = decimal(records.get(b"GNU.sparse.realsize") or records.get(b"GNU.sparse.size") or b"")
    if (major, minor) == (b"1", b"0"):
        return _map_before_data(stream, size, stored)
    if major != b"0":
        raise ListingStoppedError("a sparse file is stored in a form that is not known")
    if b"GNU.sparse.map" in records:
        numbers = [decimal(each) for each in records[b"GNU.sparse.map"].split(b",")]
        if len(numbers) % 2:
            raise ListingStoppedError(_BROKEN)
        spans = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    else:
        spans = tuple((decimal(offset), decimal(length)) for offset, length in extension.spans)
    return SparseMap(size, spans).checked(stored)


def _map_before_data(stream: PackedSource, size: int, stored: int) -> SparseMap:
    lines = _Lines(stream, stored)
    count = lines.number()
    _refuse_many(count)
    spans = [(lines.number(), lines.number()) for _ in range(count)]
    return SparseMap(size, tuple(spans), lines.read).checked(stored)


class _Lines:
    """Decimal numbers in lines, in whole blocks before a sparse file's data."""

    def __init__(self, stream: PackedSource, stored: int) -> None:
        self._stream, self._left = stream, stored
        self._held = b""
        self.read = 0

    def number(self) -> int:
        while (line := self._line()).startswith(b"#"):
            pass  # libarchive takes such lines for remarks
        return decimal(line)

    def _line(self) -> bytes:
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _LONGEST_LINE or self._left - self.read < SECTOR:
                raise ListingStoppedError(_BROKEN)
            block = self._stream.read(SECTOR)
            if len(block) < SECTOR:
                raise ListingStoppedError("it breaks off within a header")
            self._held += block
            self.read += SECTOR
        line, self._held = self._held[:end], self._held[end + 1 :]
        return line


def _refuse_many(count: int) -> None:
    if count > MOST_SPANS:
        raise ListingStoppedError(f"a sparse file has more than {MOST_SPANS} pieces")
