# SPDX-License-Identifier: Apache-2.0
"""Files of an artifact, read as they are now, or once where nothing changes them."""

import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from rogatory.errors import Refused
from rogatory.wire.moments import parse_moment

FIRST_SIGNING_TIME = datetime(1950, 1, 1, tzinfo=UTC)
"""UTCTime begins here, and GeneralizedTime is for what comes after it (RFC 5652 11.3)."""


class Files:
    """The files in a folder, as they are now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[Path]:
        """Every path below the folder, in order."""
        return sorted(self.folder.rglob("*"), key=lambda path: str(path).split("/"))

    def named(self, name: str) -> list[Path]:
        """Return the files of one name, in order of their paths."""
        return [path for path in self.paths() if path.name == name]

    def data(self, place: Path) -> bytes | None:
        """The bytes of a file; None if there is none that can be read."""
        try:
            return place.read_bytes()
        except OSError:
            return None

    def document(self, place: Path) -> dict[str, Any] | None:
        """The JSON object in a file, if it is one."""
        try:
            found = json.loads(self.data(place) or b"")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def sha256(self, place: Path) -> str:
        """The digest of a file; noughts if there is none that can be read."""
        data = self.data(place)
        return "0" * 64 if data is None else hashlib.sha256(data).hexdigest()

    def digest(self, *apart: str) -> str:
        """A digest of all names and contents, apart from files whose names end so."""
        found, above = hashlib.sha256(), len(f"{self.folder}/")
        for path in self.paths():
            if path.name.endswith(apart):
                continue
            found.update(str(path)[above:].encode() + b"\0")
            if path.is_symlink():
                found.update(b"link")
            elif (data := self.data(path)) is not None:
                found.update(hashlib.sha256(data).digest())
        return found.hexdigest()


class KeptFiles(Files):
    """The files in a folder in which nothing is written meanwhile: each is read once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._paths: list[Path] | None = None
        self._data: dict[Path, bytes | None] = {}
        self._documents: dict[Path, dict[str, Any] | None] = {}
        self._digests: dict[object, str] = {}

    def paths(self) -> list[Path]:
        if self._paths is None:
            self._paths = super().paths()
        return self._paths

    def data(self, place: Path) -> bytes | None:
        if place not in self._data:
            self._data[place] = super().data(place)
        return self._data[place]

    def document(self, place: Path) -> dict[str, Any] | None:
        if place not in self._documents:
            self._documents[place] = super().document(place)
        found = self._documents[place]
        return None if found is None else dict(found)

    def sha256(self, place: Path) -> str:
        if place not in self._digests:
            self._digests[place] = super().sha256(place)
        return self._digests[place]

    def digest(self, *apart: str) -> str:
        if apart not in self._digests:
            self._digests[apart] = super().digest(*apart)
        return self._digests[apart]


@cache
def honest_files(folder: Path) -> KeptFiles:
    """The files of an honest artifact, which nobody changes."""
    return KeptFiles(folder)


def sender_of(info: Path) -> str:
    """The sender that a bag-info.txt names; empty if none, or if there is no such file."""
    if not info.is_file():
        return ""
    lines = info.read_text(errors="surrogateescape").splitlines()
    senders = (line.split(": ", 1)[-1] for line in lines if line.startswith("Rogatory-Sender"))
    return next(senders, "")


def moment_of(text: object) -> datetime:
    """The moment that a document has in a field; the first that a signature can state, if it is earlier."""
    try:
        return max(parse_moment(text), FIRST_SIGNING_TIME)
    except Refused:  # a forger writes any text where a moment should be
        return datetime.fromisoformat("2026-11-24T04:00:00+00:00")
