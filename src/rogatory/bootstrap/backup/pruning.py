# SPDX-License-Identifier: Apache-2.0
"""Removing old backups by a stated rule, and the files that no backup needs any more.

Kept are:

1. the newest backup;
2. the newest of each of the last N days, weeks (Monday to Sunday) and months that have a backup, in UTC;
3. the backup that two persons restored last (`backup drill`), however old it is;
4. the record of destructions, for ever.

What a backup states of itself is removed first: killed afterwards, there is no half backup, and the next run removes the
rest. A backup whose statement was not made with this node's key is not touched, and neither is any shared file then:
nobody knows which ones it needs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rogatory.bootstrap.backup.file_index import FileIndex
from rogatory.bootstrap.backup.keys import backup_key
from rogatory.bootstrap.backup.lock import one_at_a_time
from rogatory.bootstrap.backup.manifest import FOLDER, BackupManifest, files_of, ids, read_manifest
from rogatory.bootstrap.backup.places import (
    NamedPlace,
    node_name,
    place_of,
    refuse_foreign,
    table_of,
)
from rogatory.bootstrap.backup.verified import last_verified
from rogatory.bootstrap.home.folder import Home, read_home

_PERIODS: tuple[tuple[str, str], ...] = (
    ("keep_daily", "%Y-%m-%d"),
    ("keep_weekly", "%G-%V"),
    ("keep_monthly", "%Y-%m"),
)


@dataclass(frozen=True, slots=True)
class Pruned:
    """The backups that stay, those that were removed (or would be), and how many files went."""

    kept: tuple[str, ...]
    removed: tuple[str, ...]
    files: int


def prune(path: Path, *, dry: bool = False) -> Pruned:
    """Remove the backups of a home that the rule does not keep; with `dry` only say which.

    Raises:
        Refused: the place is another node's, or a backup in it was not made with the key of this home.
    """
    home = read_home(path)
    table_of(home)
    with one_at_a_time(home):
        return prune_place(home, place_of(home), dry=dry)


def prune_place(home: Home, place: NamedPlace, *, dry: bool = False) -> Pruned:
    """Do the same, as the one process that writes backups of this home."""
    refuse_foreign(place, node_name(home))
    key = backup_key(home)
    found = [read_manifest(place, key, str(home.backup_key), each) for each in ids(place.files)]
    kept = kept_by_rule(home, found, last_verified(place.files, key))
    doomed = [one.id for one in found if one.id not in kept]
    if dry:
        return Pruned(tuple(sorted(kept)), tuple(doomed), 0)
    for backup in doomed:
        place.files.remove(f"{FOLDER}/{backup}.json")
    removed = _remove_unnamed(place, [one for one in found if one.id in kept])
    return Pruned(tuple(sorted(kept)), tuple(doomed), removed)


def kept_by_rule(home: Home, found: Iterable[BackupManifest], verified: str | None) -> set[str]:
    """Return the backups that stay; see above for the rule."""
    table = table_of(home)
    newest_first = sorted(found, key=lambda one: one.id, reverse=True)
    kept = {one.id for one in newest_first[:1]}  # 1
    for setting, form in _PERIODS:  # 2
        periods: dict[str, str] = {}
        for one in newest_first:
            periods.setdefault(one.at.strftime(form), one.id)
        kept |= set(list(periods.values())[: getattr(table, setting)])
    if verified is not None:  # 3
        kept |= {one.id for one in newest_first if one.id == verified}
    return kept


def _remove_unnamed(place: NamedPlace, kept: Iterable[BackupManifest]) -> int:
    """Remove files of backups that are not complete, or not any more, and shared files that none of the others names."""
    kept = tuple(kept)
    backups = {one.id for one in kept}
    wanted = FileIndex(one for each in kept for one in files_of(place.files, each))

    def remove(
        folder: str, place_in: Callable[[str], str], is_wanted: Callable[[str], bool]
    ) -> int:
        count = 0
        for name in place.files.names(folder):
            if not is_wanted(name):
                place.files.remove(f"{folder}/{place_in(name)}")
                count += 1
        return count

    with wanted:
        return (
            remove("rows", str, lambda name: name in wanted)
            + remove("lists", str, lambda name: name.partition(".")[0] in backups)
            + remove("objects", lambda name: f"{name[:2]}/{name}", lambda name: name in wanted)
        )
