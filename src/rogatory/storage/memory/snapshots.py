# SPDX-License-Identifier: Apache-2.0
"""The pages on the directory's snapshots in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.storage.memory.tables import Tables


@dataclass
class SnapshotTables(Tables):
    snapshots: dict[tuple[str, int, str], SeenSnapshot] = field(default_factory=dict)


class MemorySnapshots:
    tables: SnapshotTables

    def put_snapshot(self, seen: SeenSnapshot) -> bool:
        self.tables.assert_writing()
        key = (seen.state, seen.version, seen.digest)
        before = self.tables.snapshots.get(key)
        if before is not None and (seen.data is None or before.data is not None):
            return False
        self.tables.snapshots[key] = replace(seen, at=before.at) if before else seen
        return True

    def snapshots_of_version(self, version: int) -> Sequence[SeenSnapshot]:
        with self.tables.lock:
            found = [one for one in self.tables.snapshots.values() if one.version == version]
        return sorted(found, key=lambda one: one.at)

    def snapshots_of_state(self, state: str) -> Sequence[SeenSnapshot]:
        with self.tables.lock:
            found = [one for one in self.tables.snapshots.values() if one.state == state]
        return [replace(one, data=None) for one in sorted(found, key=lambda one: one.version)[::-1]]

    def snapshot_file(self, state: str, digest: str) -> bytes | None:
        with self.tables.lock:
            for one in self.tables.snapshots.values():
                if (one.state, one.digest) == (state, digest):
                    return one.data
        return None

    def drop_snapshots(self, state: str, below: int) -> None:
        self.tables.assert_writing()
        self.tables.snapshots = {
            key: one
            for key, one in self.tables.snapshots.items()
            if one.state != state or one.version >= below
        }

    def drop_snapshot(self, seen: SeenSnapshot) -> None:
        self.tables.assert_writing()
        self.tables.snapshots.pop((seen.state, seen.version, seen.digest), None)
