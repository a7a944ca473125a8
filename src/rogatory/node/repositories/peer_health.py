# SPDX-License-Identifier: Apache-2.0
"""The page of the books on the lines to other States' nodes."""

from collections.abc import Sequence
from typing import Protocol

from rogatory.node.records.peer_health import PeerLine


class LineBooks(Protocol):
    """One row a State, written anew. Inside a transaction a reading keeps others from writing the
    same until it ends.
    """

    def peer_line(self, state: str) -> PeerLine:
        """What is known of the line to a State; of a new one, nothing."""
        ...

    def peer_lines(self) -> Sequence[PeerLine]: ...
    def put_peer_line(self, line: PeerLine) -> None: ...
