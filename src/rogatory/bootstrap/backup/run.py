# SPDX-License-Identifier: Apache-2.0
"""Writing a backup of a node, which may run meanwhile.

1. Everything against it is collected: place, key, recipients, tables.
2. In one transaction that sees the database as of one moment, the rows are read and written, encrypted; and the packages
   and segments that rows name are noted.
3. Objects, then layouts and segments, are written, unless an earlier backup has them. An object is in its store before a row
   names it, is never changed, and is removed only a day after no row names it. So whatever the rows of 2 name is there in 3.
4. Marks of removals; the record of destructions.
5. The rest of the lists, which are written as they fill, and last what the backup states of itself. Killed before: there is no backup, and those of before are whole.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.destructions import append_destructions
from rogatory.bootstrap.backup.file_index import FileIndex
from rogatory.bootstrap.backup.inventory import FileKind
from rogatory.bootstrap.backup.keys import backup_key, recipients_of
from rogatory.bootstrap.backup.lock import one_at_a_time
from rogatory.bootstrap.backup.manifest import (
    BackupManifest,
    files_of,
    ids,
    new_id,
    read_manifest,
    write_manifest,
)
from rogatory.bootstrap.backup.newest import is_due, newest_in, note_newest
from rogatory.bootstrap.backup.places import (
    NamedPlace,
    node_name,
    note_place,
    own,
    place_of,
    table_of,
)
from rogatory.bootstrap.backup.pruning import prune_place
from rogatory.bootstrap.backup.writer import BackupWriter, RowsWritten
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.moving.run import set_up_tables
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.errors import Reason, Refused, RogatoryError, Unreachable, refuse_if_any
from rogatory.node.ports import Clock
from rogatory.seal.age import AgeRecipient
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random

if TYPE_CHECKING:
    from rogatory.bootstrap.backup.rows import HomeStore

_PACKAGES, _SEGMENTS = "packages.list", "segments.list"
"""Files in the home in which the packages and segments are noted that rows name."""

_TOMBSTONES, _GONE = "tombstones.list", "gone.list"
"""Likewise the rows of tombstones, a line of JSON each, and the objects that were destroyed, with their moments."""


@dataclass(frozen=True, slots=True)
class BackupRun:
    """How a backup is made; `report` is given a step and how many files of it were done."""

    clock: Clock = field(default_factory=SystemClock)
    random: Random = os.urandom
    report: Callable[[str, int], None] = lambda _step, _number: None
    new_place: bool = False


_PLAIN = BackupRun()


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A backup that was written, and the old ones that were removed after it."""

    manifest: BackupManifest
    removed: tuple[str, ...] = ()


def back_up(path: Path, how: BackupRun = _PLAIN, *, prunes: bool = False) -> BackupDone:
    """Write a backup of the node of a home into the place that its settings name; then remove old ones, if asked to.

    Raises:
        Refused: everything that is against it; or it is complete but for objects that are missing or damaged in the node.
        Unreachable: a database, a store, the place or the disk does not answer, or is full. Earlier backups are whole.
    """
    done = _back_up(path, how, only_due=False, prunes=prunes)
    assert done is not None
    return done


def back_up_if_due(
    path: Path, how: BackupRun = _PLAIN, *, prunes: bool = False
) -> BackupDone | None:
    """Do the same if the newest backup is older than the settings allow."""
    return _back_up(path, how, only_due=True, prunes=prunes)


def _back_up(path: Path, how: BackupRun, *, only_due: bool, prunes: bool) -> BackupDone | None:
    home = read_home(path)
    table_of(home)
    set_up_tables(home)
    with one_at_a_time(home):
        place, key, recipients = _prepared(home, how)
        if only_due:
            newest = newest_in(home, place, key)
            if newest is not None and not is_due(home, newest, how.clock.now()):
                note_newest(home, newest)
                return None
        with closing(_Backup(home, place, key, recipients, how)) as backup:
            found = backup.run()
        note_place(place, home)
        note_newest(home, found.at)
        if found.absent:
            raise Refused(
                refusals.OBJECTS_FAIL.because(
                    backup=found.id, count=len(found.absent), name=found.absent[0]
                )
            )
        return BackupDone(found, prune_place(home, place).removed if prunes else ())


def _prepared(home: Home, how: BackupRun) -> tuple[NamedPlace, BackupKey, list[AgeRecipient]]:
    """Return place, key and recipients; refuse with everything that is against a backup."""  # 1
    reasons: list[Reason] = []
    unreachable = False
    found: dict[str, object] = {}

    def look(name: str, check: Callable[[], object]) -> None:
        nonlocal unreachable
        try:
            found[name] = check()
        except RogatoryError as error:
            reasons.extend(error.reasons)
            unreachable = unreachable or isinstance(error, Unreachable)

    look("place", lambda: place_of(home))
    look("key", lambda: backup_key(home, how.random, makes=True))
    look("recipients", lambda: recipients_of(home, how.clock.now()))
    if isinstance(place := found.get("place"), NamedPlace):
        look("owner", lambda: own(place, home, node_name(home), is_new=how.new_place))
    if reasons and unreachable:
        raise Unreachable(reasons)
    refuse_if_any(reasons)
    key, recipients = found["key"], found["recipients"]
    assert isinstance(place, NamedPlace)
    assert isinstance(key, BackupKey)
    assert isinstance(recipients, list)
    return place, key, recipients


class _Backup:
    def __init__(
        self,
        home: Home,
        place: NamedPlace,
        key: BackupKey,
        recipients: list[AgeRecipient],
        how: BackupRun,
    ) -> None:
        self._home, self._place, self._key, self._how = home, place, key, how
        self._at = how.clock.now()
        self._known = _known_files(home, place, key)
        self._writer = BackupWriter(
            place, new_id(self._at, how.random), key, recipients, self._known, how.random
        )
        self._counts = {FileKind.OBJECT: 0, FileKind.SEGMENT: 0}

    def run(self) -> BackupManifest:
        from rogatory.bootstrap.backup.rows import read_snapshot, store_of

        writer = self._writer
        with (  # 2
            self._noted(_PACKAGES).open("w", encoding="ascii") as packages,
            self._noted(_SEGMENTS).open("w", encoding="ascii") as segments,
            self._noted(_TOMBSTONES).open("w", encoding="ascii") as tombstones,
        ):
            rows = read_snapshot(
                self._home,
                RowsWritten(writer),
                lambda seal: packages.write(f"{seal}\n"),
                lambda seal, index, digest: segments.write(f"{seal} {index} {digest.hex()}\n"),
                lambda row: tombstones.write(f"{json.dumps(row)}\n"),
                lambda number: self._how.report("rows", number),
            )
        beside = writer.beside()
        with (
            closing(store_of(self._home)) as store,  # 3
            self._noted(_GONE).open("w", encoding="ascii") as gone,
        ):
            for digest in store.objects.digests():
                self._shared(FileKind.OBJECT, digest, partial(store.objects.get, digest))
            for (seal,) in self._lines(_PACKAGES):
                if (layout := self._write_layout(store, seal)) is not None:
                    beside.add("layout", seal, layout)
            for seal, index, digest in self._lines(_SEGMENTS):
                read = partial(store.segment, seal, int(index), digest)
                self._shared(FileKind.SEGMENT, f"{seal}/{index}", read)
            for kind, digest, content in store.marks():  # 4
                beside.add("marks", kind, digest, content)
                if kind == "tombstones":
                    gone.write(f"{digest} {content}\n")
        beside.finish()
        destructions = self._append_destructions()
        for name in (_PACKAGES, _SEGMENTS, _TOMBSTONES, _GONE):
            self._noted(name).unlink()
        writer.lists.finish()  # 5
        manifest = BackupManifest(
            id=writer.backup,
            node=node_name(self._home),
            at=self._at,
            newest=rows.newest,
            epoch=rows.epoch,
            log_size=rows.log_size,
            log_root=rows.log_root,
            rows=rows.count,
            objects=self._counts[FileKind.OBJECT],
            segments=self._counts[FileKind.SEGMENT],
            size=writer.lists.bytes_listed,
            written=writer.written,
            destructions=destructions,
            recipients=writer.recipients,
            tables=rows.tables,
            lists=tuple(writer.lists.digests),
            absent=tuple(sorted(writer.absent)),
        )
        write_manifest(self._place.files, self._key, manifest)
        return manifest

    def close(self) -> None:
        self._known.close()

    def _noted(self, name: str) -> Path:
        return self._home.backup_work / name

    def _append_destructions(self) -> int:
        with self._noted(_TOMBSTONES).open(encoding="ascii") as tombstones:
            return append_destructions(
                self._home,
                self._place,
                self._key,
                map(json.loads, tombstones),
                ((digest, at) for digest, at in self._lines(_GONE)),
                self._at,
            )

    def _write_layout(self, store: "HomeStore", seal: str) -> str | None:
        """Write the layout of a package; return its digest, or None if the package was not begun here."""
        try:
            data = store.layout(seal)
        except Refused:
            return None
        digest = sha256(data)
        self._writer.shared(FileKind.LAYOUT, f"{seal}/{digest}", lambda: data)
        return digest

    def _shared(self, kind: FileKind, what: str, read: Callable[[], bytes]) -> None:
        self._writer.shared(kind, what, read)
        self._counts[kind] += 1
        self._how.report(kind.value, self._counts[kind])

    def _lines(self, name: str) -> Iterator[list[str]]:
        with self._noted(name).open(encoding="ascii") as lines:
            yield from (line.split() for line in lines)


def _known_files(home: Home, place: NamedPlace, key: BackupKey) -> FileIndex:
    """Return the shared files of the newest backup of this node's own, as far as they are there."""
    for backup in reversed(ids(place.files)):
        try:
            manifest = read_manifest(place, key, str(home.backup_key), backup)
            shared = (one for one in files_of(place.files, manifest) if one.kind.is_shared)
            with FileIndex(shared) as listed:
                names = place.files.names("objects")
                return FileIndex(one for name in names if (one := listed.get(name)) is not None)
        except Refused:
            continue
    return FileIndex()
