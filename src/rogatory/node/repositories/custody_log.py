# SPDX-License-Identifier: Apache-2.0
"""The node's own custody log; for other States' logs see `followed_logs`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.custody.log.tree import CompactRange
from rogatory.seal.signatures import Signatures


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A custody event that is in this node's log."""

    index: int
    object: str
    action: str
    event: bytes
    p256: bytes
    mldsa65: bytes | None
    salt: bytes
    commitment: str
    logged: datetime
    thread: str | None = None
    epoch: int = 1


class CustodyLogRepository(Protocol):
    """Appended to inside the transaction that makes the event true."""

    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> None:
        """Append the event's commitment as the next leaf, at the latest after the commit.

        An event that is already in the log stays as it is.
        """
        ...

    def sequence_events(self) -> None:
        """Give events that wait for their leaves what they wait for; outside any transaction.

        After each commit the store does so itself. Where it could not, they wait for the next one.
        """
        ...

    def last_of(self, of: str, authority: str) -> str | None:
        """Return the digest of an authority's newest event on the object of that digest.

        Inside a transaction it remains the newest until that ends, but for what is appended there:
        others who ask for the same wait. Events that have no leaf yet count.
        """
        ...

    def begin_epoch(self, epoch: int, opening: bytes) -> None:
        """Begin a new log, whose leaf 0 is the entry `opening`; the old one stays readable."""
        ...

    def log_epoch(self) -> int:
        """Return the epoch that grows: 1 at first. Where one is left out below, this one is meant."""
        ...

    def log_size(self, epoch: int | None = None) -> int: ...
    def log_tree(self, size: int, epoch: int | None = None) -> CompactRange:
        """Return the tree over the first `size` leaves, kept ready for the newest size; LookupError
        if there are not so many.
        """
        ...

    def read_tile(self, level: int, index: int, width: int, epoch: int | None = None) -> bytes: ...
    def event(self, digest: str) -> LoggedEvent | None: ...
    def events_of(self, *digests: str) -> Sequence[LoggedEvent]:
        """Return the events on any of the objects, in the order of their leaves, in one reading."""
        ...

    def events_since(
        self, index: int, limit: int, epoch: int | None = None
    ) -> Sequence[LoggedEvent]: ...
    def put_checkpoint(
        self, epoch: int, size: int, root: bytes, note: str, *, published: bool = False
    ) -> str | None:
        """Write the signed checkpoint of a size unless there is one; return the one that is there now.

        None, and nothing is written, where the log has left that epoch or has another root at that
        size. One that was published stays so.
        """
        ...

    def checkpoint(self, size: int | None = None, epoch: int | None = None) -> str | None:
        """Return the signed checkpoint of that size, published or not; without a size, the newest one
        that is published.
        """
        ...

    def checkpoints_since(
        self, size: int, limit: int, epoch: int | None = None
    ) -> Sequence[tuple[int, str]]:
        """Return signed checkpoints of that size and larger ones, with their sizes, the smallest
        first.
        """
        ...
