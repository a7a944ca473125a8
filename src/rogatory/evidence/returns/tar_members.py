# SPDX-License-Identifier: Apache-2.0
"""The members of a tar, in one pass over a stream: ustar, pax and GNU forms."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from rogatory.evidence.returns.members import (
    LONGEST_NAME,
    MOST_MEMBERS,
    Member,
    NamesSeen,
    Stopped,
    problems_of_name,
    target_escapes,
)
from rogatory.evidence.returns.unpacking import BLOCK, Source

SECTOR = 512

LARGEST_EXTENSION = 1 << 20
"""Bytes of a header that extends another: it is read whole."""

LARGEST_SIZE = 2**53 - 1

_KINDS = {
    b"0": "file",
    b"\0": "file",
    b"7": "file",
    b"S": "file",
    b"1": "hard-link",
    b"2": "link",
    b"3": "character-device",
    b"4": "block-device",
    b"5": "folder",
    b"6": "fifo",
}


def is_header(block: bytes) -> bool:
    """Whether a block of 512 bytes is a tar header: its checksum tells."""
    if len(block) < SECTOR or not any(block[:SECTOR]):
        return False
    try:
        announced = _number(block[148:156])
    except Stopped:
        return False
    return announced == sum(block[:148]) + 8 * 32 + sum(block[156:SECTOR])


@dataclass(slots=True)
class _Extension:
    """What extended headers say about the next member."""

    path: bytes | None = None
    target: bytes | None = None
    size: int | None = None
    mtime: bytes | None = None

    def take(self, key: bytes, value: bytes) -> None:
        if key in {b"path", b"GNU.sparse.name"}:
            self.path = value
        elif key == b"linkpath":
            self.target = value
        elif key == b"mtime":
            self.mtime = value
        elif key == b"size":
            self.size = int(value) if value.isdigit() and len(value) < 20 else -1


class TarMembers:
    """Reads the members of a tar from a stream."""

    def __init__(self, stream: Source, told: Callable[[], None]) -> None:
        self._stream, self._told = stream, told
        self._seen = NamesSeen()
        self._general = _Extension()
        self._next = _Extension()

    def members(self) -> Iterator[Member]:
        """Each member once its data are hashed.

        Raises:
            Stopped: where the tar breaks off, breaks its form, or passes a limit.
        """
        listed = 0
        while (block := self._header()) is not None:
            kind = block[156:157]
            size = _number(block[124:136])
            if kind in {b"x", b"g", b"L", b"K"}:
                self._extend(kind, size)
                continue
            if listed == MOST_MEMBERS:
                raise Stopped(f"it has more than {MOST_MEMBERS} members")
            listed += 1
            yield self._member(block, kind, size)
            self._told()

    def _header(self) -> bytes | None:
        block = self._stream.read(SECTOR)
        if not block:
            raise Stopped("it ends without its end mark")
        if len(block) < SECTOR:
            raise Stopped("it breaks off within a header")
        if not any(block):
            self._rest()
            return None
        if not is_header(block):
            raise Stopped("a header is damaged")
        return block

    def _rest(self) -> None:
        """To the end of the stream, so that what is packed is checked to its end."""
        while block := self._stream.read(BLOCK):
            if any(block):
                raise Stopped("data follow its end mark")
            self._told()

    def _extend(self, kind: bytes, size: int) -> None:
        if size > LARGEST_EXTENSION:
            raise Stopped(f"an extended header has {size} bytes")
        data = self._stream.read(-(-size // SECTOR) * SECTOR)[:size]
        if len(data) < size:
            raise Stopped("it breaks off within a header")
        if kind == b"L":
            self._next.path = _bounded(data.split(b"\0")[0])
        elif kind == b"K":
            self._next.target = _bounded(data.split(b"\0")[0])
        else:
            into = self._next if kind == b"x" else self._general
            for key, value in _records(data):
                into.take(key, value)

    def _member(self, block: bytes, kind: bytes, size: int) -> Member:
        own, general, self._next = self._next, self._general, _Extension()
        name = _bounded(own.path or general.path or _name(block))
        told = own.size if own.size is not None else size
        if not 0 <= told <= LARGEST_SIZE:
            raise Stopped("a member's size is impossible")
        if kind == b"S":
            self._skip_sparse_map(block)
        named = _KINDS.get(kind, "unknown")
        if named == "file" and name.endswith(b"/"):
            named = "folder"
        stored = told if named in {"file", "unknown", "folder"} else 0
        member = Member(name, named, size=stored if named == "file" else None)
        member.compressed = None
        member.mode = _number(block[100:108]) & 0o7777
        member.modified = _moment(own.mtime or general.mtime, block)
        self._judge(member, own.target or block[157:257].split(b"\0")[0])
        digest, read = self._data(stored)
        if named == "file" and kind != b"S":
            member.sha256 = digest
        if kind == b"S":
            member.problems.append("method-unknown")
        if read < stored:
            raise Stopped(f"it breaks off within the member {_shown(name)}")
        return member

    def _judge(self, member: Member, target: bytes) -> None:
        member.problems += problems_of_name(member.name)
        if self._seen.again(member.name):
            member.problems.append("duplicate")
        if member.kind in {"link", "hard-link"}:
            member.target = _bounded(target)
            base = member.name if member.kind == "link" else b""
            if target_escapes(base, target):
                member.problems.append("target-escapes")

    def _data(self, size: int) -> tuple[str, int]:
        hashed = hashlib.sha256()
        read = 0
        while read < size:
            block = self._stream.read(min(BLOCK, size - read))
            if not block:
                return "", read
            hashed.update(block)
            read += len(block)
            self._told()
        self._stream.read(-size % SECTOR)
        return hashed.hexdigest(), read

    def _skip_sparse_map(self, block: bytes) -> None:
        """GNU's old form of sparse files: further blocks of the map stand before the data."""
        more = block[482]
        while more:
            block = self._stream.read(SECTOR)
            if len(block) < SECTOR:
                raise Stopped("it breaks off within a header")
            more = block[504]
            self._told()


def _name(block: bytes) -> bytes:
    name = block[:100].split(b"\0")[0]
    prefix = block[345:500].split(b"\0")[0]
    # GNU tar uses the place of ustar's prefix for other things.
    return prefix + b"/" + name if prefix and block[257:263] == b"ustar\0" else name


def _bounded(name: bytes) -> bytes:
    if len(name) > LONGEST_NAME:
        raise Stopped(f"a name has {len(name)} bytes")
    return name


def _shown(name: bytes) -> str:
    return name[:200].decode("utf-8", "replace")


def _number(field: bytes) -> int:
    """Octal text, or base 256 after a set first bit, as GNU writes what octal cannot hold."""
    if field[0] & 0x80:
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:])
    text = field.split(b"\0")[0].strip()
    try:
        return int(text, 8) if text else 0
    except ValueError:
        raise Stopped("a number in a header is none") from None


def _records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The records of a pax header: length, space, key, equals sign, value, line feed."""
    at = 0
    while at < len(data) and data[at] != 0:
        space = data.find(b" ", at, at + 20)
        length = int(data[at:space]) if data[at:space].isdigit() and space > at else 0
        record = data[space + 1 : at + length]
        if length <= space - at or at + length > len(data) or not record.endswith(b"\n"):
            raise Stopped("an extended header is damaged")
        key, equals, value = record[:-1].partition(b"=")
        if not equals:
            raise Stopped("an extended header is damaged")
        yield key, value
        at += length


def _moment(extended: bytes | None, block: bytes) -> str | None:
    try:
        seconds = int(extended.split(b".")[0]) if extended else _number(block[136:148])
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
