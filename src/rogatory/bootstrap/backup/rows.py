# SPDX-License-Identifier: Apache-2.0
"""The rows of a backup, read as of one moment, and the objects beside them. Django must be set up."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from blake3 import blake3

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup.destroying import tombstone_rows
from rogatory.bootstrap.backup.places import node_name
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.migrations import table_names, table_reasons
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.moving.objects import (
    LARGEST_MARK,
    MARK_KINDS,
    MovedStore,
    packages_from,
    present_segments,
)
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.recovery.begin import newest_moment
from rogatory.storage.files.refusals import OBJECT_DAMAGED
from rogatory.storage.row_archive.archive import NewArchiveFiles, NewRowArchive
from rogatory.storage.row_archive.moves import refuse_closed
from rogatory.storage.row_archive.reading import read_rows
from rogatory.storage.row_archive.tables import ArchivedRow
from rogatory.storage.store import DatabaseStore


@dataclass(frozen=True, slots=True)
class RowsRead:
    """Facts that were read in one transaction with the rows."""

    tables: tuple[str, ...]
    count: int
    newest: datetime
    epoch: int
    log_size: int
    log_root: str


def read_snapshot(
    home: Home,
    files: NewArchiveFiles,
    note_package: Callable[[str], object],
    note_segment: Callable[[str, int, bytes], object],
    note_tombstone: Callable[[ArchivedRow], object],
    report: Callable[[int], None],
) -> RowsRead:
    """Read all rows as of one moment, and note which packages and segments they name, and the tombstones; others may write meanwhile.

    Raises:
        Refused: the tables are of another version, or a move or restore has closed the database.
        Unreachable: the database or the place of the backups does not answer.
    """
    with closing(NodeDatabase(home, refusals.DATABASE_FAILS)) as database, database.snapshot():
        refuse_if_any(table_reasons())
        refuse_closed()
        archive = NewRowArchive(files)
        archive.begin(node_name(home), table_names())
        manifest = read_rows(archive, for_postgresql=False, report=report)
        for seal in packages_from(""):
            note_package(seal)
            for index, digest in present_segments(seal, -1):
                note_segment(seal, index, digest)
        for row in tombstone_rows():
            note_tombstone(row)
        store = DatabaseStore()
        epoch, size = store.log_epoch(), store.log_size()
        return RowsRead(
            tables=tuple(table_names()),
            count=sum(manifest.rows.values()),
            newest=newest_moment(store),
            epoch=epoch,
            log_size=size,
            log_root=store.log_tree(size).root().hex(),
        )


class HomeStore:
    """The objects of a home, as a backup reads them."""

    def __init__(self, objects: MovedStore) -> None:
        self.objects = objects

    def layout(self, seal: str) -> bytes:
        return self.objects.layout(seal).to_bytes()

    def segment(self, seal: str, index: int, digest: str) -> bytes:
        """Return a segment; refuse other bytes than its row says."""
        data = self.objects.get_segment(seal, index)
        if blake3(data).hexdigest() != digest:
            raise Refused(OBJECT_DAMAGED.because(digest=f"{seal}.age"))
        return data

    def marks(self) -> Iterator[tuple[str, str, str]]:
        """Yield the marks of removals: kind, digest, content."""
        for kind in MARK_KINDS:
            for digest in self.objects.marks.names(kind):
                data = self.objects.marks.read(f"{kind}/{digest}", limit=LARGEST_MARK)
                if data is not None:
                    yield kind, digest, data.decode("ascii")

    def close(self) -> None:
        """Hold nothing open: each reading opens and closes its file."""


def store_of(home: Home) -> HomeStore:
    return HomeStore(objects_of(home))
