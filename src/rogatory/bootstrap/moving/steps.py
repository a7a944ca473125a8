# SPDX-License-Identifier: Apache-2.0
"""Moving a node: its rows from one database to another, its objects from one store to the other.

The node is stopped. A killed process is followed by the same command, which goes on.

1. Everything that is against it is collected, and nothing is changed.
2. The plan is written, and the database is closed: no process of a node works on it from here on.
3. Events that wait get their leaves; the rows are read into a row archive in the home.
4. The other database gets its tables and the rows, part by part; all are compared, and the log is checked.
5. The objects are copied, read back and compared.
6. The rows are compared with the first database once more, in the transaction that closes it for ever.
7. The other database is opened.
8. Files that lie in the home and are not used there any more go to `moved/`, nonces are removed; node.toml names the
   new place.
9. The archive and the plan are removed.

Between 6 and 7 both databases are closed; there is no moment at which both are open.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from rogatory.bootstrap.home.folder import SETTINGS_FILE, Home, read_home
from rogatory.bootstrap.home.migrations import make_tables, table_names, table_reasons
from rogatory.bootstrap.moving import refusals
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.moving.objects import ObjectCopy
from rogatory.bootstrap.moving.outcome import Moved, MoveReport, MoveStep
from rogatory.bootstrap.moving.plan import PLAN, MovePlan, home_at, move_folder
from rogatory.bootstrap.moving.settings_file import settings_text
from rogatory.bootstrap.ports.object_store import objects_of, try_store
from rogatory.bootstrap.processes.registration import running_reasons
from rogatory.disk.durable import sync_folder
from rogatory.disk.faults import faults_at
from rogatory.disk.new_file import replace
from rogatory.errors import (
    Reason,
    Refused,
    refuse_by_checks,
    refuse_if_any,
)
from rogatory.storage.custody_log.waiting import sequence_waiting
from rogatory.storage.object_store.objects import BucketObjects
from rogatory.storage.processes.running import raise_fence
from rogatory.storage.row_archive.archive import ArchiveManifest, FolderFiles, NewRowArchive
from rogatory.storage.row_archive.filling import (
    begin_arrival,
    compare_with_archive,
    compare_with_source,
    fill,
    open_arrived,
)
from rogatory.storage.row_archive.log_rows import check_log_rows
from rogatory.storage.row_archive.moves import Move, Phase, refuse_closed
from rogatory.storage.row_archive.reading import read_rows
from rogatory.storage.row_archive.tables import carried_tables


class Moving:
    def __init__(self, home: Home, plan: MovePlan, report: MoveReport) -> None:
        self._home, self._plan, self._report = home, plan, report
        self._from, self._to = home_at(home, plan.source), home_at(home, plan.target)
        self._source = NodeDatabase(self._from)
        self._target = NodeDatabase(self._to) if plan.moves_rows else self._source
        self._node = f"{home.network}/{home.state.lower()}"
        self._archive = NewRowArchive(FolderFiles(move_folder(home)))

    def refuse(self) -> None:
        """Refuse a move that cannot be made, with everything that is against it."""  # 1
        refuse_by_checks((self._source_reasons, self._target_reasons, self._store_reasons))

    def run(self) -> Moved:
        noted = self._source.move(self._plan.id)
        if noted is None:
            self._clear()
            self._close_source()  # 2
        if noted is None or noted.phase == Phase.LEAVING:
            manifest = self._read_rows() if self._plan.moves_rows else None  # 3
            self._fill_and_copy(manifest)  # 4, 5
            self._leave(manifest)  # 6
        if self._plan.moves_rows:
            self._open_target()  # 7
        self._set_files_aside()  # 8
        self._write_settings()
        if not self._plan.moves_rows:
            self._open_target()
        with self._target.used():
            rows = sum(table.count() for table in carried_tables())
        self._report(MoveStep.DONE, 1)
        self._forget()  # 9
        return Moved(self._target.place, rows, self._source.place)

    def give_up(self) -> str:
        noted = self._source.move(self._plan.id)
        if noted is not None and noted.phase != Phase.LEAVING:
            raise Refused(refusals.TOO_LATE.because(path=str(self._home.path)))
        if self._plan.moves_rows and not self._target.is_postgresql:
            self._target.close()
            self._set_aside_database(f"{self._plan.id}-given-up")
        if self._plan.moves_objects and self._to.object_store is None:
            _set_aside_objects(self._home, f"{self._plan.id}-given-up")
        if noted is not None:
            with self._source.used():
                Move.objects.filter(id=self._plan.id).delete()
        self._forget()
        return self._target.place

    def close(self) -> None:
        """Close the connections to both databases."""
        self._source.close()
        self._target.close()

    def _source_reasons(self) -> list[Reason]:
        with self._source.used():
            if reasons := table_reasons():
                return reasons
            refuse_closed()
            runs = running_reasons(self._from)
        return runs or self._source.sessions()

    def _target_reasons(self) -> list[Reason]:
        if not self._plan.moves_rows or self._returns() is not None:
            return []
        return list(self._target.reasons_against_filling(self._node, self._plan.id))

    def _store_reasons(self) -> list[Reason]:
        if not self._plan.moves_objects:
            return []
        try_store(self._to, os.urandom)
        store = objects_of(self._to)
        place = self._to.object_store
        words = str(self._home.path) if place is None else f"{place.bucket}/{place.prefix or ''}"
        if isinstance(store, BucketObjects) and (owner := store.owner()) is not None:
            if owner == self._node:
                return []
            return [refusals.TARGET_FOREIGN.because(place=words, node=owner, own=self._node)]
        if store.has_anything():
            return [refusals.TARGET_USED.because(place=words, what="objects/, packages/")]
        return []

    def _returns(self) -> Move | None:
        """Return the move by which the home's own file was left: it may be filled again."""
        if self._target.is_postgresql:
            return None
        found = self._target.left_by()
        return found if found is not None and found.node == self._node else None

    def _close_source(self) -> None:
        with self._source.used():
            raise_fence("rogatory node move")
        with self._source.frozen():
            refuse_closed()
            Move.objects.create(
                id=self._plan.id,
                phase=Phase.LEAVING,
                node=self._node,
                at=datetime.now(UTC),
                other=self._target.place,
            )
        self._report(MoveStep.CLOSED, 1)

    def _read_rows(self) -> ArchiveManifest:
        """Read the rows into the archive, if that is not done."""
        with self._source.used():
            names = table_names()
            self._archive.begin(self._node, names)
            self._archive.check_head(self._node, names)
            if self._archive.is_closed:
                return self._archive.manifest()
            if self._source.is_postgresql:
                sequence_waiting()
            try:
                manifest = read_rows(
                    self._archive,
                    for_postgresql=self._target.is_postgresql,
                    report=lambda number: self._report(MoveStep.READ, number),
                )
            except Refused:
                # Values that have no place there: nothing was filled, and the node may go on here.
                self.give_up()
                raise
        return manifest

    def _fill_and_copy(self, manifest: ArchiveManifest | None) -> None:
        if manifest is not None:
            if (before := self._returns()) is not None:
                self._target.close()
                self._set_aside_database(before.id)
            with self._target.used():
                self._fill(manifest)
        if self._plan.moves_objects:
            target = objects_of(self._to)
            if isinstance(target, BucketObjects):
                target.own(self._node)
            notes = move_folder(self._home) / "objects.json"
            with self._source.used():
                ObjectCopy(
                    objects_of(self._from),
                    target,
                    notes,
                    lambda number: self._report(MoveStep.OBJECTS, number),
                ).run()

    def _fill(self, manifest: ArchiveManifest) -> None:
        make_tables(self._home)
        refuse_if_any(self._target.reasons_against_filling(self._node, self._plan.id))
        move = Move.objects.filter(id=self._plan.id).first()
        if move is None:
            move = Move(
                id=self._plan.id,
                phase=Phase.ARRIVING,
                node=self._node,
                at=datetime.now(UTC),
                other=self._source.place,
            )
            begin_arrival(move)
        self._report(MoveStep.TABLES, 1)
        fill(self._archive, manifest, move, lambda number: self._report(MoveStep.FILLED, number))
        compare_with_archive(
            self._archive,
            manifest,
            self._target.place,
            lambda number: self._report(MoveStep.COMPARED, number),
        )
        check_log_rows(self._node)

    def _leave(self, manifest: ArchiveManifest | None) -> None:
        refuse_if_any(self._source.sessions())
        if manifest is None:
            return
        with self._source.frozen():
            compare_with_source(self._archive, manifest, self._source.place, lambda _number: None)
            Move.objects.filter(id=self._plan.id).update(phase=Phase.LEFT)
        self._report(MoveStep.LEFT, 1)

    def _open_target(self) -> None:
        with self._target.used():
            open_arrived(Move.objects.get(id=self._plan.id))
        self._report(MoveStep.OPENED, 1)

    def _set_files_aside(self) -> None:
        if self._plan.moves_rows:
            remove_nonces(self._home)
        if self._plan.moves_objects and self._from.object_store is None:
            _set_aside_objects(self._home, self._plan.id)
            self._report(MoveStep.ASIDE, 1)

    def _set_aside_database(self, number: str) -> None:
        """Move the home's database file to `moved/`, with the files that SQLite has beside it."""
        folder = _moved_folder(self._home, number)
        for suffix in ("-wal", "-shm", ""):
            path = self._home.database.with_name(f"{self._home.database.name}{suffix}")
            if path.exists():
                with faults_at(path):
                    path.rename(folder / path.name)
        sync_folder(self._home.path)

    def _write_settings(self) -> None:
        path = self._home.path / SETTINGS_FILE
        before = path.read_text(encoding="utf-8")
        after = settings_text(before, self._plan.target)
        if after != before:
            replace(path, after.encode())
        read_home(self._home.path)
        self._report(MoveStep.SETTINGS, 1)

    def _clear(self) -> None:
        """Remove the rows in the archive, and all else that a move needs but its plan."""
        folder = move_folder(self._home)
        for path in folder.iterdir():
            if path.name != PLAN:
                path.unlink()
        sync_folder(folder)

    def _forget(self) -> None:
        """Remove the plan last: while there is one, the rows are removed by the next run."""
        self._clear()
        folder = move_folder(self._home)
        (folder / PLAN).unlink(missing_ok=True)
        sync_folder(folder)
        folder.rmdir()


def remove_nonces(home: Home) -> None:
    """Remove the nonces, so that a node that comes back knows that they are not all there."""
    for suffix in ("-wal", "-shm", ""):
        place = home.nonces.with_name(f"{home.nonces.name}{suffix}")
        with faults_at(place):
            place.unlink(missing_ok=True)


def _set_aside_objects(home: Home, number: str) -> None:
    folder = _moved_folder(home, number)
    for path in (home.objects, home.packages):
        with faults_at(path):
            if path.exists() and not (folder / path.name).exists():
                path.rename(folder / path.name)
            path.mkdir(mode=0o700, exist_ok=True)
    sync_folder(home.path)


def _moved_folder(home: Home, number: str) -> Path:
    folder = home.path / "moved" / number
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
