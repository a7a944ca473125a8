# SPDX-License-Identifier: Apache-2.0
"""The pages of the books on the directory's snapshots: see `ports.Books`, which has them."""

from collections.abc import Sequence
from typing import Protocol

from rogatory.node.records.snapshots import SeenSnapshot


class SnapshotBooks(Protocol):
    def put_snapshot(self, seen: SeenSnapshot) -> bool:
        """Write one, or its file where it had none; False if it was known as it is."""
        ...

    def snapshots_of_version(self, version: int) -> Sequence[SeenSnapshot]:
        """Those of one version, whoever went by them, the earliest first."""
        ...

    def snapshots_of_state(self, state: str) -> Sequence[SeenSnapshot]:
        """Those of one State, the highest version first, without their files."""
        ...

    def snapshot_file(self, state: str, digest: str) -> bytes | None:
        """The file of one of a State's, if it is kept."""
        ...

    def drop_snapshots(self, state: str, below: int) -> None:
        """Forget a State's below a version."""
        ...

    def drop_snapshot(self, seen: SeenSnapshot) -> None: ...
