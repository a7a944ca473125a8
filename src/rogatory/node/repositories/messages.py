# SPDX-License-Identifier: Apache-2.0
"""What the use-cases need of the books for messages, and for threads as the desk lists them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.books import (
    ChainSize,
    Outline,
    StoredMessage,
    ThreadChannel,
    ThreadSummary,
)
from rogatory.seal.signatures import Signatures


class MessageBooks(Protocol):
    def add_message(self, message: StoredMessage) -> bool:
        """Refuses nothing: the unique digest makes it idempotent (False: was there)."""
        ...

    def message(self, digest: str) -> StoredMessage | None: ...
    def transcript(self, thread: str) -> Sequence[StoredMessage]:
        """All messages of a thread, own and the other State's, forks included, oldest first."""
        ...

    def outlines(self, thread: str) -> Sequence[Outline]:
        """The same in the same order, without the bytes."""
        ...

    def thread_channel(self, thread: str) -> ThreadChannel | None:
        """By any one message of the thread; None if there is none."""
        ...

    def chain_size(self, thread: str, state: str) -> ChainSize:
        """The number and the bytes of a State's messages in a thread."""
        ...

    def touches(
        self, thread: str, state: str, kind: str, among: Collection[bytes]
    ) -> Collection[tuple[bytes, int]]:
        """Those `among` the touches that a State's messages of a kind have, with their sequence numbers."""
        ...

    def transcripts(self, threads: Iterable[str]) -> Mapping[str, Sequence[StoredMessage]]:
        """Those of several threads in few readings; a thread without a message is not in it."""
        ...

    def next_sequence(self, thread: str, state: str) -> tuple[int, str | None]:
        """The next sequence number of a State in a thread, and the digest of its previous message."""
        ...

    def add_receipt(
        self, message: str, receipt: bytes, signatures: Signatures, *, kept: bool
    ) -> None:
        """Write a receipt once; a second one for the same message changes nothing."""
        ...

    def take_back_refusal(self, message: str) -> bool:
        """Let a message of ours that was refused wait for a receipt again; False if it was not."""
        ...

    def note_problem(self, message: str, problem: str) -> None: ...
    def undelivered(self) -> Sequence[StoredMessage]: ...

    # Threads, as the desk lists them
    def put_summary(self, summary: ThreadSummary) -> None: ...
    def summary(self, thread: str) -> ThreadSummary | None: ...
    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]: ...
    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        """Those opened from `since` on and before `until`, of these kinds or of all, oldest first,
        however many.
        """
        ...

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]: ...
