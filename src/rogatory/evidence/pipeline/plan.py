# SPDX-License-Identifier: Apache-2.0
"""The result of a scan, in the order in which it is stored, kept outside memory until it is
read.
"""

import errno
import marshal
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from rogatory.evidence.hashing import Digests
from rogatory.evidence.inventory import FileFacts, Item
from rogatory.evidence.spool import Spool, Spools
from rogatory.wire.words import Theirs

type Fingerprint = tuple[int, int, int, int]
"""Device, inode, and times of change of contents and of status, in nanoseconds."""


@dataclass(slots=True)
class Planned:
    """One thing to be stored: where, from where (relative to the source), and what was seen.

    `size` is what the stream will announce; `unreadable` why it has no data there. `changed`
    and `failed` are what reading adds, when it is too late to leave the file out. `expected`
    is the digest that a bag lists for it, `digests` those that it has once it is read, `kept`
    those of a file that an interrupted collection has stored already; `begun` how many of its
    first bytes that one has stored, if not all.
    """

    path: str
    source: bytes
    kind: str
    size: int
    facts: FileFacts
    fingerprint: Fingerprint
    unreadable: str | None = None
    expected: str | None = None
    changed: list[str] = field(default_factory=list)
    failed: str | None = None
    digests: Digests | None = None
    kept: Digests | None = None
    begun: int = 0

    @property
    def is_data(self) -> bool:
        return self.kind == "file" and self.unreadable is None

    @property
    def to_read(self) -> bool:
        """Decide whether its data are still to be read."""
        return self.is_data and self.kept is None

    def item(self, sha256: str | None) -> Item:
        """Return the inventory's line for it, once read (or not, if it has no data)."""
        size = self.size if self.kind == "file" else None
        changed = tuple(self.changed)
        unreadable = self.unreadable or self.failed
        return Item(self.path, self.kind, size, sha256, self.facts, changed, unreadable)

    def encode(self) -> bytes:
        """Return a row of the plan, which no other process than this one and its child ever reads."""
        return marshal.dumps(
            (
                self.path,
                self.source,
                self.kind,
                self.size,
                self.facts,
                self.fingerprint,
                None if self.unreadable is None else str(self.unreadable),  # no phrase: text alone
                self.expected,
                self.kept,
                self.begun,
            )
        )

    @classmethod
    def decode(cls, row: bytes) -> Self:
        *fields, expected, kept, begun = marshal.loads(row)  # noqa: S302 - from `encode`, in this process
        found = cls(*fields)
        found.expected, found.kept, found.begun = expected, kept, begun
        return found


_SPACE_PER_FILE = 1024
_SPACE_PER_ITEM = 500
"""Bytes: block and padding in the stream; lines in manifest, inventory and offsets, on average."""


class StoragePlan:
    """All that is to be stored, in order, with its totals; `room` is about what it will take."""

    def __init__(self, spools: Spools) -> None:
        self._spool = spools.new()
        self._folders = spools.new()
        self.files = 0
        self.bytes = 0
        self.items = 0
        self.space = 0
        self.unreadable: list[tuple[str, str]] = []

    def add(self, planned: Planned) -> None:
        self.items += 1
        if planned.unreadable is not None:
            self.unreadable.append((planned.path, planned.unreadable))
        elif planned.kind == "file":
            self.files += 1
            self.bytes += planned.size
            self.space += (planned.size - planned.begun if planned.to_read else 0) + _SPACE_PER_FILE
        self.space += _SPACE_PER_ITEM + 4 * len(planned.path)
        row = _framed(planned.encode())
        self._spool.write(row)
        if planned.kind == "folder" and planned.unreadable is None:
            self._folders.write(row)

    def mark_top(self, found: os.stat_result) -> None:
        """Record the source itself, where it is a folder: it has no line, but is watched as any."""
        top = Planned(".", b"", "folder", 0, {}, fingerprint_of(found))
        self._folders.write(_framed(top.encode()))

    def folders(self) -> Iterator[Planned]:
        """Yield the folders that were listed, to be looked at again."""
        return map(Planned.decode, _rows(self._folders))

    def __iter__(self) -> Iterator[Planned]:
        return map(Planned.decode, _rows(self._spool))

    @property
    def oxum(self) -> str:
        """RFC 8493 2.2.2: octets, a dot, files."""
        return f"{self.bytes}.{self.files}"


_LENGTH = 4
"""Bytes of the length before a row: a path and its facts are some kilobytes."""


def _framed(row: bytes) -> bytes:
    return len(row).to_bytes(_LENGTH) + row


def _rows(spool: Spool) -> Iterator[bytes]:
    rest = b""
    for block in spool.blocks():
        data, at = rest + block, 0
        while (start := at + _LENGTH) <= len(data):
            end = start + int.from_bytes(data[at:start])
            if end > len(data):
                break
            yield data[start:end]
            at = end
        rest = data[at:]


def fingerprint_of(found: os.stat_result) -> Fingerprint:
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns


_KINDS = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "folder",
    stat.S_IFLNK: "link",
    stat.S_IFSOCK: "socket",
    stat.S_IFIFO: "fifo",
    stat.S_IFCHR: "character-device",
    stat.S_IFBLK: "block-device",
}


def kind_of_mode(mode: int) -> str:
    return _KINDS.get(stat.S_IFMT(mode), "unknown")


def facts_of(found: os.stat_result) -> FileFacts:
    """Return the facts from `lstat`, as the inventory writes them."""
    facts: dict[str, Any] = {
        "mode": stat.S_IMODE(found.st_mode),
        "uid": found.st_uid,
        "gid": found.st_gid,
        "mtime_ns": str(found.st_mtime_ns),
        "ctime_ns": str(found.st_ctime_ns),
        "atime_ns": str(found.st_atime_ns),
    }
    if stat.S_ISREG(found.st_mode):
        if found.st_nlink > 1:
            facts |= {"links": found.st_nlink, "inode": str(found.st_ino)}
            facts["device"] = str(found.st_dev)
        if found.st_blocks * 512 < found.st_size:
            facts["allocated"] = found.st_blocks * 512
    elif stat.S_ISBLK(found.st_mode) or stat.S_ISCHR(found.st_mode):
        facts["device_number"] = f"{os.major(found.st_rdev)}:{os.minor(found.st_rdev)}"
    return facts


def system_error_name(error: OSError) -> Theirs:
    """Return why the system refused, by the name that a manual page is found under."""
    name = errno.errorcode.get(error.errno or 0, "EIO")
    return Theirs(f"{name} ({os.strerror(error.errno or errno.EIO)})")
