# SPDX-License-Identifier: Apache-2.0
"""The RFC 6962 tree over the items of a package, kept whole, so that any path can be read off.

Every level lies in a spool, 64 bytes an item in all: memory is fixed whatever the number of
items, and a path costs one short read a level.
"""

from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.tree_hash import EMPTY_ROOT, leaf_hash, node_hash

_HASH = 32


class ProofTree:
    """Entries are added one after the other; then root and paths may be asked for."""

    def __init__(self, spools: Spools) -> None:
        self._spools = spools
        self._levels: list[Spool] = []
        self._open: list[bytes | None] = []
        self._edges: list[bytes | None] = []
        self.size = 0

    def append(self, entry: bytes) -> None:
        node, level = leaf_hash(entry), 0
        while True:
            if level == len(self._levels):
                self._levels.append(self._spools.new())
                self._open.append(None)
            self._levels[level].write(node)
            left = self._open[level]
            if left is None:
                self._open[level] = node
                break
            self._open[level] = None
            node, level = node_hash(left, node), level + 1
        self.size += 1

    def root(self) -> bytes:
        """Return the root; add no entry after it was asked for."""
        if not self.size:
            return EMPTY_ROOT
        width = self.size
        self._edges = [None]
        while width > 1:
            self._edges.append(self._edge(len(self._edges) - 1, width))
            width = (width + 1) // 2
        return self._node(len(self._edges) - 1, 0)

    def path(self, index: int) -> list[bytes]:
        """Return the audit path of an entry, deepest neighbour first; `root` was asked for before."""
        if not 0 <= index < self.size:
            raise ValueError("no such entry")
        found: list[bytes] = []
        level, width = 0, self.size
        while width > 1:
            neighbour = index ^ 1
            if neighbour < width:
                found.append(self._node(level, neighbour))
            index, width, level = index >> 1, (width + 1) // 2, level + 1
        return found

    def _edge(self, level: int, width: int) -> bytes | None:
        """Return the last node one level up, where it is over fewer entries than its neighbours."""
        last = (width - 1) >> 1
        if last < self.size >> (level + 1):
            return None
        if width & 1:
            return self._node(level, width - 1)
        return node_hash(self._node(level, width - 2), self._node(level, width - 1))

    def _node(self, level: int, place: int) -> bytes:
        if place < self.size >> level:
            return self._levels[level].read_at(place * _HASH, _HASH)
        edge = self._edges[level]
        assert edge is not None
        return edge
