# SPDX-License-Identifier: Apache-2.0
"""What passes between two States when one of them lost its books, as the use-cases see it."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.node.records.books import Delivery, Direction


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
