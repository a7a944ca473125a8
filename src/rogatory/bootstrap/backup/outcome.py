# SPDX-License-Identifier: Apache-2.0
"""Options of a restore, and its result."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.bootstrap.backup.manifest import BackupManifest
from rogatory.bootstrap.backup.places import NamedPlace
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.node.ports import Clock
from rogatory.wire.randomness import Random


@dataclass(frozen=True, slots=True)
class RestoreRun:
    """Options of a restore. `place` is where the backup lies, if not where the home's settings say; `lost_records` are
    places of the record of destructions that exist no more.
    """

    backup: str | None = None
    place: NamedPlace | None = None
    lost_records: frozenset[str] = frozenset()
    clock: Clock = field(default_factory=SystemClock)
    random: Random = os.urandom
    report: Callable[[str, int], None] = lambda _step, _number: None


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was restored. `absent` are objects and segments that it did not have."""

    manifest: BackupManifest
    at: datetime
    destroyed: int
    absent: tuple[str, ...]
