# SPDX-License-Identifier: Apache-2.0
"""Restoring a backup into an empty place: the database and the object store that the home's settings name.

1. Everything against it is collected, and nothing is changed.
2. The plan is written: no process of the node starts from here on.
3. The database gets its tables and the rows, part by part, each in a commit that counts it; all are compared, and the
   log is checked.
4. Objects, layouts and segments go into the store, which compares each with its digest or its row.
5. What was destroyed since the backup is destroyed again.
6. In one transaction the database is opened, and a recovery is begun in it: the node signs nothing before the other
   States were asked for what came since.
7. The plan is removed.

A process killed anywhere is followed by the same command.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rogatory.bootstrap import refusals as home_refusals
from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup import restore_refusals as restoring
from rogatory.bootstrap.backup.keys import backup_key
from rogatory.bootstrap.backup.manifest import newest_of, read_manifest
from rogatory.bootstrap.backup.outcome import Restored, RestoreRun
from rogatory.bootstrap.backup.places import NamedPlace, node_name, place_of, refuse_foreign
from rogatory.bootstrap.backup.reader import BackupReader
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.home.restore_plan import (
    new_plan,
    read_plan,
    write_plan,
)
from rogatory.bootstrap.moving.run import set_up_tables
from rogatory.bootstrap.recovery.new_epoch import refuse_running
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Refused, Unreachable
from rogatory.seal.age import Identity

_PLAIN = RestoreRun()


def restore(path: Path, identities: Sequence[Identity], how: RestoreRun = _PLAIN) -> Restored:
    """Restore a backup into the home at `path`, which has settings and keys, and no database yet.

    Raises:
        Refused: everything that is against it, before anything was changed; or what was restored does not agree.
        Unreachable: a database, a store, the place or the disk failed. The same command goes on.
    """
    return restore_home(read_home(path), identities, how)


def restore_home(home: Home, identities: Sequence[Identity], how: RestoreRun) -> Restored:
    """Do the same with the home as it was read."""
    refuse_running(home)
    set_up_tables(home)
    try:
        with FolderLock(home.path):
            return _restore(home, identities, how)
    except Unreachable as error:
        if "disk-folder-locked" in error.codes:
            raise Refused(home_refusals.NODE_RUNS.because(path=str(home.path))) from error
        raise


def _restore(home: Home, identities: Sequence[Identity], how: RestoreRun) -> Restored:
    from rogatory.bootstrap.backup.restoring import Restoring

    begun = read_plan(home)
    place = how.place or place_of(home)
    if begun is not None and how.backup not in {None, begun.backup}:
        raise Refused(restoring.OTHER.because(backup=begun.backup, path=str(home.path)))
    wanted = begun.backup if begun else how.backup
    with closing(_reader(home, place, wanted, identities)) as reader:
        reader.open()
        plan = begun or new_plan(reader.manifest.id, place.words, how.random)
        with closing(Restoring(home, place, reader, plan, how)) as steps:
            if begun is None:
                steps.refuse()
                write_plan(home, plan)
            return steps.run()


def _reader(
    home: Home, place: NamedPlace, backup: str | None, identities: Sequence[Identity]
) -> BackupReader:
    """Return the backup; refuses a place of another node, and a wrong key."""
    if not refuse_foreign(place, node_name(home)):
        raise Refused(refusals.NONE.because(place=place.words))
    key = backup_key(home)
    manifest = read_manifest(place, key, str(home.backup_key), backup or newest_of(place))
    return BackupReader(place, key, manifest, identities)
