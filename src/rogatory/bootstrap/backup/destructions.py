# SPDX-License-Identifier: Apache-2.0
"""The record of destructions (decision 112): a chain of signed files beside the database and at each place of backups.

A backup that is older than a destruction brings its rows and objects back. So the tombstones of what was destroyed are
appended to a record that is newer than any backup, and a restore does again what it says. Each file names the digest of
the one before. There are no case data in it.

    destructions/00000001.json
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rogatory.bootstrap.backup import restore_refusals as refusals
from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.manifest import BackupManifest, read_signed, signed
from rogatory.bootstrap.backup.places import NamedPlace, folder_place, table_of
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.named_files import NamedFiles
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import reasons_text

FOLDER = "destructions"
LARGEST = 64 << 20
"""Bytes of one file: a hundred thousand tombstones. A file that claims to be larger is damaged."""

VERSION = 1

NONE_BEFORE = ""
"""The digest that the first file names."""


@dataclass(frozen=True, slots=True)
class DestructionRecord:
    """A record as it was read at one place: its files, and all that they name."""

    place: str
    files: tuple[bytes, ...] = ()
    rows: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Rows of tombstones, in their archived form, by their digest."""
    objects: Mapping[str, str] = field(default_factory=dict)
    """The moments of destroyed objects, by digest."""

    @property
    def head(self) -> str:
        return sha256(self.files[-1]) if self.files else NONE_BEFORE


def record_places(
    home: Home, place: NamedPlace
) -> Iterator[tuple[str, NamedPlace | RogatoryError]]:
    """Yield each place of the record, or why it cannot be reached: where backups are, further folders, the home."""
    yield place.words, place
    for folder in table_of(home).record_folders if home.backup else ():
        try:
            yield folder, folder_place(Path(folder))
        except RogatoryError as error:
            yield folder, error
    yield str(home.path), NamedPlace(NamedFiles(home.path), str(home.path))


def read_record(place: NamedPlace, key: BackupKey) -> DestructionRecord:
    """Return the record in a place; one without a file is empty.

    Raises:
        Refused: a file is missing in between, or is not what was written.
    """
    files: list[bytes] = []
    rows: dict[str, Sequence[Any]] = {}
    objects: dict[str, str] = {}
    previous = NONE_BEFORE
    names = sorted(place.files.names(FOLDER))
    for number, name in enumerate(names, 1):
        wanted = _name(number)
        data = place.files.read(wanted, limit=LARGEST)
        found = None if data is None or not wanted.endswith(name) else read_signed(key, data)
        if data is None or found is None or found["previous"] != previous:
            raise Refused(refusals.RECORD_DAMAGED.because(place=place.words, name=wanted))
        files.append(data)
        rows |= {row[0]: row for row in found["rows"]}
        objects |= found["objects"]
        previous = sha256(data)
    return DestructionRecord(place.words, tuple(files), rows, objects)


def append_destructions(
    home: Home,
    place: NamedPlace,
    key: BackupKey,
    rows: Sequence[Sequence[Any]],
    objects: Mapping[str, str],
    at: datetime,
) -> DestructionRecord:
    """Append to the record what it does not have, at every place; return it.

    Raises:
        Refused: a place is away, its record is damaged, or two places have different ones.
    """
    places, reasons = [], list[Reason]()
    for _words, found in record_places(home, place):
        if isinstance(found, RogatoryError):
            reasons += found.reasons
        else:
            places.append(found)
    refuse_if_any(reasons)
    records = [read_record(one, key) for one in places]
    longest = max(records, key=lambda one: len(one.files))
    for one in records:
        if longest.files[: len(one.files)] != one.files:
            name = _name(len(one.files))
            raise Refused(refusals.RECORD_DAMAGED.because(place=one.place, name=name))
    fresh = [row for row in rows if row[0] not in longest.rows]
    gone = {digest: when for digest, when in objects.items() if digest not in longest.objects}
    files = list(longest.files)
    if fresh or gone:
        document = {
            "destruction": VERSION,
            "previous": longest.head,
            "at": format_moment(at),
            "rows": fresh,
            "objects": gone,
        }
        files.append(signed(key, document))
    for where, record in zip(places, records, strict=True):
        for number in range(len(record.files) + 1, len(files) + 1):
            where.files.create(_name(number), files[number - 1])
    everything = {**longest.rows, **{row[0]: row for row in fresh}}
    return DestructionRecord(place.words, tuple(files), everything, {**longest.objects, **gone})


def record_to_replay(
    home: Home,
    place: NamedPlace,
    key: BackupKey,
    manifest: BackupManifest,
    lost: frozenset[str],
) -> DestructionRecord:
    """Return the newest record of all places, which must be at least as long as when the backup was made.

    Raises:
        Refused: a place is away, damaged or too short, and was not declared lost; every one is named.
    """
    reasons: list[Reason] = []
    records: list[DestructionRecord] = []
    for words, found in record_places(home, place):
        if words in lost:
            continue
        try:
            if isinstance(found, RogatoryError):
                raise found
            record = read_record(found, key)
            if words != str(home.path) and len(record.files) < manifest.destructions:
                name = _name(manifest.destructions)
                raise Refused(refusals.RECORD_DAMAGED.because(place=words, name=name))
        except RogatoryError as error:
            problem = reasons_text(error.reasons[:1])
            reasons.append(refusals.RECORD_ABSENT.because(place=words, problem=problem))
        else:
            records.append(record)
    refuse_if_any(reasons)
    return max(records, key=lambda one: len(one.files), default=DestructionRecord(place.words))


def _name(number: int) -> str:
    return f"{FOLDER}/{number:08d}.json"
