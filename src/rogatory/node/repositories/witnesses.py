# SPDX-License-Identifier: Apache-2.0
"""This node's records as a witness of others, and witnesses' cosignatures of its own log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class WitnessedLog:
    """The newest checkpoint of one epoch of a State's log to which this node is committed.

    It is written before anything is signed. `note` is the checkpoint as it was shown, with this
    node's own lines once they were made; None of an epoch that an officer accepted by hand.
    """

    state: str
    epoch: int
    origin: str
    size: int
    root: bytes
    note: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Accusation:
    """A proof of misbehaviour that this node found, by its digest. Never changed, never removed.

    `explained` is when the log's tiles showed that what looked unexplained was in order.
    """

    id: str
    state: str
    origin: str
    kind: str
    document: bytes
    at: datetime
    explained: datetime | None = None


@dataclass(frozen=True, slots=True)
class OwnCosignature:
    """A State's witness's cosignature of a checkpoint of this node's log: its lines, verified, of
    each kind of key that it has in force.
    """

    origin: str
    size: int
    state: str
    lines: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WitnessContact:
    """How asking a witness went last. `size` is what it is known to have seen of the own log."""

    state: str
    origin: str
    size: int
    asked: datetime
    answered: datetime | None
    problem: Statement | None


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """A witness's answer: an HTTP status of C2SP tlog-witness, and the body."""

    status: int
    body: bytes


class WitnessRepository(Protocol):
    # As a witness of others
    def witnessed(self, state: str | None = None) -> Sequence[WitnessedLog]:
        """Return the records of a State's log, or of all, one record an epoch, oldest epoch first."""
        ...

    def put_witnessed(self, record: WitnessedLog, *, seen: int | None) -> bool:
        """Write the checkpoint seen now, if the one seen before is still of that size (None:
        nothing).

        False if it is not; then nothing was written. A witness writes before it signs.
        """
        ...

    def add_accusation(self, accusation: Accusation) -> bool:
        """Keep a proof; False if it was kept before."""
        ...

    def accusations(self, state: str | None = None) -> Sequence[Accusation]:
        """Return oldest first."""
        ...

    def mark_explained(self, accusation: str, at: datetime) -> None: ...

    # Of the own log
    def put_cosignature(self, cosignature: OwnCosignature) -> None:
        """Write what a State's witness said of a size; what it said of it before is replaced."""
        ...

    def cosignatures(self, origin: str) -> Sequence[OwnCosignature]:
        """Return all that are kept of an epoch, the largest sizes first."""
        ...

    def keep_cosignatures(self, origin: str, sizes: Collection[int]) -> None:
        """Drop those of all other sizes."""
        ...

    def put_contact(self, contact: WitnessContact) -> None: ...
    def contacts(self) -> Sequence[WitnessContact]: ...
