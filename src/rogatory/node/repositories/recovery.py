# SPDX-License-Identifier: Apache-2.0
"""The exchange between two States, for the one of them that lost its store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.node.repositories.messages import Delivery, Direction


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A message between this State and one other, without what makes it large."""

    digest: str
    direction: Direction
    delivery: Delivery
    at: datetime
    receipt: bytes | None


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A dispatch as it travelled, and the reply that it was answered with, if it was."""

    dispatch: bytes
    reply: bytes | None


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """Part of what a State keeps of its exchange with the asker.

    `next` is where the asker goes on, None at the end. `checkpoint` is, at the end, the newest one of
    the asker's own log that the State has seen.
    """

    items: tuple[HandedOut, ...]
    next: str | None
    checkpoint: str | None = None


class RecoveryRepository(Protocol):
    def exchanged_with(self, state: str, after: str | None, limit: int) -> Sequence[Exchanged]:
        """Return messages of both directions between this State and another one, in the order in
        which they were written down; those after one of them, if so asked.

        LookupError if that one is not among them.
        """
        ...
