# SPDX-License-Identifier: Apache-2.0
"""Reading a backup: every file is compared with the list before it is decrypted, and the list with what the node stated."""

import json
from collections.abc import Iterator, Sequence

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.file_index import FileIndex
from rogatory.bootstrap.backup.inventory import BackupFile, FileKind
from rogatory.bootstrap.backup.manifest import BackupManifest, damaged, files_of
from rogatory.bootstrap.backup.places import NamedPlace
from rogatory.bootstrap.backup.writer import beside_file, row_file, shared_name
from rogatory.errors import Phrase, Reason, Refused
from rogatory.seal.age import Identity, decrypt
from rogatory.storage.row_archive.archive import HEAD
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

LARGEST_FILE = 512 << 20
"""A part of rows is the largest; a file that claims to be larger is damaged."""

_MISSING = P_("is missing")
_ALTERED = P_("is not what was written")


class BackupReader:
    """The files of one backup, opened with the identities of its recipients."""

    def __init__(
        self,
        place: NamedPlace,
        key: BackupKey,
        manifest: BackupManifest,
        identities: Sequence[Identity],
    ) -> None:
        self.manifest, self.key = manifest, key
        self._place, self._identities = place, identities
        self._files = FileIndex(files_of(place.files, manifest))

    def close(self) -> None:
        self._files.close()

    def open(self) -> None:
        """Refuse identities that do not open the backup.

        Raises:
            Refused: none of them is a recipient's, or the first file is missing or another one.
        """
        self.rows(HEAD)

    def check_rows(self) -> list[Reason]:
        """Return which files of this backup alone are missing or altered: they are few, and read before anything is changed."""
        found = self._files.of_kind(*(one for one in FileKind if not one.is_shared))
        return [reason for one in found if (reason := self._reason(one)) is not None]

    def rows(self, name: str) -> bytes:
        """Return a file of this backup alone."""
        return self._read(row_file(self.manifest.id, name))

    def holds_rows(self, name: str) -> bool:
        return row_file(self.manifest.id, name) in self._files

    def marks(self) -> Iterator[tuple[str, str, str]]:
        """Yield the marks of removals: kind, digest, content."""
        for what, *values in self._beside():
            if what == "marks":
                kind, digest, content = values
                yield kind, digest, content

    def layouts(self) -> Iterator[tuple[str, str]]:
        """Yield the digest of the layout of each package that was begun, in the order of their seals."""
        for what, *values in self._beside():
            if what == "layout":
                seal, digest = values
                yield seal, digest

    def _beside(self) -> Iterator[list[str]]:
        number = 1
        while self.holds_rows(name := beside_file(number)):
            yield from map(json.loads, self.rows(name).splitlines())
            number += 1

    def objects(self) -> Iterator[BackupFile]:
        """Yield the files that are objects, in the order of their names."""
        yield from self._files.of_kind(FileKind.OBJECT)

    def object(self, found: BackupFile) -> bytes:
        """Return an object; refuse one that has not the name of its digest."""
        data = self._read(found.name)
        if f"{self._name(FileKind.OBJECT, sha256(data))}.age" != found.name:
            raise damaged(self.manifest.id, found.path, _ALTERED)
        return data

    def layout(self, seal: str, digest: str) -> bytes:
        """Return the layout of a package; refuse another one than was written."""
        name = f"{self._name(FileKind.LAYOUT, f'{seal}/{digest}')}.age"
        data = self._read(name)
        if sha256(data) != digest:
            raise damaged(self.manifest.id, name, _ALTERED)
        return data

    def segment(self, seal: str, index: int) -> bytes | None:
        """Return a segment, which its row has yet to confirm; None if this backup has none."""
        name = f"{self._name(FileKind.SEGMENT, f'{seal}/{index}')}.age"
        return self._read(name) if name in self._files else None

    def _name(self, kind: FileKind, what: str) -> str:
        return shared_name(self.key, self.manifest.recipients, kind, what)

    def _read(self, name: str) -> bytes:
        found = self._files.get(name)
        if found is None:
            raise damaged(self.manifest.id, name, _MISSING)
        data = self._place.files.read(found.path, limit=LARGEST_FILE)
        if data is None:
            raise damaged(self.manifest.id, found.path, _MISSING)
        if sha256(data) == found.digest:
            return decrypt(data, self._identities)
        if not found.kind.is_shared:
            raise damaged(self.manifest.id, found.path, _ALTERED)
        try:
            # A later backup may have written it again. What it is, its name or its row says.
            return decrypt(data, self._identities)
        except Refused as error:
            raise damaged(self.manifest.id, found.path, _ALTERED) from error

    def _reason(self, one: BackupFile) -> Reason | None:
        data = self._place.files.read(one.path, limit=LARGEST_FILE)
        return _reason_against(self.manifest, one, data, one.digest)


class RowsOfBackup:
    """The files of the row archive that a backup is."""

    def __init__(self, reader: BackupReader) -> None:
        self._reader = reader

    @property
    def place(self) -> str:
        return self._reader.manifest.id

    def holds(self, name: str) -> bool:
        return self._reader.holds_rows(name)

    def read(self, name: str, *, limit: int) -> bytes:
        data = self._reader.rows(name)
        if len(data) > limit:
            raise self.damaged(name, _ALTERED)
        return data

    def damaged(self, name: str, problem: Phrase) -> Refused:
        return damaged(self._reader.manifest.id, name, problem)


def check_files(
    place: NamedPlace, manifest: BackupManifest, newest: BackupManifest
) -> Iterator[tuple[BackupFile, Reason | None]]:
    """Yield each file of a backup, and why it is not what was written; nobody's identity is needed.

    A shared file that a later backup wrote again is what that one says.
    """
    with FileIndex(one for one in files_of(place.files, newest) if one.kind.is_shared) as later:
        for one in files_of(place.files, manifest):
            data = place.files.read(one.path, limit=LARGEST_FILE)
            stated = later.get(one.name) or one
            yield one, _reason_against(manifest, one, data, stated.digest)


def _reason_against(
    manifest: BackupManifest, one: BackupFile, data: bytes | None, digest: str
) -> Reason | None:
    if data is not None and sha256(data) == digest:
        return None
    problem = _MISSING if data is None else _ALTERED
    return refusals.DAMAGED.because(backup=manifest.id, name=one.path, problem=problem)
