# SPDX-License-Identifier: Apache-2.0
"""The line to each other State's node."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class PeerLine:
    """The line to one State: a guess at its state, made again by every try.

    Only two things rest on it: when to try again, and whom to alert.
    """

    state: str
    heard: datetime | None = None
    """When that node last knocked here, by a signed request."""
    answered: datetime | None = None
    """When it last answered a request of ours."""
    failures: int = 0
    """Tries without a receipt, one after the other; those that began together count once."""
    silent_since: datetime | None = None
    tried: datetime | None = None
    next_try: datetime | None = None
    problem: Statement | None = None
    """Why the last try failed, for a person."""
    skew: int | None = None
    """Seconds by which its clock is ahead of ours; below nothing it is behind."""
    measured: datetime | None = None
    group: str | None = None
    """The key agreement of TLS that both used last."""


class PeerHealthRepository(Protocol):
    """One row a State, written anew. Inside a transaction a reading keeps others from writing the
    same until it ends.
    """

    def peer_line(self, state: str) -> PeerLine:
        """Return the known state of the line to a State; of a new one, nothing."""
        ...

    def peer_lines(self) -> Sequence[PeerLine]: ...
    def put_peer_line(self, line: PeerLine) -> None: ...
