# SPDX-License-Identifier: Apache-2.0
"""A row archive: a folder of files of about one size, each naming the digest of the one before.

    archive.json      whose rows these are, which tables this version of the program has
    00000001.rows     a line with the part's place, its table and its columns; then a row on each line
    ...
    manifest.json     how many parts, the digest of the last one; the rows of each table

Every file is complete and durable before it has its name. A file that was altered, removed or added shows
in the one after it, the last part in the manifest. No more than two parts are held in memory. No key
is ever in it: keys are files of a node's home.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Phrase, Refused
from rogatory.storage.row_archive import refusals
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

if TYPE_CHECKING:
    from rogatory.storage.row_archive.tables import ArchivedRow, CarriedTable

VERSION = 1

PART = 1 << 20
"""Bytes after which a part ends. A row that is larger is a part of its own."""

LARGEST_PART = 256 << 20
"""A file that claims to be larger is damaged: no row is."""

LARGEST_DOCUMENT = 1 << 20
"""Of `archive.json` and `manifest.json`, whose sizes do not depend on the rows."""

HEAD, MANIFEST = "archive.json", "manifest.json"

_MISSING = P_("is missing")
_ALTERED = P_("is not what was written")


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A part as it was read, and compared with the digest that its successor names."""

    number: int
    table: str
    columns: tuple[str, ...]
    rows: "Sequence[ArchivedRow]"


@dataclass(frozen=True, slots=True)
class ArchiveManifest:
    """The end of an archive. `numbers` are the last keys that the database gave, by table."""

    parts: int
    last: str
    rows: Mapping[str, int]
    numbers: Mapping[str, int]
    digest: str = ""
    """Of the file."""


class ArchiveFiles(Protocol):
    """Where the files of an archive are read."""

    @property
    def place(self) -> str:
        """The place, in words."""
        ...

    def holds(self, name: str) -> bool: ...

    def read(self, name: str, *, limit: int) -> bytes: ...

    def damaged(self, name: str, problem: Phrase) -> Refused:
        """Return the refusal of a file that is missing, or another one than was written."""
        ...


class NewArchiveFiles(ArchiveFiles, Protocol):
    """Where the files of an archive are written: each once, whole and durable."""

    def write(self, name: str, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of an archive in a folder."""

    folder: Path

    @property
    def place(self) -> str:
        return str(self.folder)

    def holds(self, name: str) -> bool:
        return (self.folder / name).exists()

    def write(self, name: str, data: bytes) -> None:
        write_new(self.folder / name, data)

    def read(self, name: str, *, limit: int) -> bytes:
        return read_file(self.folder / name, limit=limit)

    def damaged(self, name: str, problem: Phrase) -> Refused:
        return Refused(refusals.DAMAGED.because(path=str(self.folder / name), problem=problem))


class RowArchive:
    """An archive that was written."""

    def __init__(self, files: ArchiveFiles) -> None:
        self.files = files

    @property
    def is_closed(self) -> bool:
        return self.files.holds(MANIFEST)

    def check_head(self, node: str, tables: Sequence[str]) -> None:
        """Refuse an archive of another node, of other tables, or of a later form."""
        head = self._json(HEAD)
        if head.get("row-archive") != VERSION:
            raise self._damaged(HEAD, P_("has a form that this version does not know"))
        reasons = []
        path = self.files.place
        if head.get("node") != node:
            found = ascii(head.get("node"))[1:-1]
            reasons.append(refusals.FOREIGN.because(path=path, node=found, own=node))
        if odd := sorted(set(tables) ^ set(head.get("tables", ()))):
            reasons.append(refusals.OTHER_TABLES.because(path=path, names=", ".join(odd)))
        if reasons:
            raise Refused(reasons)

    def manifest(self) -> ArchiveManifest:
        data = self._bytes(MANIFEST, LARGEST_DOCUMENT)
        found = self._json(MANIFEST)
        try:
            return ArchiveManifest(
                int(found["parts"]),
                str(found["last"]),
                {str(name): int(count) for name, count in found["rows"].items()},
                {str(name): int(number) for name, number in found["numbers"].items()},
                sha256(data),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._damaged(MANIFEST, _ALTERED) from error

    @property
    def beginning(self) -> str:
        """The digest that the first part names."""
        return sha256(self._bytes(HEAD, LARGEST_DOCUMENT))

    def parts(self, manifest: ArchiveManifest, after: int = 0) -> Iterator[ArchivePart]:
        """Yield the parts of a closed archive, each compared with the digest that its successor names.

        Raises:
            Refused: one is missing, or another file than was written.
        """
        previous = self.beginning if after == 0 else None
        following = (
            self._bytes(part_name(after + 1), LARGEST_PART) if after < manifest.parts else b""
        )
        for number in range(after + 1, manifest.parts + 1):
            data, named = following, manifest.last
            if number < manifest.parts:
                following = self._bytes(part_name(number + 1), LARGEST_PART)
                named = self._previous_of(number + 1, following)
            part, found = self._read(number, data)
            if sha256(data) != named or (previous is not None and found != previous):
                raise self._damaged(part_name(number), _ALTERED)
            previous = sha256(data)
            yield part

    def _read(self, number: int, data: bytes) -> tuple[ArchivePart, str]:
        try:
            head, *rows = [json.loads(line) for line in data.splitlines()]
            part = ArchivePart(int(head["part"]), head["table"], tuple(head["columns"]), rows)
            if part.number == number and all(len(row) == len(part.columns) for row in rows):
                return part, str(head["previous"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged(part_name(number), _ALTERED) from error
        raise self._damaged(part_name(number), _ALTERED)

    def _previous_of(self, number: int, data: bytes) -> str:
        """Return the digest that a part names, of the one before it."""
        try:
            return str(json.loads(data[: data.index(b"\n")])["previous"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._damaged(part_name(number), _ALTERED) from error

    def _json(self, name: str) -> Mapping[str, Any]:
        try:
            found = json.loads(self._bytes(name, LARGEST_DOCUMENT))
        except ValueError as error:
            raise self._damaged(name, _ALTERED) from error
        if not isinstance(found, dict):
            raise self._damaged(name, _ALTERED)
        return found

    def _bytes(self, name: str, limit: int) -> bytes:
        if not self.files.holds(name):
            raise self._damaged(name, _MISSING)
        return self.files.read(name, limit=limit)

    def _damaged(self, name: str, problem: Phrase) -> Refused:
        return self.files.damaged(name, problem)


class NewRowArchive(RowArchive):
    """An archive that is being written."""

    def __init__(self, files: NewArchiveFiles) -> None:
        super().__init__(files)
        self._new = files

    def begin(self, node: str, tables: Sequence[str]) -> None:
        """Write the head, if it is not there: the node's name, and the names of its migrations."""
        if not self.files.holds(HEAD):
            head = {"row-archive": VERSION, "node": node, "tables": list(tables)}
            self._new.write(HEAD, _document(head))

    def write_part(
        self, number: int, previous: str, table: "CarriedTable", rows: Sequence[str]
    ) -> str:
        """Write a part of rows in their written form; return its digest."""
        head = {"columns": table.columns, "part": number, "previous": previous, "table": table.name}
        data = "".join(f"{line}\n" for line in (_line(head), *rows)).encode()
        self._new.write(part_name(number), data)
        return sha256(data)

    def close(self, manifest: ArchiveManifest) -> None:
        document = {
            "parts": manifest.parts,
            "last": manifest.last,
            "rows": dict(manifest.rows),
            "numbers": dict(manifest.numbers),
        }
        self._new.write(MANIFEST, _document(document))

    def written(self) -> Iterator[tuple[ArchivePart, str]]:
        """Yield the parts of an archive that is not closed, each with its digest: each names the one before."""
        previous, number = self.beginning, 1
        while self.files.holds(part_name(number)):
            data = self._bytes(part_name(number), LARGEST_PART)
            part, found = self._read(number, data)
            if found != previous:
                raise self._damaged(part_name(max(1, number - 1)), _ALTERED)
            previous = sha256(data)
            yield part, previous
            number += 1


def part_name(number: int) -> str:
    return f"{number:08d}.rows"


def written_rows(rows: "Iterable[ArchivedRow]") -> "Iterator[tuple[ArchivedRow, str]]":
    """Yield each row with the line that it is in an archive."""
    return ((row, _line(row)) for row in rows)


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _document(value: Mapping[str, Any]) -> bytes:
    return f"{_line(value)}\n".encode()
