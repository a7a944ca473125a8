# SPDX-License-Identifier: Apache-2.0
"""The books' pages on the work inside one's own State: see `ports.Books`, which has them."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from rogatory.node.records.case_files import MatterEntry, MatterRow


class MatterBooks(Protocol):
    """Matters, their journals, and what requests are aimed at. No message tells of them."""

    def add_matter_entry(self, entry: MatterEntry) -> None:
        """Add a line to a matter's journal; no line is ever changed."""
        ...

    def matter_entries(self, thread: str) -> Sequence[MatterEntry]:
        """A matter's journal in the order of writing. Inside a transaction nobody else adds to it."""
        ...

    def put_matter(self, row: MatterRow) -> None: ...
    def matter(self, thread: str) -> MatterRow | None: ...
    def matters(
        self,
        *,
        case_key: str | None = None,
        assignee: str | None = None,
        authority: str | None = None,
        watched: bool | None = None,
        limit: int = 200,
    ) -> Sequence[MatterRow]:
        """Matters with all that is asked for, by thread."""
        ...

    def put_targets(self, thread: str, targets: Iterable[str]) -> None:
        """Write anew what a thread's request is aimed at, by digest."""
        ...

    def targets(self, thread: str) -> frozenset[str]: ...
    def threads_aimed_at(self, targets: Iterable[str], limit: int) -> Sequence[tuple[str, int]]:
        """Threads aimed at any of the targets, with how many they share; those of most first."""
        ...
