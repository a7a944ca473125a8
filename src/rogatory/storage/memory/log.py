# SPDX-License-Identifier: Apache-2.0
"""The custody log in memory, with the same tiles."""

from collections.abc import Sequence
from datetime import datetime

from rogatory.custody.tiles import TileId, compact_range, extend
from rogatory.custody.tree import CompactRange, leaf_hash
from rogatory.node.records import LoggedEvent
from rogatory.seal.signatures import Signatures
from rogatory.storage.logged import logged_event
from rogatory.storage.memory.tables import Tables, tile_of
from rogatory.wire.digests import sha256


class MemoryLog:
    tables: Tables

    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> LoggedEvent:
        self.tables.assert_writing()
        digest = sha256(event)
        if digest in self.tables.events:
            return self.tables.events[digest]
        tree = self.tables.tree
        logged = logged_event(tree.size, event, signatures, salt, at, thread)
        grown = extend(tree, self._read_tile, [leaf_hash(bytes.fromhex(logged.commitment))])
        self.tables.events[digest] = logged
        for tile, data in grown.tiles:
            self.tables.tiles[tile.level, tile.index] = data
        self.tables.tree = grown.tree
        return logged

    def log_size(self) -> int:
        with self.tables.lock:
            return self.tables.tree.size

    def log_tree(self, size: int) -> CompactRange:
        with self.tables.lock:
            if size == self.tables.tree.size:
                return self.tables.tree
            if not 0 <= size < self.tables.tree.size:
                raise LookupError(f"the log has {self.tables.tree.size} leaves, not {size}")
            return compact_range(size, self._read_tile)

    def read_tile(self, level: int, index: int, width: int) -> bytes:
        return self._read_tile(TileId(level, index, width))

    def event(self, digest: str) -> LoggedEvent | None:
        with self.tables.lock:
            return self.tables.events.get(digest)

    def events_of(self, *digests: str) -> Sequence[LoggedEvent]:
        with self.tables.lock:
            return [each for each in self.tables.events.values() if each.object in digests]

    def events_since(self, index: int, limit: int) -> Sequence[LoggedEvent]:
        with self.tables.lock:
            return list(self.tables.events.values())[index : index + limit]

    def put_checkpoint(self, size: int, note: str) -> None:
        self.tables.assert_writing()
        self.tables.checkpoints.setdefault(size, note)

    def checkpoint(self, size: int | None = None) -> str | None:
        with self.tables.lock:
            newest = max(self.tables.checkpoints, default=0)
            return self.tables.checkpoints.get(newest if size is None else size)

    def _read_tile(self, tile: TileId) -> bytes:
        with self.tables.lock:
            return tile_of(self.tables.tiles, tile)
