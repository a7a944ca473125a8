# SPDX-License-Identifier: Apache-2.0
"""The members of a tar, in one pass over a stream: ustar, pax and GNU forms, sparse files too."""

import hashlib
from collections.abc import Callable, Iterator, Mapping

from rogatory.evidence.returns.members import (
    MOST_MEMBERS,
    ArchiveMember,
    Budget,
    ListingStoppedError,
    problems_of_name,
    target_escapes,
)
from rogatory.evidence.returns.names_seen import NamesSeen
from rogatory.evidence.returns.tar_headers import (
    LARGEST_EXTENSION,
    LARGEST_SIZE,
    SECTOR,
    Extension,
    bounded,
    decimal,
    header_number,
    is_header,
    modification_time,
    name_in,
    permissions,
    records,
)
from rogatory.evidence.returns.tar_sparse import (
    SparseMap,
    is_pax_sparse,
    old_map,
    pax_map,
    sparse_name,
)
from rogatory.evidence.returns.unpacking import BLOCK, PackedSource

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
    b"D": "folder",
}

_DUMPED_FOLDER = b"D"
"""GNU's folder of an incremental copy: its data are a list of names."""

_PAX, _GENERAL, _LONG_NAME, _LONG_TARGET = (b"x", b"X"), b"g", b"L", b"K"

_SUN_HOLES = b"SUN.holesdata"
"""Solaris' own form of sparse files."""

_LARGEST_IN_HEADER = 8**11 - 1
"""Bytes of a member that a header can say without records."""

_ZEROS = bytes(BLOCK)


class TarMembers:
    """Reads the members of a tar from a stream. `budget` is spent by the holes of sparse files:
    they cost time that no stored byte announces.
    """

    def __init__(self, stream: PackedSource, report: Callable[[], None], budget: Budget) -> None:
        self._stream, self._report, self._budget = stream, report, budget
        self._seen = NamesSeen()
        self._general = Extension()
        self._next = Extension()
        self._peeked: bytes | None = None

    def members(self) -> Iterator[ArchiveMember]:
        """Yield each member once its data are hashed.

        Raises:
            Stopped: where the tar breaks off, breaks its form, or passes a limit.
        """
        listed = 0
        while (block := self._header()) is not None:
            kind = block[156:157]
            if kind in {*_PAX, _GENERAL, _LONG_NAME, _LONG_TARGET}:
                self._extend(kind, header_number(block[124:136]))
                continue
            if listed == MOST_MEMBERS:
                raise ListingStoppedError(f"it has more than {MOST_MEMBERS} members")
            listed += 1
            yield self._member(block, kind)
            self._report()

    def _header(self) -> bytes | None:
        block, self._peeked = self._peeked, None
        if block is None:
            block = self._stream.read(SECTOR)
        if not block:
            raise ListingStoppedError("it ends without its end mark")
        if len(block) < SECTOR:
            raise ListingStoppedError("it breaks off within a header")
        if not any(block):
            self._rest()
            return None
        if not is_header(block):
            raise ListingStoppedError("a header is damaged")
        return block

    def _rest(self) -> None:
        """Read to the end of the stream, so that what is packed is checked to its end."""
        while block := self._stream.read(BLOCK):
            if any(block):
                raise ListingStoppedError("data follow its end mark")
            self._report()

    def _extend(self, kind: bytes, size: int) -> None:
        if not 0 <= size <= LARGEST_EXTENSION:
            raise ListingStoppedError(f"an extended header has {size} bytes")
        data = self._stream.read(-(-size // SECTOR) * SECTOR)[:size]
        if len(data) < size:
            raise ListingStoppedError("it breaks off within a header")
        if kind == _LONG_NAME:
            self._next.take(b"path", data.split(b"\0")[0])
        elif kind == _LONG_TARGET:
            self._next.take(b"linkpath", data.split(b"\0")[0])
        else:
            into = self._general if kind == _GENERAL else self._next
            for key, value in records(data):
                into.take(key, value)

    def _member(self, block: bytes, kind: bytes) -> ArchiveMember:
        extended, self._next = self._next.over(self._general), Extension()
        records = extended.records
        is_sparse = kind == b"S" or (_KINDS.get(kind) == "file" and is_pax_sparse(extended))
        own_name = sparse_name(extended) if is_sparse else None
        name = bounded(own_name or records.get(b"path") or name_in(block))
        size = decimal(records[b"size"]) if b"size" in records else header_number(block[124:136])
        if not 0 <= size <= LARGEST_SIZE:
            raise ListingStoppedError("a member's size is impossible")
        named = _KINDS.get(kind, "unknown")
        if named == "file" and name.endswith(b"/"):
            named = "folder"
        member = ArchiveMember(name, named, size=size if named == "file" else None)
        if extended.is_ambiguous or _sizes_differ(records, block):
            member.problems.append("readers-differ")
        member.mode = permissions(block)
        member.modified = modification_time(records.get(b"mtime"), block)
        self._judge(member, records.get(b"linkpath") or block[157:257].split(b"\0")[0])
        if is_sparse:
            self._sparse(member, self._map(kind, block, extended, size))
        elif _SUN_HOLES in records:
            member.problems.append("method-unknown")
            self._whole(member, size)
        elif named == "file":
            member.sha256 = self._whole(member, size)
        elif named == "unknown" or kind == _DUMPED_FOLDER:
            self._whole(member, size)
        elif size:
            self._unlikely(member, size)
        return member

    def _judge(self, member: ArchiveMember, target: bytes) -> None:
        member.problems += problems_of_name(member.name)
        if (repeated := self._seen.problem(member.name)) is not None:
            member.problems.append(repeated)
        if member.kind in {"link", "hard-link"}:
            member.target = bounded(target)
            base = member.name if member.kind == "link" else b""
            if target_escapes(base, target):
                member.problems.append("target-escapes")
            if b"\0" in target:
                member.problems.append("nul-in-name")

    def _unlikely(self, member: ArchiveMember, size: int) -> None:
        """Judge data announced by what has none (a folder, a link): pax lets hard links have them,
        other forms do not, and programs differ. Where a header or the end mark follows at once
        there are none, so that no such member hides the ones after it.
        """
        if "readers-differ" not in member.problems:
            member.problems.append("readers-differ")
        self._peeked = self._stream.read(SECTOR)
        follows_at_once = not any(self._peeked) or is_header(self._peeked)
        if follows_at_once:
            return
        digest = self._whole(member, size)
        if member.kind == "hard-link":
            member.size, member.sha256 = size, digest

    def _map(self, kind: bytes, block: bytes, extended: Extension, size: int) -> SparseMap:
        if kind == b"S":
            return old_map(block, self._stream, size)
        return pax_map(extended, self._stream, size)

    def _sparse(self, member: ArchiveMember, of: SparseMap) -> None:
        member.size, member.compressed = of.size, of.stored
        if of.size - of.stored > self._budget.left:
            # Hours of zeros, which no byte of the archive announces.
            member.problems.append("too-large")
            self._whole(member, of.stored)
            return
        hashed = hashlib.sha256()
        for hole, stored in of.pieces():
            self._zeros(hashed.update, hole)
            self._data(member, hashed.update, stored)
        self._stream.read(-of.stored % SECTOR)
        member.sha256 = hashed.hexdigest()

    def _zeros(self, take: Callable[[bytes], None], size: int) -> None:
        self._budget.spend(size)
        while size > 0:
            take(_ZEROS[: min(BLOCK, size)])
            size -= BLOCK
            self._report()

    def _whole(self, member: ArchiveMember, size: int) -> str:
        hashed = hashlib.sha256()
        padding_was_peeked = self._peeked is not None and size <= SECTOR
        self._data(member, hashed.update, size)
        if not padding_was_peeked:
            self._stream.read(-size % SECTOR)
        return hashed.hexdigest()

    def _data(self, member: ArchiveMember, take: Callable[[bytes], None], size: int) -> None:
        left = size
        if self._peeked is not None:
            block, self._peeked = self._peeked, None
            take(block[:left])
            left -= len(block)
        while left > 0:
            block = self._stream.read(min(BLOCK, left))
            if not block:
                raise ListingStoppedError(f"it breaks off within the member {_shown(member.name)}")
            take(block)
            left -= len(block)
            self._report()


def _sizes_differ(records: Mapping[bytes, bytes], block: bytes) -> bool:
    """Decide whether a record gives another size than a header that has space for it: a program
    that knows no records finds other members.
    """
    size = decimal(records[b"size"]) if b"size" in records else None
    return size is not None and size <= _LARGEST_IN_HEADER and size != header_number(block[124:136])


def _shown(name: bytes) -> str:
    return name[:200].decode("utf-8", "replace")
