# SPDX-License-Identifier: Apache-2.0
"""The books' pages on logs looked at from outside: see `ports.Books`, which has them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from rogatory.node.records.books import StoredMessage
from rogatory.node.records.followed_logs import FollowedLog, SoughtReceipt


class FollowedBooks(Protocol):
    """Other States' logs as far as they were followed, and which receipts were found in them."""

    def put_followed_log(self, log: FollowedLog) -> None: ...
    def followed_log(self, origin: str) -> FollowedLog | None: ...
    def followed_logs(self, state: str | None = None) -> Sequence[FollowedLog]:
        """By origin."""
        ...

    def put_sought_receipt(self, sought: SoughtReceipt) -> None:
        """Note what the last search came to; one found before stays found."""
        ...

    def sought_receipts(
        self, state: str, *, found: bool, limit: int = 100
    ) -> Sequence[SoughtReceipt]:
        """Receipts of a State found in its log, or not to be found there; the latest first."""
        ...

    def receipts_to_seek(self, state: str, limit: int) -> Sequence[StoredMessage]:
        """Own messages that a State receipted as kept and whose receipt was not found in its log
        yet, those never looked for first, then the longest ago.
        """
        ...

    def count_receipts(self, state: str) -> tuple[int, int, int]:
        """Receipts held of a State: found in its log, not to be found there, and those that wait
        or were not looked for yet.
        """
        ...

    def missing_receipts(self) -> Mapping[str, int]:
        """By State, how many receipts of it are not to be found in its log; none has no entry."""
        ...

    def receipts_given(self, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Receipts that this node gave for messages it kept, each with a number that grows."""
        ...
