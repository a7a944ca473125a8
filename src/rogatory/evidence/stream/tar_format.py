# SPDX-License-Identifier: Apache-2.0
"""The bytes of the tar stream that a package travels as: one form for each list of members.

POSIX pax interchange (IEEE 1003.1, ustar blocks with `x` records) narrowed: regular files and
the one folder `data/`, all under one top folder named by the package; owner 0, modes 0644 and
0755, one constant time; a pax record only for a path that is not ASCII or exceeds 100 bytes,
and for a size of 8 GiB or more. After the last member come two zero blocks and the 512-byte
locator, where tar readers have stopped and ours begin.
"""

import re
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.evidence import refusals

BLOCK = 512

MEMBER_TIME = 315532800
"""1 January 1980, the earliest that every archive format can hold; 0 makes some tars warn."""

LARGEST_USTAR_SIZE = 8**11 - 1
"""The largest number of eleven octal digits; a larger size takes a pax record."""

LARGEST_MEMBER = 2**53 - 1
"""A size must be a JSON number that every reader keeps exactly."""

LONGEST_PAX = 8192
"""Bytes of pax records: two records, of which a path is the longer. An endless one is an attack."""

END = bytes(2 * BLOCK)

_LONGEST_USTAR_NAME = 100
_LOCATOR_FORM = re.compile(
    rb"rogatory/locator/v1\n"
    rb"offsets (0|[1-9]\d{0,15}) (0|[1-9]\d{0,15})\n"
    rb"data (0|[1-9]\d{0,15}) (0|[1-9]\d{0,15})\n"
    rb"members (0|[1-9]\d{0,15})\n\0+\Z"
)


def padding(size: int) -> int:
    """Return how many zero bytes follow a member's data."""
    return -size % BLOCK


def member_header(name: str, size: int, *, folder: bool = False) -> bytes:
    """Return the blocks before a member's data; `name` starts with the top folder."""
    raw = name.encode()
    records = b""
    if len(raw) > _LONGEST_USTAR_NAME or not name.isascii():
        records += _pax_record(b"path", raw)
    if size > LARGEST_USTAR_SIZE:
        records += _pax_record(b"size", str(size).encode())
    kind = b"5" if folder else b"0"
    short = raw[:_LONGEST_USTAR_NAME].decode("utf-8", "ignore").encode()
    header = _ustar(short, 0 if size > LARGEST_USTAR_SIZE else size, kind)
    if not records:
        return header
    extended = _ustar(b"././@PaxHeader", len(records), b"x")
    return extended + records + bytes(padding(len(records))) + header


def _pax_record(key: bytes, value: bytes) -> bytes:
    # The length counts its own digits (IEEE 1003.1 pax, extended header).
    bare = len(key) + len(value) + 3
    length = bare + len(str(bare))
    if len(str(length)) + bare != length:
        length += 1
    return b"%d %s=%s\n" % (length, key, value)


def _around(kind: bytes, mode: int) -> tuple[bytes, bytes, int]:
    """Return what lies between name and size, what follows the checksum, and the sum of both."""
    between = b"%07o\0%07o\0%07o\0" % (mode, 0, 0)
    after = kind + bytes(100) + b"ustar\x0000"
    rest = b"\0%011o\0" % MEMBER_TIME
    return between, after, sum(between) + sum(rest) + sum(after) + 8 * ord(" ")


_AROUND = {b"0": _around(b"0", 0o644), b"5": _around(b"5", 0o755), b"x": _around(b"x", 0o644)}
_TIME = b"%011o\0" % MEMBER_TIME


def _ustar(name: bytes, size: int, kind: bytes) -> bytes:
    """Return one header block; most of its checksum is known before, since most of it never changes."""
    between, after, known = _AROUND[kind]
    digits = b"%011o" % size
    checksum = known + sum(name) + sum(digits)
    start = name.ljust(_LONGEST_USTAR_NAME, b"\0")
    return b"%b%b%b\0%b%06o\0 %b" % (
        start,
        between,
        digits,
        _TIME,
        checksum,
        after.ljust(356, b"\0"),
    )


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the `offsets` member's data start, and which part of it lists files of `data/`.

    `offsets_start` counts from the first byte of the stream, `data_start` from that of the
    offsets member.
    """

    offsets_start: int
    offsets_size: int
    data_start: int
    data_size: int
    members: int

    def encode(self) -> bytes:
        text = (
            f"rogatory/locator/v1\noffsets {self.offsets_start} {self.offsets_size}\n"
            f"data {self.data_start} {self.data_size}\nmembers {self.members}\n"
        )
        return text.encode().ljust(BLOCK, b"\0")


def parse_locator(block: bytes) -> Locator:
    """Parse the locator of those 512 bytes; refuse any that `encode` would not write."""
    match = _LOCATOR_FORM.match(block) if len(block) == BLOCK else None
    if match is None:
        raise Refused(refusals.LOCATOR.because())
    locator = Locator(*(int(group) for group in match.groups()))
    if locator.data_start + locator.data_size > locator.offsets_size:
        raise Refused(refusals.LOCATOR.because())
    return locator


def offset_line(path: str, start: int, size: int) -> bytes:
    """Return one line of `offsets`: where the data of the member start in the stream, size, path."""
    return f"{start} {size} {path}\n".encode()


_OFFSET_FORM = re.compile(rb"(0|[1-9]\d{0,15}) (0|[1-9]\d{0,15}) ([^\n]+)\n?\Z")


def parse_offset_line(line: bytes) -> tuple[str, int, int]:
    """Parse one line of `offsets`: path, start and size."""
    match = _OFFSET_FORM.match(line)
    if match is None:
        raise Refused(refusals.OFFSETS.because())
    try:
        return match[3].decode(), int(match[1]), int(match[2])
    except UnicodeDecodeError as error:
        raise Refused(refusals.OFFSETS.because()) from error
