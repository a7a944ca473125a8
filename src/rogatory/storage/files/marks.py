# SPDX-License-Identifier: Apache-2.0
"""Small files by name beneath a folder: the marks of removals on the local disk."""

from collections.abc import Iterable
from pathlib import Path

from rogatory.disk.durable import sync_folder
from rogatory.disk.faults import faults_at
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Refused


class DiskMarks:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, name: str, data: bytes) -> bool:
        path = self._folder / name
        if not path.parent.exists():
            with faults_at(path.parent):
                path.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder)
        try:
            write_new(path, data)
        except Refused:
            if not path.exists():
                raise
            return False
        return True

    def read(self, name: str, *, limit: int) -> bytes | None:
        path = self._folder / name
        return read_file(path, limit=limit) if path.exists() else None

    def remove(self, name: str) -> None:
        path = self._folder / name
        if path.exists():
            with faults_at(path):
                path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def names(self, within: str) -> Iterable[str]:
        folder = self._folder / within
        if not folder.exists():
            return []
        return [path.name for path in folder.iterdir() if not path.name.startswith(".")]
