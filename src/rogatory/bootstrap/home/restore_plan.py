# SPDX-License-Identifier: Apache-2.0
"""The plan of a restore: `restore/plan.json` in the home, from before the first row until the last object is there.

While it is there no process of the node starts. The same command goes on with it.
"""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path

from rogatory.bootstrap.home import restore_refusals as refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.durable import sync_folder
from rogatory.disk.new_file import replace, write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Reason
from rogatory.wire.randomness import Random

PLAN, PROGRESS = "plan.json", "progress.json"
_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """Which backup is restored, from which place."""

    id: str
    backup: str
    place: str


def restore_folder(home: Home) -> Path:
    return home.path / "restore"


def read_plan(home: Home) -> RestorePlan | None:
    path = restore_folder(home) / PLAN
    if not path.exists():
        return None
    found = json.loads(read_file(path, limit=_LARGEST))
    return RestorePlan(found["id"], found["backup"], found["place"])


def new_plan(backup: str, place: str, random: Random) -> RestorePlan:
    return RestorePlan(str(uuid.UUID(bytes=random(16), version=4)), backup, place)


def write_plan(home: Home, plan: RestorePlan) -> None:
    folder = restore_folder(home)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(home.path)
    document = {"id": plan.id, "backup": plan.backup, "place": plan.place}
    write_new(folder / PLAN, json.dumps(document).encode())


def read_progress(home: Home) -> str:
    """Return the name of the last object that was restored, empty if none was."""
    path = restore_folder(home) / PROGRESS
    return str(json.loads(read_file(path, limit=_LARGEST))) if path.exists() else ""


def write_progress(home: Home, name: str) -> None:
    replace(restore_folder(home) / PROGRESS, json.dumps(name).encode())


def forget_plan(home: Home) -> None:
    """Remove the plan last: while there is one, the node does not start."""
    folder = restore_folder(home)
    (folder / PROGRESS).unlink(missing_ok=True)
    (folder / PLAN).unlink(missing_ok=True)
    sync_folder(folder)
    folder.rmdir()


def unfinished_reason(home: Home) -> Reason | None:
    """Return why a node must not start: a backup is being restored into its home."""
    plan = read_plan(home)
    if plan is None:
        return None
    return refusals.UNFINISHED.because(backup=plan.backup, path=str(home.path))
