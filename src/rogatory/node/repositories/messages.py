# SPDX-License-Identifier: Apache-2.0
"""Messages of a thread with their receipts, and the nonces of signed requests."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from rogatory.seal.signatures import Signatures
from rogatory.wire.words import Statement


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Delivery(StrEnum):
    """How far an outgoing message has come; an incoming one is `RECEIPTED` from the first moment.

    The last three are of threads that go by letter, where no receipt exists: what was transcribed
    from paper was signed by nobody here, and what was dispatched is not known to have arrived.
    """

    WAITING = "waiting"
    RECEIPTED = "receipted"
    REFUSED = "refused"
    TRANSCRIBED = "transcribed"
    TO_DISPATCH = "to-dispatch"
    DISPATCHED = "dispatched"


BY_LETTER = frozenset({Delivery.TRANSCRIBED, Delivery.TO_DISPATCH, Delivery.DISPATCHED})


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message in a transcript: its bytes, signatures and approvals, exactly as signed or received."""

    digest: str
    thread: str
    sender_state: str
    sequence: int
    kind: str
    message: bytes
    p256: bytes
    mldsa65: bytes | None
    approvals: bytes
    direction: Direction
    peer: str
    at: datetime
    """When this node wrote it (out) or received it (in)."""
    delivery: Delivery
    receipt: bytes | None = None
    receipt_p256: bytes | None = None
    receipt_mldsa65: bytes | None = None
    problem: Statement | None = None
    """The last reason why delivery has not succeeded, for a person."""
    reading: bytes | None = None
    """Of a transcribed message whose transcription was corrected: how it reads now. `message`, its
    digest and its place in the thread stay those of the first transcription."""


def version_of(digest: str, reading: str | None) -> str:
    """Return the name of a message in its present reading: its digest, and that of its newest
    reading if it has one.
    """
    return digest if reading is None else f"{digest}/{reading}"


class Outline(NamedTuple):
    """A message in a transcript without its bytes: what many acts ask of each, however long a thread."""

    digest: str
    sender_state: str
    sequence: int
    kind: str
    direction: Direction
    peer: str
    delivery: Delivery
    version: str
    """As `version_of` names it: another one, if what it says is another."""


@dataclass(frozen=True, slots=True)
class ThreadChannel:
    """The other State of a thread, and whether the thread goes by letter: the same for all its messages."""

    peer: str
    by_letter: bool
    message: str
    """The digest of one of its messages."""


@dataclass(frozen=True, slots=True)
class ChainSize:
    """How many messages of one State a thread has, forks included, and their bytes."""

    count: int
    size: int


MOST_UNDELIVERED = 500
"""Messages without a receipt that are read at once: for a node that is away for a week thousands wait."""


class Undelivered(NamedTuple):
    """A message of ours without a receipt; its bytes are left out."""

    number: int
    """Its place among all messages of the node, in the order in which they were written."""
    digest: str
    thread: str
    sequence: int
    kind: str
    peer: str
    at: datetime
    problem: Statement | None


class UndeliveredCount(NamedTuple):
    """The messages without a receipt that wait for one State."""

    total: int
    oldest: datetime


class MessageRepository(Protocol):
    def add_message(self, message: StoredMessage) -> bool:
        """Refuse nothing: the unique digest makes it idempotent (False: was there)."""
        ...

    def message(self, digest: str) -> StoredMessage | None: ...
    def transcript(self, thread: str) -> Sequence[StoredMessage]:
        """Return all messages of a thread, own and the other State's, forks included, oldest first."""
        ...

    def outlines(self, thread: str) -> Sequence[Outline]:
        """Return the same in the same order, without the bytes."""
        ...

    def thread_channel(self, thread: str) -> ThreadChannel | None:
        """Return by any one message of the thread; None if there is none."""
        ...

    def chain_size(self, thread: str, state: str) -> ChainSize:
        """Return the number and the bytes of a State's messages in a thread."""
        ...

    def touches(
        self, thread: str, state: str, kind: str, among: Collection[bytes]
    ) -> Collection[tuple[bytes, int]]:
        """Return those `among` the touches that a State's messages of a kind have, with their
        sequence numbers.
        """
        ...

    def transcripts(self, threads: Iterable[str]) -> Mapping[str, Sequence[StoredMessage]]:
        """Return those of several threads in few readings; a thread without a message is not in it."""
        ...

    def next_sequence(self, thread: str, state: str) -> tuple[int, str | None]:
        """Return the next sequence number of a State in a thread, and the digest of its previous
        message.
        """
        ...

    def add_receipt(
        self, message: str, receipt: bytes, signatures: Signatures, *, kept: bool
    ) -> None:
        """Write a receipt once; a second one for the same message changes nothing."""
        ...

    def take_back_refusal(self, message: str) -> bool:
        """Let a message of ours that was refused wait for a receipt again; False if it was not."""
        ...

    def note_problem(self, message: str, problem: Statement) -> None: ...
    def undelivered(
        self, peer: str | None = None, after: int = 0, limit: int = MOST_UNDELIVERED
    ) -> Sequence[Undelivered]:
        """Return the messages of ours without a receipt, to one State or to any, the oldest first,
        behind a number.
        """
        ...

    def undelivered_counts(self) -> Mapping[str, UndeliveredCount]:
        """Return how many messages of ours have no receipt, by the State that they are for; none of
        the others.
        """
        ...


class NonceRepository(Protocol):
    """The nonces that were seen, and how often each State asked. A crash of the machine or of the database server
    may lose them, and nothing else does. What may be lost then is refused afterwards by the time at which it was made.
    """

    def relaxed_transaction(self) -> AbstractContextManager[None]:
        """Provide a transaction for the methods below; its commit waits for no disk."""
        ...

    def notice_loss(self, now: datetime) -> None:
        """Find out whether nonces were lost since this was asked last; the loss then counts as of now."""
        ...

    def forgotten_until(self, key: str, created: datetime, now: datetime) -> datetime | None:
        """Return None if the nonces of all requests that were made then under the key are here; else the time up
        to which they may be lost.
        """
        ...

    def seen_nonce(self, key: str, nonce: str, until: datetime) -> bool:
        """Decide whether the nonce was seen before; remember it until the moment given."""
        ...

    def request_balance(self, state: str) -> tuple[float, datetime] | None:
        """Return how many requests a State has left, and since when."""
        ...

    def put_request_balance(self, state: str, balance: float, at: datetime) -> None: ...


def each_undelivered(store: MessageRepository, peer: str | None = None) -> Iterator[Undelivered]:
    """Yield the messages of ours without a receipt, the oldest first, some read at a time."""
    after = 0
    while found := store.undelivered(peer, after):
        yield from found
        after = found[-1].number
