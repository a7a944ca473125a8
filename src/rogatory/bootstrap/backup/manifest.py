# SPDX-License-Identifier: Apache-2.0
"""The statement of a complete backup of itself, authenticated by the node's backup key: written last, in one file.

A backup without it was never completed: its process was killed, or the place was full. It counts for nothing.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.inventory import LARGEST_LIST, BackupFile, list_name, read_list
from rogatory.bootstrap.backup.places import BackupPlace, NamedPlace
from rogatory.errors import Phrase, Refused
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_

FOLDER = "backups"
LARGEST = 8 << 20
"""Bytes of a statement: the digests of a hundred thousand lists."""

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupManifest:
    """A backup. `at` is the moment as of which the rows were read, `newest` that of the log's newest entry then."""

    id: str
    node: str
    at: datetime
    newest: datetime
    epoch: int
    log_size: int
    log_root: str
    rows: int
    objects: int
    segments: int
    size: int
    """Bytes of all its files."""
    written: int
    """Bytes of those that no earlier backup had."""
    destructions: int
    """The length of the record of destructions then."""
    recipients: str
    """The digest of the list of recipients."""
    tables: tuple[str, ...]
    lists: tuple[str, ...]
    absent: tuple[str, ...] = field(default=())
    """Objects and segments whose bytes were missing or damaged in the node."""


def new_id(at: datetime, random: Random) -> str:
    return f"{at:%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z-{random(4).hex()}"


def write_manifest(place: BackupPlace, key: BackupKey, found: BackupManifest) -> None:
    document = asdict(found) | {
        "backup": VERSION,
        "at": format_moment(found.at),
        "newest": format_moment(found.newest),
    }
    place.create(f"{FOLDER}/{found.id}.json", signed(key, document))


def signed(key: BackupKey, document: Mapping[str, Any]) -> bytes:
    """Return a statement of the node: one line of JSON, and on the next one what confirms it."""
    line = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return line + b"\n" + key.mac(line).encode() + b"\n"


def read_signed(key: BackupKey, data: bytes) -> Mapping[str, Any] | None:
    """Return a statement; None if the node did not make it."""
    line, _newline, mac = data.rstrip(b"\n").rpartition(b"\n")
    if not key.confirms(line, mac.decode("ascii", "replace")):
        return None
    found: Mapping[str, Any] = json.loads(line)
    return found


def ids(place: BackupPlace) -> list[str]:
    """Return the complete backups in a place, the oldest first."""
    return sorted(
        name.removesuffix(".json") for name in place.names(FOLDER) if name.endswith(".json")
    )


def read_manifest(place: NamedPlace, key: BackupKey, key_path: str, backup: str) -> BackupManifest:
    """Return what a backup states.

    Raises:
        Refused: there is none, the node did not make it, or it is of a later form.
    """
    data = place.files.read(f"{FOLDER}/{backup}.json", limit=LARGEST)
    if data is None:
        raise Refused(refusals.UNKNOWN.because(backup=backup[:60], place=place.words))
    found = read_signed(key, data)
    if found is None or found.get("id") != backup:
        raise Refused(refusals.KEY_OTHER.because(backup=backup[:60], path=key_path))
    if found.get("backup") != VERSION:
        raise Refused(refusals.PLACE_NEWER.because(place=place.words))
    values = {name: value for name, value in found.items() if name != "backup"}
    for name in ("tables", "lists", "absent"):
        values[name] = tuple(values[name])
    for name in ("at", "newest"):
        values[name] = parse_moment(values[name])
    return BackupManifest(**values)


def newest_of(place: NamedPlace) -> str:
    """Return the newest complete backup; refuses a place that has none."""
    found = ids(place.files)
    if not found:
        raise Refused(refusals.NONE.because(place=place.words))
    return found[-1]


def files_of(place: BackupPlace, manifest: BackupManifest) -> Iterator[BackupFile]:
    """Yield the files of a backup from its lists.

    Raises:
        Refused: a list is missing, or another one than was written.
    """
    for number, digest in enumerate(manifest.lists, 1):
        name = list_name(manifest.id, number)
        data = place.read(name, limit=LARGEST_LIST)
        if data is None or sha256(data) != digest:
            problem = P_("is missing") if data is None else P_("is not what was written")
            raise damaged(manifest.id, name, problem)
        yield from read_list(data)


def damaged(backup: str, name: str, problem: Phrase) -> Refused:
    return Refused(refusals.DAMAGED.because(backup=backup, name=name, problem=problem))
