# SPDX-License-Identifier: Apache-2.0
"""The steps of a restore, on the database and the store of a home. Django must be set up. See `restore`."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

from blake3 import blake3
from django.db import transaction

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup import restore_refusals as restoring
from rogatory.bootstrap.backup.destroying import repeat_destructions
from rogatory.bootstrap.backup.destructions import DestructionRecord, DigestIndex, record_to_replay
from rogatory.bootstrap.backup.outcome import Restored, RestoreRun
from rogatory.bootstrap.backup.places import NamedPlace, node_name
from rogatory.bootstrap.backup.reader import BackupReader, RowsOfBackup
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.migrations import make_tables, table_names
from rogatory.bootstrap.home.restore_plan import (
    RestorePlan,
    forget_plan,
    read_progress,
    write_progress,
)
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.moving.objects import packages_from, present_segments
from rogatory.bootstrap.moving.steps import remove_nonces
from rogatory.bootstrap.ports.object_store import objects_of, try_store
from rogatory.errors import (
    Reason,
    Refused,
    refuse_by_checks,
    refuse_if_any,
)
from rogatory.node.recovery.begin import note_restored
from rogatory.storage.files.package_layout import parse_layout
from rogatory.storage.object_store.objects import BucketObjects
from rogatory.storage.row_archive.archive import ArchiveManifest, RowArchive
from rogatory.storage.row_archive.filling import (
    begin_arrival,
    compare_with_archive,
    fill,
    open_arrived,
)
from rogatory.storage.row_archive.log_rows import check_log_rows
from rogatory.storage.row_archive.moves import Move, Phase
from rogatory.storage.store import DatabaseStore
from rogatory.wire.digests import sha256

_BETWEEN_NOTES = 256


class Restoring:
    def __init__(
        self,
        home: Home,
        place: NamedPlace,
        reader: BackupReader,
        plan: RestorePlan,
        how: RestoreRun,
    ) -> None:
        self._home, self._place, self._reader = home, place, reader
        self._plan, self._how = plan, how
        self._node = node_name(home)
        self._database = NodeDatabase(home, refusals.DATABASE_FAILS)
        self._store = objects_of(home)
        self._archive = RowArchive(RowsOfBackup(reader))
        self._record = DestructionRecord(place)

    def refuse(self) -> None:
        """Refuse a restore that cannot be made, with everything that is against it."""  # 1
        refuse_by_checks(
            (
                self._record_reasons,
                self._archive_reasons,
                self._database_reasons,
                self._store_reasons,
            )
        )

    def run(self) -> Restored:
        destroyed = 0
        if not self._is_open():
            refuse_if_any(self._record_reasons())
            manifest = self._archive.manifest()
            with self._database.used():
                self._fill(manifest)  # 3
            absent = self._restore_objects()  # 4
            with self._database.used():
                destroyed = repeat_destructions(self._record.destructions(self._reader.key))  # 5
                self._how.report("destroyed", destroyed)
                self._open()  # 6
        else:
            absent = self._reader.manifest.absent
        remove_nonces(self._home)
        self._how.report("done", 1)
        forget_plan(self._home)  # 7
        return Restored(self._reader.manifest, self._how.clock.now(), destroyed, absent)

    def close(self) -> None:
        self._database.close()

    def _record_reasons(self) -> list[Reason]:
        """Read the record of destructions at every place; return why that cannot be done."""
        self._record = record_to_replay(
            self._home, self._place, self._reader.key, self._reader.manifest, self._how.lost_records
        )
        return []

    def _archive_reasons(self) -> list[Reason]:
        """Return why the rows are damaged, not this node's, or of another version of the program."""
        if damaged_files := self._reader.check_rows():
            return damaged_files
        self._archive.check_head(self._node, table_names())
        return []

    def _database_reasons(self) -> list[Reason]:
        reasons = self._database.reasons_against_filling(self._node, self._plan.id)
        found: list[Reason] = []
        for one in reasons:
            fields = one.fields
            if "what" in fields:
                found.append(
                    restoring.TARGET_USED.because(place=fields["place"], what=fields["what"])
                )
            else:
                found.append(one)
        return found

    def _store_reasons(self) -> list[Reason]:
        try_store(self._home, os.urandom)
        if not self._store.has_anything():
            return []
        place = self._home.object_store
        words = str(self._home.path) if place is None else f"{place.bucket}/{place.prefix or ''}"
        return [restoring.TARGET_USED.because(place=words, what="objects, packages")]

    def _is_open(self) -> bool:
        """Decide whether a process was killed between the last transaction and the removal of the plan."""
        found = self._database.move(self._plan.id)
        return found is not None and found.phase == Phase.HERE

    def _fill(self, manifest: ArchiveManifest) -> None:
        make_tables(self._home)
        move = Move.objects.filter(id=self._plan.id).first()
        if move is None:
            refuse_if_any(self._database_reasons())
            move = Move(
                id=self._plan.id,
                phase=Phase.RESTORING,
                node=self._node,
                at=self._how.clock.now(),
                other=self._place.words,
            )
            begin_arrival(move)
        self._how.report("tables", 1)
        fill(self._archive, manifest, move, lambda number: self._how.report("filled", number))
        compare_with_archive(
            self._archive,
            manifest,
            self._database.place,
            lambda number: self._how.report("compared", number),
        )
        check_log_rows(self._node, waiting=True)

    def _restore_objects(self) -> tuple[str, ...]:
        """Write what the store has not; return what the backup has not."""
        if isinstance(self._store, BucketObjects):
            self._store.own(self._node)
        with DigestIndex() as since:
            for found in self._record.destructions(self._reader.key):
                for digest, at in found.objects.items():
                    since.add(digest, at)
            for kind, digest, content in self._reader.marks():
                self._store.marks.create(f"{kind}/{digest}", content.encode("ascii"))
                if kind == "tombstones":
                    since.remove(digest)
            for digest, at in since.items():
                self._store.marks.create(f"tombstones/{digest}", at.encode("ascii"))
            return self._restore_others(since)

    def _restore_others(self, destroyed: DigestIndex) -> tuple[str, ...]:
        after, count = read_progress(self._home), 0
        absent = list(self._reader.manifest.absent)
        for one in self._reader.objects():
            if one.name <= after:
                continue
            try:
                data = self._reader.object(one)
            except Refused:
                # All else must come back on the worst day; the other States may have this one.
                absent.append(one.path)
                continue
            self._put(data, destroyed)
            count += 1
            self._how.report("objects", count)
            if count % _BETWEEN_NOTES == 0:
                write_progress(self._home, one.name)
        with self._database.used():
            layout_of = _in_turn(self._reader.layouts())
            for seal in packages_from(""):
                absent += self._restore_package(seal, layout_of(seal))
        return tuple(sorted(set(absent)))

    def _put(self, data: bytes, destroyed: DigestIndex) -> None:
        """Write an object, unless it was destroyed since or is here: a mark of its removal would be taken away."""
        digest = sha256(data)
        if digest in destroyed:
            return
        with suppress(Refused):
            self._store.get(digest)
            return
        self._store.put(data)
        self._store.get(digest)

    def _restore_package(self, seal: str, digest: str | None) -> list[str]:
        """Write a package, segment by segment; return the segments that the backup has not."""
        segments = list(present_segments(seal, -1))
        try:
            layout = None if digest is None else parse_layout(self._reader.layout(seal, digest))
        except (Refused, ValueError):
            layout = None
        if layout is None:
            return [f"{seal}/{index}" for index, _blake3 in segments]
        self._store.begin_package(seal, layout.header, layout.payload_size, layout.segment_size)
        absent = []
        for index, wanted in segments:
            if self._has(seal, index, wanted):
                continue
            found = self._segment(seal, index)
            if found is None or blake3(found).digest() != wanted:
                absent.append(f"{seal}/{index}")
                continue
            self._store.put_segment(seal, index, found)
            self._how.report("segments", index + 1)
        return absent

    def _segment(self, seal: str, index: int) -> bytes | None:
        try:
            return self._reader.segment(seal, index)
        except Refused:
            return None

    def _has(self, seal: str, index: int, digest: bytes) -> bool:
        with suppress(Refused):
            return blake3(self._store.get_segment(seal, index)).digest() == digest
        return False

    def _open(self) -> None:
        """Open the database for a recovery, and for nothing else before that has ended."""
        with transaction.atomic():
            note_restored(DatabaseStore(), self._how.clock.now())
            open_arrived(Move.objects.get(id=self._plan.id))
        self._how.report("opened", 1)


def _in_turn(pairs: Iterator[tuple[str, str]]) -> Callable[[str], str | None]:
    """Return what finds the value of a key in ordered pairs; the keys that it is given are in the same order."""
    following: tuple[str, str] | None = next(pairs, None)

    def find(key: str) -> str | None:
        nonlocal following
        while following is not None and following[0] < key:
            following = next(pairs, None)
        return following[1] if following is not None and following[0] == key else None

    return find
