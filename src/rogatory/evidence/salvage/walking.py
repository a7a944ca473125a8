# SPDX-License-Identifier: Apache-2.0
"""Where the members of a damaged stream lie: by its table, or by walking from header to header.

The table at the end is best: it knows a file whose header is lost. Without it the stream is walked
from its beginning, and after a hole the next header is looked for, block by block. Data may hold
what looks like a header, so one that was looked for counts only if it is in the one form, below
this package's top folder and behind the last; its claims are reported as found so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.evidence.layout import DATA_FOLDER, member_key
from rogatory.evidence.names import is_plain_path
from rogatory.evidence.opening.offsets_table import OffsetsTable
from rogatory.evidence.salvage.damaged_stream import HoleyReader
from rogatory.evidence.spool import Spool
from rogatory.evidence.stream.tar_format import BLOCK, LONGEST_PAX, member_header, padding
from rogatory.evidence.stream.tar_reader import parse_member

_MAGIC = b"ustar\x0000"
_MAGIC_AT = 257


@dataclass(frozen=True, slots=True)
class LocatedMember:
    """A member: where its data start, and how that is known: `table`, `header` or `search`."""

    path: str
    start: int
    size: int
    by: str


def members(reader: HoleyReader, top: str | None, plan: Spool) -> Iterator[LocatedMember]:
    """Yield the members of the stream in order of place; `plan` is where the table's lines are kept
    until all of them are known to be there.
    """
    return _planned(plan) if _by_table(reader, plan) else _Walk(reader, top).members()


def _by_table(reader: HoleyReader, plan: Spool) -> bool:
    try:
        table = OffsetsTable(reader)
        tags = sorted((start, size, path) for path, (start, size) in table.tags.items())
        behind = table.locator.offsets_start
        for start, size, path in [one for one in tags if _is_head(one[2])]:
            plan.write(_line(start, size, path))
        for path, start, size in table.between():
            plan.write(_line(start, size, path))
        for start, size, path in [one for one in tags if not _is_head(one[2])]:
            plan.write(_line(start, size, path))
    except Refused:
        return False
    return behind <= reader.size


def _is_head(path: str) -> bool:
    return member_key(path) < member_key(DATA_FOLDER)


def _line(start: int, size: int, path: str) -> bytes:
    return f"{start} {size} {path}\n".encode()


def _planned(plan: Spool) -> Iterator[LocatedMember]:
    for line in plan.lines():
        start, size, path = line.decode().rstrip("\n").split(" ", 2)
        yield LocatedMember(path, int(start), int(size), "table")


class _Walk:
    def __init__(self, reader: HoleyReader, top: str | None) -> None:
        self._reader, self._top = reader, top
        self._last: tuple[int, bytes] | None = None

    def members(self) -> Iterator[LocatedMember]:
        at, by = 0, "header"
        while at + BLOCK <= self._reader.size:
            found = self._header(at)
            if found is None:
                if self._at_end(at):
                    return
                looked = self._look(at)
                if looked is None:
                    return
                at, by = looked, "search"
                continue
            name, size, data = found
            if not name.endswith("/"):
                yield LocatedMember(name, data, size, by)
            at, by = data + size + padding(size), "header"

    def _look(self, at: int) -> int | None:
        """Find the next place behind `at` where a header is that may be one."""
        before = b""
        start = at = at + BLOCK
        for length, piece in self._reader.pieces(at, self._reader.size - at):
            data = b"" if piece is None else before + bytes(piece)
            base = start - len(before)
            place = data.find(_MAGIC)
            while place >= 0:
                header = base + place - _MAGIC_AT
                if header >= at and header % BLOCK == 0 and self._header(header, keep=False):
                    return header
                place = data.find(_MAGIC, place + 1)
            before = data[-len(_MAGIC) :]
            start += length
        return None

    def _header(self, at: int, *, keep: bool = True) -> tuple[str, int, int] | None:
        """Return path, size, and where the data start, of a header that is in form at a place."""
        try:
            block = self._reader.read(at, BLOCK)
            if block[156:157] == b"x":
                size = int(block[124:135], 8)
                if not 0 < size <= LONGEST_PAX:
                    return None
                block = self._reader.read(at, 2 * BLOCK + size + padding(size))
            name, size, folder = parse_member(block)
        except (Refused, ValueError):
            return None
        if block != member_header(name, size, folder=folder):
            return None
        path = self._below_top(name)
        if path is None or (self._last is not None and member_key(path) <= self._last):
            return None
        if keep:
            self._top, self._last = name[: -len(path) - 1], member_key(path)
        return path, size, at + len(block)

    def _below_top(self, name: str) -> str | None:
        top, _, path = name.partition("/")
        if self._top is not None and top != self._top:
            return None
        folder = path == DATA_FOLDER
        return path if folder or (path and is_plain_path(path)) else None

    def _at_end(self, at: int) -> bool:
        try:
            return not any(self._reader.read(at, 2 * BLOCK))
        except Refused:
            return False
