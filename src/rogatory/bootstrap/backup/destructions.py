# SPDX-License-Identifier: Apache-2.0
"""The record of destructions (decision 112): a chain of signed files beside the database and at each place of backups.

A backup that is older than a destruction brings its rows and objects back. So the tombstones of what was destroyed are
appended to a record that is newer than any backup, and a restore does again what it says. Each file names the digest of
the one before. There are no case data in it.

    destructions/00000001.json
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rogatory.bootstrap.backup import restore_refusals as refusals
from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.file_index import TemporaryTable
from rogatory.bootstrap.backup.manifest import BackupManifest, read_signed, signed
from rogatory.bootstrap.backup.places import NamedPlace, folder_place, table_of
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.named_files import NamedFiles
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import reasons_text

if TYPE_CHECKING:
    from rogatory.storage.row_archive.tables import ArchivedRow

FOLDER = "destructions"
LARGEST = 64 << 20
"""Bytes of one file: a hundred thousand tombstones. A file that claims to be larger is damaged."""

MOST_TOGETHER = 10_000
"""Tombstones and moments in one file, which is held in memory as a whole."""

VERSION = 1

NONE_BEFORE = ""
"""The digest that the first file names."""

_INDEX = "CREATE TABLE entry (digest TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID"


class DigestIndex(TemporaryTable):
    """Digests, each with a text, on disk: of however many destructions there are, none is held in memory."""

    def __init__(self) -> None:
        super().__init__(_INDEX)

    def add(self, digest: str, text: str = "") -> None:
        """Add a digest; one that is here keeps its text."""
        self._database.execute("INSERT OR IGNORE INTO entry VALUES (?, ?)", (digest, text))

    def remove(self, digest: str) -> None:
        """Remove a digest, if it is here."""
        self._database.execute("DELETE FROM entry WHERE digest = ?", (digest,))

    def __contains__(self, digest: str) -> bool:
        found = self._database.execute("SELECT 1 FROM entry WHERE digest = ?", (digest,))
        return found.fetchone() is not None

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield digests with their texts, in the order of the digests."""
        yield from self._database.execute("SELECT digest, text FROM entry ORDER BY digest")


class Destructions(NamedTuple):
    """The content of one file of a record."""

    rows: "Sequence[ArchivedRow]"
    """Rows of tombstones, in their archived form; the first value of each is its digest."""
    objects: Mapping[str, str]
    """The moments of destroyed objects, by digest."""


@dataclass(frozen=True, slots=True)
class DestructionRecord:
    """A record as it was read at one place: the digests of its files, one for each backup before which something was destroyed."""

    place: NamedPlace
    digests: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        return self.digests[-1] if self.digests else NONE_BEFORE

    def file(self, number: int) -> bytes:
        """Return a file, counted from 1.

        Raises:
            Refused: it is not what was read before.
        """
        data = self.place.files.read(_name(number), limit=LARGEST)
        if data is None or sha256(data) != self.digests[number - 1]:
            raise _damaged(self.place, number)
        return data

    def destructions(self, key: BackupKey) -> Iterator[Destructions]:
        """Yield the content of each file, the oldest first, one in memory at a time.

        Raises:
            Refused: a file is not what was read before.
        """
        for number in range(1, len(self.digests) + 1):
            found = read_signed(key, self.file(number))
            if found is None:
                raise _damaged(self.place, number)
            yield Destructions(found["rows"], found["objects"])


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
    digests: list[str] = []
    previous = NONE_BEFORE
    names = sorted(place.files.names(FOLDER))
    for number, name in enumerate(names, 1):
        wanted = _name(number)
        data = place.files.read(wanted, limit=LARGEST)
        found = None if data is None or not wanted.endswith(name) else read_signed(key, data)
        if data is None or found is None or found["previous"] != previous:
            raise _damaged(place, number)
        previous = sha256(data)
        digests.append(previous)
    return DestructionRecord(place, tuple(digests))


def append_destructions(
    home: Home,
    place: NamedPlace,
    key: BackupKey,
    rows: "Iterable[ArchivedRow]",
    objects: Iterable[tuple[str, str]],
    at: datetime,
) -> int:
    """Append to the record what it does not have, at every place; return how many files it has then.

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
    longest = max(records, key=lambda one: len(one.digests))
    for one in records:
        if longest.digests[: len(one.digests)] != one.digests:
            raise _damaged(one.place, len(one.digests))
    for one in records:
        for number in range(len(one.digests) + 1, len(longest.digests) + 1):
            one.place.files.create(_name(number), longest.file(number))
    number, previous = len(longest.digests), longest.head
    for fresh in _fresh(longest, key, rows, objects):
        data = signed(
            key,
            {
                "destruction": VERSION,
                "previous": previous,
                "at": format_moment(at),
                "rows": fresh.rows,
                "objects": fresh.objects,
            },
        )
        number, previous = number + 1, sha256(data)
        for where in places:
            where.files.create(_name(number), data)
    return number


def _fresh(
    record: DestructionRecord,
    key: BackupKey,
    rows: "Iterable[ArchivedRow]",
    objects: Iterable[tuple[str, str]],
) -> Iterator[Destructions]:
    """Yield what a record does not have, as much at a time as one file holds."""
    with DigestIndex() as tombstones, DigestIndex() as moments:
        for known in record.destructions(key):
            for row in known.rows:
                tombstones.add(str(row[0]))
            for digest in known.objects:
                moments.add(digest)
        fresh = (row for row in rows if str(row[0]) not in tombstones)
        gone = (one for one in objects if one[0] not in moments)
        for some, others in zip_longest(
            batched(fresh, MOST_TOGETHER),
            batched(gone, MOST_TOGETHER),
            fillvalue=(),
        ):
            yield Destructions(some, dict(others))


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
            if words != str(home.path) and len(record.digests) < manifest.destructions:
                raise _damaged(found, manifest.destructions)
        except RogatoryError as error:
            problem = reasons_text(error.reasons[:1])
            reasons.append(refusals.RECORD_ABSENT.because(place=words, problem=problem))
        else:
            records.append(record)
    refuse_if_any(reasons)
    return max(records, key=lambda one: len(one.digests), default=DestructionRecord(place))


def _damaged(place: NamedPlace, number: int) -> Refused:
    return Refused(refusals.RECORD_DAMAGED.because(place=place.words, name=_name(number)))


def _name(number: int) -> str:
    return f"{FOLDER}/{number:08d}.json"
