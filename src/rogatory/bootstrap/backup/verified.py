# SPDX-License-Identifier: Apache-2.0
"""Which backups two persons restored in a drill: noted at the place itself, authenticated by the backup key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rogatory.bootstrap.backup.backup_key import BackupKey
from rogatory.bootstrap.backup.manifest import read_signed, signed
from rogatory.bootstrap.backup.places import BackupPlace
from rogatory.wire.moments import format_moment

FOLDER = "verified"
_LARGEST = 1 << 16


def note_verified(place: BackupPlace, key: BackupKey, backup: str, at: datetime) -> None:
    """Note that a backup was restored and compared; each drill has a note of its own."""
    document = {"verified": 1, "id": backup, "at": format_moment(at)}
    place.create(f"{FOLDER}/{at:%Y%m%dT%H%M%SZ}.json", signed(key, document))


def last_drill(place: BackupPlace, key: BackupKey) -> Mapping[str, Any] | None:
    """Return the note of the last drill; a note that the node did not make counts for nothing."""
    for name in sorted(place.names(FOLDER), reverse=True):
        data = place.read(f"{FOLDER}/{name}", limit=_LARGEST)
        found = None if data is None else read_signed(key, data)
        if found is not None:
            return found
    return None


def last_verified(place: BackupPlace, key: BackupKey) -> str | None:
    """Return the backup that was restored in a drill last."""
    found = last_drill(place, key)
    return None if found is None else str(found["id"])
