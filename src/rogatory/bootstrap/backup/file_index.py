# SPDX-License-Identifier: Apache-2.0
"""The files of a backup by name, on disk: a node with millions of objects takes no more memory than one with a few."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Self

from rogatory.bootstrap.backup.inventory import BackupFile, FileKind

_TABLE = """
    CREATE TABLE file (name TEXT PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL)
    WITHOUT ROWID
"""
_FIELDS = "SELECT kind, name, size, digest FROM file"


class TemporaryTable:
    """A table in a temporary database of SQLite, which has no name and goes with this object or its process."""

    def __init__(self, table: str) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        try:
            self._database.execute("PRAGMA journal_mode = OFF")
            self._database.execute(table)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class FileIndex(TemporaryTable):
    """Files by name. Names and digests are those of encrypted files and show nothing of what is in them."""

    def __init__(self, files: Iterable[BackupFile] = ()) -> None:
        super().__init__(_TABLE)
        try:
            self._database.executemany(
                "INSERT OR REPLACE INTO file (kind, name, size, digest) VALUES (?, ?, ?, ?)",
                ((one.kind.value, one.name, one.size, one.digest) for one in files),
            )
        except BaseException:
            self.close()
            raise

    def get(self, name: str) -> BackupFile | None:
        """Return the file of a name, if there is one."""
        row = self._database.execute(f"{_FIELDS} WHERE name = ?", (name,)).fetchone()
        return None if row is None else _file(row)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def of_kind(self, *kinds: FileKind) -> Iterator[BackupFile]:
        """Yield the files of these kinds in the order of their names."""
        places = ", ".join("?" for _ in kinds)
        rows = self._database.execute(
            f"{_FIELDS} WHERE kind IN ({places}) ORDER BY name",
            [one.value for one in kinds],
        )
        yield from map(_file, rows)


def _file(row: tuple[str, str, int, str]) -> BackupFile:
    kind, name, size, digest = row
    return BackupFile(FileKind(kind), name, size, digest)
