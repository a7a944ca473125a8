# SPDX-License-Identifier: Apache-2.0
"""The newest complete backup of a home: whether the next is due or late, and the note of it for who must not wait.

The note is `backup/newest` in the home. The metrics and the administrator's page read it: neither waits for the place of the
backups, which is another machine. The doctor's command reads the place itself.
"""

from datetime import datetime
from pathlib import Path

from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.keys import backup_key
from rogatory.bootstrap.backup.manifest import ids, read_manifest
from rogatory.bootstrap.backup.places import NamedPlace, place_of, table_of
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.new_file import replace
from rogatory.disk.reading import read_file
from rogatory.wire.moments import format_moment, parse_moment

LATE_AFTER = 3 * 3600.0
"""Seconds after which a backup that was due is late: the timer comes every hour, and a run that failed is repeated
once before an operator is called."""

_LARGEST_NOTE = 64


def newest_in(home: Home, place: NamedPlace, key: BackupKey) -> datetime | None:
    """Return the moment of the newest backup in a place; None if there is none.

    Raises:
        Refused: it was not made with the key of this home.
    """
    found = ids(place.files)
    return read_manifest(place, key, str(home.backup_key), found[-1]).at if found else None


def newest_backup(home: Home) -> datetime | None:
    """Return the moment of the newest backup in the place that the settings name; None if there is none.

    Raises:
        Refused: no place is named, it is not there, or a key is missing.
        Unreachable: the place does not answer.
    """
    place = place_of(home)
    return newest_in(home, place, backup_key(home)) if ids(place.files) else None


def interval_of(home: Home) -> float:
    """Return the seconds after which a further backup is due."""
    return table_of(home).every_hours * 3600.0


def is_due(home: Home, newest: datetime, now: datetime) -> bool:
    """Decide whether the newest backup is older than the settings allow."""
    return (now - newest).total_seconds() >= interval_of(home)


def is_late(home: Home, newest: datetime, now: datetime) -> bool:
    """Decide whether the next backup should have been written long since."""
    return (now - newest).total_seconds() > interval_of(home) + LATE_AFTER


def note_newest(home: Home, at: datetime) -> None:
    """Note the moment of the newest backup."""
    replace(_note(home), f"{format_moment(at)}\n".encode())


def noted_newest(home: Home) -> datetime | None:
    """Return the moment that is noted; None where no backup has run since the home was made."""
    path = _note(home)
    if not path.exists():
        return None
    return parse_moment(read_file(path, limit=_LARGEST_NOTE).decode("ascii").strip())


def _note(home: Home) -> Path:
    return home.backup_work / "newest"
