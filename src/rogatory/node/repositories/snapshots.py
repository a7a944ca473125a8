# SPDX-License-Identifier: Apache-2.0
"""The directory's snapshots that this node used, and those that others named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SeenSnapshot:
    """A snapshot by version and SHA-256, which a State's node went by or says that it did.

    `data` is the signed file: of the own ones, and of another's once it was shown and verified.
    """

    state: str
    version: int
    digest: str
    at: datetime
    data: bytes | None = None


class SnapshotRepository(Protocol):
    def put_snapshot(self, seen: SeenSnapshot) -> bool:
        """Write one, or its file where it had none; False if it was known as it is."""
        ...

    def snapshots_of_version(self, version: int) -> Sequence[SeenSnapshot]:
        """Return the snapshots of one version, by all nodes that used them, the earliest first."""
        ...

    def snapshots_of_state(self, state: str) -> Sequence[SeenSnapshot]:
        """Return those of one State, the highest version first, without their files."""
        ...

    def snapshot_file(self, state: str, digest: str) -> bytes | None:
        """Return the file of one of a State's, if it is kept."""
        ...

    def drop_snapshots(self, state: str, below: int) -> None:
        """Forget a State's below a version."""
        ...

    def drop_snapshot(self, seen: SeenSnapshot) -> None: ...
