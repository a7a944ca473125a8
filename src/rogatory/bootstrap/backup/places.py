# SPDX-License-Identifier: Apache-2.0
"""The place of a node's backups: a folder or a bucket. Each file is written once, whole and durable.

    place.json                  whose backups these are, and the version of this form
    backups/ID.json             what a complete backup states of itself; written last, removed first
    lists/ID.NUMBER.list        the files of a backup, each with its size and SHA-256
    rows/ID.NAME.age            its rows
    objects/AB/NAME.age         objects, layouts and segments, shared by all backups
    verified/ID.json            that two persons restored it
    destructions/NUMBER.json    what was destroyed, for ever

`AB` are the first two digits of the name.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.node_toml.backup import BackupTable
from rogatory.bootstrap.ports.object_store import bucket_of
from rogatory.disk.named_files import NamedFiles
from rogatory.disk.new_file import write_new
from rogatory.errors import Refused

VERSION = 1
OWNER = "place.json"
_LARGEST_OWNER = 4096

LAST_PLACE = "last-place"
"""In the home: that backups were written, and where. A file system that is not mounted looks like an empty place."""


class BackupPlace(Protocol):
    """A place of small and large files, which are never changed."""

    def create(self, name: str, data: bytes) -> bool:
        """Write a new file; False if one has that name, which stays as it is."""
        ...

    def read(self, name: str, *, limit: int) -> bytes | None:
        """Return a file, or None; one that is larger than `limit` is refused, or cut after it."""
        ...

    def remove(self, name: str) -> None: ...

    def names(self, within: str) -> Iterator[str]:
        """Yield the last part of each name that begins with `within` and a slash, in order."""
        ...


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with its name in words, which hold no secret."""

    files: BackupPlace
    words: str


def table_of(home: Home) -> BackupTable:
    """Return the settings of a home's backups; refuses a home that has none."""
    if home.backup is None:
        raise Refused(refusals.UNSET.because(path=str(home.path)))
    return home.backup


def node_name(home: Home) -> str:
    """Return whose backups a home's are: the network and the State."""
    return f"{home.network}/{home.state.lower()}"


def place_of(home: Home) -> NamedPlace:
    """Return the place that the settings of a home name.

    Raises:
        Refused: no place is named, the folder is not there, or the store's key is missing.
    """
    table = table_of(home)
    if (store := table.store) is not None:
        words = f"{store.bucket}/{store.prefix or ''}"
        return NamedPlace(bucket_of(home, store, home.backup_store_key), words)
    return folder_place(Path(table.folder or ""))


def folder_place(folder: Path) -> NamedPlace:
    """Return the place that is a folder; refuses one that is not there."""
    if not folder.is_dir():
        raise Refused(refusals.PLACE_ABSENT.because(path=str(folder)))
    return NamedPlace(NamedFiles(folder), str(folder))


def refuse_foreign(place: NamedPlace, node: str) -> bool:
    """Refuse a place of another node, or of a later form; decide whether it is a place of backups at all.

    Raises:
        Refused: it is another node's, or its form is not known.
    """
    found = place.files.read(OWNER, limit=_LARGEST_OWNER)
    if found is None:
        return False
    try:
        stated = json.loads(found)
        owner, version = str(stated["node"]), stated["backup-place"]
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(refusals.PLACE_NEWER.because(place=place.words)) from error
    if version != VERSION:
        raise Refused(refusals.PLACE_NEWER.because(place=place.words))
    if owner != node:
        raise Refused(
            refusals.PLACE_FOREIGN.because(place=place.words, node=ascii(owner)[1:-1], own=node)
        )
    return True


def own(place: NamedPlace, home: Home, node: str, *, is_new: bool) -> None:
    """Note whose backups these are, if that is not noted; `is_new` if a place without any is what is wanted.

    Raises:
        Refused: it is another node's, of a later form, or empty although backups were written there.
    """
    noted = home.backup_work / LAST_PLACE
    if not refuse_foreign(place, node):
        if noted.exists() and noted.read_text(encoding="utf-8") == place.words and not is_new:
            raise Refused(refusals.PLACE_EMPTY.because(place=place.words))
        document = json.dumps({"backup-place": VERSION, "node": node}, sort_keys=True)
        place.files.create(OWNER, f"{document}\n".encode())


def note_place(place: NamedPlace, home: Home) -> None:
    """Remember that backups are in this place."""
    noted = home.backup_work / LAST_PLACE
    if not noted.exists() or noted.read_text(encoding="utf-8") != place.words:
        noted.unlink(missing_ok=True)
        write_new(noted, place.words.encode())
