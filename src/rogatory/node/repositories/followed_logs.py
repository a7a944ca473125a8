# SPDX-License-Identifier: Apache-2.0
"""Other States' logs as far as this node followed them, and receipts found in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.node.repositories.messages import StoredMessage
from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class FollowedLog:
    """An epoch of another State's log, as far as it was followed.

    `note` is the last checkpoint that continued all before it, `size` its size. `problem` says why
    a later one was not accepted, or what else the log did not keep to; `proof` names the file that
    shows it, among the node's objects.
    """

    origin: str
    state: str
    size: int = 0
    note: str | None = None
    followed: datetime | None = None
    """When the log last answered and everything held."""
    problem: Statement | None = None
    problem_since: datetime | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True)
class SoughtReceipt:
    """That a receipt was looked for in the log that it names: found, unless it has a `problem` or
    `waits` for a checkpoint that reaches its entry.
    """

    message: str
    state: str
    origin: str
    index: int
    at: datetime
    problem: Statement | None = None
    waits: bool = False

    @property
    def is_found(self) -> bool:
        return self.problem is None and not self.waits


class FollowedLogRepository(Protocol):
    """Other States' logs as far as they were followed, and which receipts were found in them."""

    def put_followed_log(self, log: FollowedLog) -> None: ...
    def followed_log(self, origin: str) -> FollowedLog | None: ...
    def followed_logs(self, state: str | None = None) -> Sequence[FollowedLog]:
        """Return by origin."""
        ...

    def put_sought_receipt(self, sought: SoughtReceipt) -> None:
        """Note what the last search came to; one found before stays found."""
        ...

    def sought_receipts(
        self, state: str, *, found: bool, limit: int = 100
    ) -> Sequence[SoughtReceipt]:
        """Return receipts of a State found in its log, or not to be found there; the latest first."""
        ...

    def receipts_to_seek(self, state: str, limit: int) -> Sequence[StoredMessage]:
        """Return own messages that a State receipted as kept and whose receipt was not found in its
        log yet, those never looked for first, then the longest ago.
        """
        ...

    def count_receipts(self, state: str) -> tuple[int, int, int]:
        """Return receipts held of a State: found in its log, not to be found there, and those that
        wait or were not looked for yet.
        """
        ...

    def missing_receipts(self) -> Mapping[str, int]:
        """Return by State, how many receipts of it are not to be found in its log; none has no
        entry.
        """
        ...

    def receipts_given(self, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Return receipts that this node gave for messages it kept, each with a number that grows."""
        ...
