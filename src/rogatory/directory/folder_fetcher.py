# SPDX-License-Identifier: Apache-2.0
"""The directory from a folder: a copy on a disk, a stick, a mounted share."""

import os
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rogatory.directory import refusals
from rogatory.disk import Beneath
from rogatory.disk.refusals import MISSING
from rogatory.errors import Refused, Unreachable
from rogatory.wire.words import problem_of

_CHUNK = 1 << 16


class FolderFetcher:
    """A `Fetch` over the folder that holds `metadata/` and `targets/`; follows no links in it."""

    def __init__(self, folder: str | Path) -> None:
        """Take `folder`, a path, or a `file:` address on this machine."""
        self._folder = _path(folder)

    def __call__(self, path: str) -> Iterator[bytes] | None:
        """Return the bytes of a file, or None if it is not there.

        Raises:
            Unreachable: the folder itself is not there, for instance because the stick is out.
        """
        try:
            folder = Beneath(self._folder)
        except Refused as error:
            raise Unreachable(refusals.UNREACHABLE.because(problem=problem_of(error))) from error
        with folder:
            try:
                return _chunks(os.fdopen(folder.open_read(path), "rb", buffering=0))
            except Refused as error:
                if error.codes == (MISSING.id,):
                    return None
                raise Unreachable(
                    refusals.UNREACHABLE.because(problem=problem_of(error))
                ) from error


def _path(folder: str | Path) -> Path:
    if isinstance(folder, str) and folder.startswith("file:"):
        return Path(unquote(urlsplit(folder).path))
    return Path(folder)


def _chunks(file: RawIOBase) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
