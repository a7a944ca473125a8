# SPDX-License-Identifier: Apache-2.0
"""What a node keeps as a witness of others, and of what witnesses say of its own log."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WitnessedLog:
    """The newest checkpoint of one epoch of a State's log that this node stands by.

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
    """What a State's witness said of a checkpoint of this node's log: its lines, verified, of each
    kind of key that it has in force.
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
    problem: str | None


@dataclass(frozen=True, slots=True)
class WitnessAnswer:
    """A witness's answer: an HTTP status of C2SP tlog-witness, and the body."""

    status: int
    body: bytes
