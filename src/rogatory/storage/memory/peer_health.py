# SPDX-License-Identifier: Apache-2.0
"""The lines to other States' nodes in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rogatory.node.repositories.peer_health import PeerLine
from rogatory.storage.memory.tables import Tables


@dataclass
class PeerHealthTables(Tables):
    peer_lines: dict[str, PeerLine] = field(default_factory=dict)


class MemoryPeerHealth:
    tables: PeerHealthTables

    def peer_line(self, state: str) -> PeerLine:
        with self.tables.lock:
            return self.tables.peer_lines.get(state, PeerLine(state))

    def peer_lines(self) -> Sequence[PeerLine]:
        with self.tables.lock:
            return [self.tables.peer_lines[state] for state in sorted(self.tables.peer_lines)]

    def put_peer_line(self, line: PeerLine) -> None:
        self.tables.assert_writing()
        self.tables.peer_lines[line.state] = line
