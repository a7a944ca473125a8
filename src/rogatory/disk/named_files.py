# SPDX-License-Identifier: Apache-2.0
"""Small files by name beneath a folder, each written once, whole and durable."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk.durable import sync_folder
from rogatory.disk.faults import faults_at
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.disk.walk import walk
from rogatory.errors import Refused


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """Files beneath a folder, which must be there; folders in it are made as names need them."""

    folder: Path

    def create(self, name: str, data: bytes) -> bool:
        """Write a new file; False if one has that name, which stays as it is."""
        path = self.folder / name
        self._make(path.parent)
        try:
            write_new(path, data)
        except Refused:
            if not path.exists():
                raise
            return False
        return True

    def read(self, name: str, *, limit: int) -> bytes | None:
        path = self.folder / name
        return read_file(path, limit=limit) if path.exists() else None

    def remove(self, name: str) -> None:
        path = self.folder / name
        if path.exists():
            with faults_at(path):
                path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def names(self, within: str) -> Iterator[str]:
        """Yield the last part of each name that begins with `within` and a slash, in order."""
        top = self.folder / within
        with faults_at(top):
            if top.is_dir():
                for one in walk(top, problem=_pass_over_vanished):
                    if one.is_file and not one.name.startswith(b"."):
                        yield os.fsdecode(one.name)

    def _make(self, folder: Path) -> None:
        if folder == self.folder or folder.exists():
            return
        self._make(folder.parent)
        with faults_at(folder):
            folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def _pass_over_vanished(_path: bytes, error: OSError) -> None:
    """Pass over what another process removed since the folder was listed."""
    if not isinstance(error, FileNotFoundError):
        raise error
