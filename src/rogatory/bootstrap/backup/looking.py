# SPDX-License-Identifier: Apache-2.0
"""Looking at the backups of a home: which there are, and whether their files are what was written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rogatory.bootstrap.backup.keys import backup_key
from rogatory.bootstrap.backup.lock import one_at_a_time
from rogatory.bootstrap.backup.manifest import BackupManifest, ids, newest_of, read_manifest
from rogatory.bootstrap.backup.places import node_name, place_of, refuse_foreign
from rogatory.bootstrap.backup.reader import check_files
from rogatory.bootstrap.backup.verified import last_drill
from rogatory.bootstrap.home.folder import read_home
from rogatory.errors import refuse_if_any


@dataclass(frozen=True, slots=True)
class Backups:
    """The complete backups of a home, and the note of the last drill."""

    place: str
    backups: tuple[BackupManifest, ...]
    verified: Mapping[str, Any] | None


def backups_of(path: Path) -> Backups:
    """Return the complete backups of a home.

    Raises:
        Refused: the place is another node's, or one was not made with the key of this home.
    """
    home = read_home(path)
    place = place_of(home)
    refuse_foreign(place, node_name(home))
    found = ids(place.files)
    if not found:
        return Backups(place.words, (), None)
    key = backup_key(home)
    backups = tuple(read_manifest(place, key, str(home.backup_key), one) for one in found)
    return Backups(place.words, backups, last_drill(place.files, key))


def check_backup(
    path: Path, backup: str | None, report: Callable[[int], None]
) -> tuple[BackupManifest, int]:
    """Compare every file of a backup with its list; return how many there are.

    Shared files that are damaged are removed, and backups go on naming them: the next one does not find them, and writes
    them again, for all.

    Raises:
        Refused: files are damaged or missing; each is named.
    """
    home = read_home(path)
    with one_at_a_time(home):
        place = place_of(home)
        refuse_foreign(place, node_name(home))
        key, newest = backup_key(home), newest_of(place)
        manifest = read_manifest(place, key, str(home.backup_key), backup or newest)
        newest_one = read_manifest(place, key, str(home.backup_key), newest)
        reasons, count = [], 0
        for one, reason in check_files(place, manifest, newest_one):
            count += 1
            report(count)
            if reason is not None:
                reasons.append(reason)
                if one.kind.is_shared:
                    place.files.remove(one.path)
    refuse_if_any(reasons)
    return manifest, count
