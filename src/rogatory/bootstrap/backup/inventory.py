# SPDX-License-Identifier: Apache-2.0
"""The list of a backup's files: each with its kind, name, size and SHA-256, in clear.

Names show nothing of what is stored, so the node can compare and remove files without anybody's identity. A list is a
few files of about 1 MiB; what a backup states of itself has their digests.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rogatory.bootstrap.backup.places import BackupPlace
from rogatory.wire.digests import sha256

LIST = 1 << 20
"""Bytes after which a list goes on in another file."""

LARGEST_LIST = 4 << 20
"""Bytes of one list that is read; a file that claims to be larger is damaged."""


class FileKind(StrEnum):
    """The kinds of file of a backup."""

    ROWS = "rows"
    OBJECT = "object"
    LAYOUT = "layout"
    SEGMENT = "segment"
    BESIDE = "beside"
    """Marks of removals, and the layout of each package."""

    @property
    def is_shared(self) -> bool:
        """Decide whether several backups have one file."""
        return self in {FileKind.OBJECT, FileKind.LAYOUT, FileKind.SEGMENT}


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A file of a backup. `name` is its last part; `digest` the SHA-256 of the encrypted file."""

    kind: FileKind
    name: str
    size: int
    digest: str

    @property
    def path(self) -> str:
        """Its name in the place."""
        if self.kind.is_shared:
            return f"objects/{self.name[:2]}/{self.name}"
        return f"rows/{self.name}"


class ListWriter:
    """The lists of a backup, written as its files are: one that is full goes to the place at once."""

    def __init__(self, place: BackupPlace, backup: str) -> None:
        self.digests: list[str] = []
        """Digests of the lists that were written, in order."""
        self.bytes_listed = 0
        """Bytes of all files on them."""
        self._place, self._backup = place, backup
        self._lines: list[str] = []
        self._size = 0

    def add(self, one: BackupFile) -> None:
        line = _line([one.kind.value, one.name, one.size, one.digest])
        self._lines.append(line)
        self._size += len(line)
        self.bytes_listed += one.size
        if self._size >= LIST:
            self.finish()

    def finish(self) -> None:
        """Write what was added since the last list."""
        if self._lines:
            data = "".join(self._lines).encode()
            self._place.create(list_name(self._backup, len(self.digests) + 1), data)
            self.digests.append(sha256(data))
        self._lines, self._size = [], 0


def list_name(backup: str, number: int) -> str:
    return f"lists/{backup}.{number:06d}.list"


def read_list(data: bytes) -> Iterator[BackupFile]:
    """Yield the files of a list whose digest was compared."""
    for line in data.splitlines():
        kind, name, size, digest = json.loads(line)
        yield BackupFile(FileKind(kind), name, size, digest)


def _line(values: Sequence[str | int]) -> str:
    return json.dumps(values, separators=(",", ":")) + "\n"
