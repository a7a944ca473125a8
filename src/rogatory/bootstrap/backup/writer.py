# SPDX-License-Identifier: Apache-2.0
"""Writing the files of one backup: encrypted to the recipients, and only what no earlier backup has."""

import json
from collections.abc import Callable, Sequence

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.file_index import FileIndex
from rogatory.bootstrap.backup.inventory import BackupFile, FileKind, ListWriter
from rogatory.bootstrap.backup.keys import recipients_digest
from rogatory.bootstrap.backup.manifest import damaged
from rogatory.bootstrap.backup.places import NamedPlace
from rogatory.errors import Phrase, Refused, Unreachable
from rogatory.seal.age import AgeRecipient, encrypt
from rogatory.storage.row_archive.archive import HEAD, MANIFEST
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random


class BackupWriter:
    """Writes files, and puts each on the lists."""

    def __init__(
        self,
        place: NamedPlace,
        backup: str,
        key: BackupKey,
        recipients: Sequence[AgeRecipient],
        known: FileIndex,
        random: Random,
    ) -> None:
        """Write a backup; `known` are the shared files of the newest one that is complete."""
        self.backup = backup
        self.lists = ListWriter(place.files, backup)
        self.written = 0
        self.absent: list[str] = []
        self.recipients = recipients_digest(list(recipients))
        self._place, self._key, self._random = place, key, random
        self._to, self._known = recipients, known

    def rows(self, name: str, data: bytes) -> None:
        """Write a file of this backup alone."""
        self._write(FileKind.ROWS, row_file(self.backup, name), data)

    def beside(self) -> "BesideWriter":
        """Return what writes the marks of removals and the layouts of packages."""
        return BesideWriter(
            lambda name, data: self._write(FileKind.BESIDE, row_file(self.backup, name), data)
        )

    def shared(self, kind: FileKind, what: str, read: Callable[[], bytes]) -> bool:
        """Write a file that later backups share, unless an earlier one has it; decide whether it was written.

        What is missing or damaged in the node is noted, and the backup goes on: all else must be saved.

        Raises:
            Unreachable: a store or the disk does not answer.
        """
        name = f"{shared_name(self._key, self.recipients, kind, what)}.age"
        if (before := self._known.get(name)) is not None:
            self.lists.add(before)
            return False
        try:
            data = read()
        except Refused:
            self.absent.append(what)
            return False
        self._write(kind, name, data)
        return True

    def _write(self, kind: FileKind, name: str, data: bytes) -> None:
        sealed = encrypt(data, self._to, self._random)
        found = BackupFile(kind, name, len(sealed), sha256(sealed))
        files = self._place.files
        if not files.create(found.path, sealed):
            # Left by a backup whose process was killed: no complete one has it, so nobody knows what it is.
            files.remove(found.path)
            if not files.create(found.path, sealed):
                raise Unreachable(refusals.RUNS.because(path=self._place.words))
        self.lists.add(found)
        self.written += found.size


class BesideWriter:
    """Lines of JSON beside the rows, in files of about 1 MiB: `["marks", KIND, DIGEST, CONTENT]` for each mark of a removal,
    `["layout", SEAL, DIGEST]` for each package, in the order of their seals.
    """

    def __init__(self, write: Callable[[str, bytes], None]) -> None:
        self._write = write
        self._lines: list[str] = []
        self._size = self._number = 0

    def add(self, *values: str) -> None:
        line = json.dumps(values, separators=(",", ":")) + "\n"
        self._lines.append(line)
        self._size += len(line)
        if self._size >= BESIDE_PART:
            self.finish()

    def finish(self) -> None:
        """Write what was added since the last file."""
        if self._lines:
            self._number += 1
            self._write(beside_file(self._number), "".join(self._lines).encode())
        self._lines, self._size = [], 0


BESIDE_PART = 1 << 20
"""Bytes after which another file begins: all that is held of them."""


def beside_file(number: int) -> str:
    return f"beside.{number:06d}"


def row_file(backup: str, name: str) -> str:
    return f"{backup}.{name}.age"


def shared_name(key: BackupKey, recipients: str, kind: FileKind, what: str) -> str:
    """Return the name of a shared file. What was encrypted to other recipients has another one."""
    return key.name_of(f"{recipients}/{kind.value}/{what}")


class RowsWritten:
    """The files of the row archive that a backup is: encrypted at once, so no row lies anywhere in clear."""

    def __init__(self, writer: BackupWriter) -> None:
        self._writer = writer
        self._documents: dict[str, bytes] = {}

    @property
    def place(self) -> str:
        return self._writer.backup

    def holds(self, name: str) -> bool:
        return name in self._documents

    def write(self, name: str, data: bytes) -> None:
        if name in {HEAD, MANIFEST}:
            self._documents[name] = data
        self._writer.rows(name, data)

    def read(self, name: str, *, limit: int) -> bytes:  # noqa: ARG002 - what was written a moment ago
        """Return the head or the manifest again: nobody here could open a part."""
        return self._documents[name]

    def damaged(self, name: str, problem: Phrase) -> Refused:
        return damaged(self._writer.backup, name, problem)
