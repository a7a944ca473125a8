# SPDX-License-Identifier: Apache-2.0
"""The newest backup of a node, for the doctor: whether there is one, and whether the next is late."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from rogatory.bootstrap.backup.newest import interval_of, is_late, newest_backup, noted_newest
from rogatory.bootstrap.doctor.finding import Duration, Finding, FindingLevel, of_reason
from rogatory.bootstrap.doctor.kinds import work_kinds
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.folder import Home
from rogatory.errors import RogatoryError


def backups(home: Home, now: datetime, look: Look) -> dict[str, Any]:
    """Return when the newest backup was made, and whether it is late; or why its place cannot be read.

    `is_known` is false where nobody asked the place, and no backup is noted in the home.
    """
    found: dict[str, Any] = {
        "exercise": home.exercise,
        "every": None,
        "newest": None,
        "age": None,
        "is_known": True,
        "is_late": False,
        "problems": [],
    }
    if home.backup is None:
        return found
    try:
        newest = newest_backup(home) if look.asks else noted_newest(home)
    except RogatoryError as error:
        return found | {"every": interval_of(home), "problems": list(error.reasons)}
    found |= {"every": interval_of(home), "newest": newest, "is_known": look.asks or bool(newest)}
    if newest is None:
        return found
    return found | {
        "age": (now - newest).total_seconds(),
        "is_late": is_late(home, newest, now),
    }


def of_backups(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report a backup that is late or missing, and a place that cannot be read; an exercise needs none."""
    for problem in facts["problems"]:
        yield of_reason(FindingLevel.WRONG, problem)
    if facts["every"] is None:
        if not facts["exercise"]:
            yield work_kinds.BACKUP_UNSET.found()
    elif facts["newest"] is not None:
        if facts["is_late"]:
            yield work_kinds.BACKUP_LATE.found(
                since=facts["newest"], span=Duration(facts["age"]), every=Duration(facts["every"])
            )
        else:
            yield work_kinds.BACKUP_CURRENT.found(since=facts["newest"])
    elif facts["is_known"] and not facts["problems"]:
        yield work_kinds.BACKUP_NONE.found()
