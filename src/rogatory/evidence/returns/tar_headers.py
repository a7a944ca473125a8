# SPDX-License-Identifier: Apache-2.0
"""The header blocks of a tar: checksums, numbers, names, and the records that extend a header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rogatory.evidence.returns.members import LONGEST_NAME, ListingStoppedError

SECTOR = 512

LARGEST_EXTENSION = 1 << 20
"""Bytes of a header that extends another: it is read whole."""

LARGEST_SIZE = 2**53 - 1
"""Bytes of a member: a JSON number that every reader keeps exactly. A tar can claim more."""

_DECIDING = frozenset({b"path", b"linkpath", b"size"})
"""Records that decide what is unpacked to where."""

_OCTAL = re.compile(rb" *([0-7]*)(?:[ \0].*)?\Z", re.DOTALL)
_SECONDS = re.compile(rb"(-?[0-9]{1,18})(?:\.[0-9]*)?\Z")


def is_header(block: bytes) -> bool:
    """Decide whether a block of 512 bytes is a tar header, by its checksum.

    Some old programs added the bytes as signed numbers; both sums are taken.
    """
    if len(block) < SECTOR or not any(block[:SECTOR]):
        return False
    try:
        announced = header_number(block[148:156])
    except ListingStoppedError:
        return False
    others = block[:148] + block[156:SECTOR]
    unsigned = sum(others) + 8 * 32
    return announced in {unsigned, unsigned - 256 * sum(byte > 127 for byte in others)}


@dataclass(slots=True)
class Extension:
    """The statements of pax records and GNU's long names about the next member."""

    records: dict[bytes, bytes] = field(default_factory=dict)
    spans: list[tuple[bytes, bytes]] = field(default_factory=list)
    """The pairs of GNU.sparse.offset and GNU.sparse.numbytes, which come once for each span."""
    is_ambiguous: bool = False
    """True if name, target or size are given twice and not alike, or for all members at once: some
    programs take the first, some the last, and some no record of all.
    """

    def take(self, key: bytes, value: bytes) -> None:
        if key == b"GNU.sparse.offset":
            self.spans.append((value, b""))
        elif key == b"GNU.sparse.numbytes" and self.spans:
            self.spans[-1] = (self.spans[-1][0], value)
        else:
            self.is_ambiguous |= key in _DECIDING and self.records.get(key, value) != value
            self.records[key] = value

    def over(self, general: "Extension") -> "Extension":
        """Put the records of one member over those of all; an empty record takes a general one back."""
        both = {**general.records, **self.records}
        found = {key: value for key, value in both.items() if value}
        by_all = any(key in general.records and key in found for key in _DECIDING)
        return Extension(found, self.spans, self.is_ambiguous or by_all)


def header_number(block: bytes) -> int:
    """Read octal text, or base 256 after a set first bit, as GNU writes what octal cannot hold."""
    if block[0] & 0x80:
        value = int.from_bytes(bytes([block[0] & 0x7F]) + block[1:])
        return value if block[0] & 0x40 == 0 else value - (1 << (8 * len(block) - 1))
    found = _OCTAL.match(block)
    if found is None:
        raise ListingStoppedError("a number in a header is none")
    return int(found[1] or b"0", 8)


def decimal(value: bytes) -> int:
    """Read a number of a pax record or a sparse map."""
    if not (value.isdigit() and len(value) < 20):
        raise ListingStoppedError("a number in an extended header is none")
    return int(value)


def permissions(block: bytes) -> int | None:
    """Return the permission bits; None where the field is no number, which hinders nothing else."""
    try:
        return header_number(block[100:108]) & 0o7777
    except ListingStoppedError:
        return None


def name_in(block: bytes) -> bytes:
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0]
    # GNU tar uses the place of ustar's prefix for other things.
    return prefix + b"/" + name if prefix and block[257:263] == b"ustar\0" else name


def bounded(name: bytes) -> bytes:
    if len(name) > LONGEST_NAME:
        raise ListingStoppedError(f"a name has {len(name)} bytes")
    return name


def records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the records of a pax header: length, space, key, equals sign, value, line feed. Only zeros
    may follow them.
    """
    at = 0
    while at < len(data) and data[at] != 0:
        space = data.find(b" ", at, at + 20)
        length = int(data[at:space]) if data[at:space].isdigit() and space > at else 0
        record = data[space + 1 : at + length]
        if length <= space - at or at + length > len(data) or not record.endswith(b"\n"):
            raise ListingStoppedError("an extended header is damaged")
        key, equals, value = record[:-1].partition(b"=")
        if not equals:
            raise ListingStoppedError("an extended header is damaged")
        yield key, value
        at += length
    if data and (at == 0 or any(data[at:])):
        raise ListingStoppedError("an extended header is damaged")


def modification_time(extended: bytes | None, block: bytes) -> str | None:
    try:
        if extended is not None:
            found = _SECONDS.match(extended)
            if found is None:
                return None
            seconds = int(found[1])
        else:
            seconds = header_number(block[136:148])
        # isoformat: strftime writes a year before 1000 without its zeros.
        return f"{datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat()}Z"
    except (ListingStoppedError, ValueError, OverflowError, OSError):
        return None
