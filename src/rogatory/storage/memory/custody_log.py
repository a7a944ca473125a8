# SPDX-License-Identifier: Apache-2.0
"""The custody log in memory, with the same tiles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.custody.log.tiles import TileId, compact_range, extend
from rogatory.custody.log.tree import CompactRange, leaf_hash
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.seal.signatures import Signatures
from rogatory.storage.custody_log.leaf_record import logged_event, signer_of
from rogatory.storage.memory.tables import Tables
from rogatory.wire.digests import sha256


@dataclass
class CustodyLogTables(Tables):
    trees: dict[int, CompactRange] = field(default_factory=dict)
    tiles: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    events: dict[str, LoggedEvent] = field(default_factory=dict)
    checkpoints: dict[tuple[int, int], str] = field(default_factory=dict)
    unpublished: set[tuple[int, int]] = field(default_factory=set)


class MemoryCustodyLog:
    tables: CustodyLogTables

    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> None:
        self.tables.assert_writing()
        digest = sha256(event)
        if digest in self.tables.events:
            return
        epoch = self._newest()
        tree = self._tree(epoch)
        logged = logged_event(epoch, tree.size, event, signatures, salt, at, thread)
        self.tables.events[digest] = logged
        self._grow(epoch, leaf_hash(bytes.fromhex(logged.commitment)))

    def sequence_events(self) -> None:
        """Do nothing: each event has its leaf at once."""

    def last_of(self, of: str, authority: str) -> str | None:
        return next(
            (
                sha256(each.event)
                for each in reversed(self.events_of(of))
                if signer_of(each.event) == authority
            ),
            None,
        )

    def begin_epoch(self, epoch: int, opening: bytes) -> None:
        self.tables.assert_writing()
        if epoch <= self._newest():
            raise ValueError(f"the log is in epoch {self._newest()}: {epoch} is none that follows")
        self.tables.trees[epoch] = CompactRange()
        self._grow(epoch, leaf_hash(opening))

    def log_epoch(self) -> int:
        with self.tables.lock:
            return self._newest()

    def log_size(self, epoch: int | None = None) -> int:
        with self.tables.lock:
            return self._tree(epoch or self._newest()).size

    def log_tree(self, size: int, epoch: int | None = None) -> CompactRange:
        with self.tables.lock:
            wanted = epoch or self._newest()
            tree = self._tree(wanted)
            if size == tree.size:
                return tree
            if not 0 <= size < tree.size:
                raise LookupError(f"the log has {tree.size} leaves, not {size}")
            return compact_range(size, self._reader(wanted))

    def read_tile(self, level: int, index: int, width: int, epoch: int | None = None) -> bytes:
        with self.tables.lock:
            return self._reader(epoch or self._newest())(TileId(level, index, width))

    def event(self, digest: str) -> LoggedEvent | None:
        with self.tables.lock:
            return self.tables.events.get(digest)

    def events_of(self, *digests: str) -> Sequence[LoggedEvent]:
        with self.tables.lock:
            return [each for each in self.tables.events.values() if each.object in digests]

    def events_since(
        self, index: int, limit: int, epoch: int | None = None
    ) -> Sequence[LoggedEvent]:
        with self.tables.lock:
            wanted = epoch or self._newest()
            found = (one for one in self.tables.events.values() if one.epoch == wanted)
            return [one for one in found if one.index >= index][:limit]

    def put_checkpoint(
        self, epoch: int, size: int, root: bytes, note: str, *, published: bool = False
    ) -> str | None:
        self.tables.assert_writing()
        if epoch != self._newest() or self._root(epoch, size) != root:
            return None
        if published:
            self.tables.unpublished.discard((epoch, size))
        elif (epoch, size) not in self.tables.checkpoints:
            self.tables.unpublished.add((epoch, size))
        return self.tables.checkpoints.setdefault((epoch, size), note)

    def checkpoint(self, size: int | None = None, epoch: int | None = None) -> str | None:
        with self.tables.lock:
            wanted = epoch or self._newest()
            published = self.tables.checkpoints.keys() - self.tables.unpublished
            sizes = [signed for known, signed in published if known == wanted]
            newest = max(sizes, default=0) if size is None else size
            return self.tables.checkpoints.get((wanted, newest))

    def checkpoints_since(
        self, size: int, limit: int, epoch: int | None = None
    ) -> Sequence[tuple[int, str]]:
        with self.tables.lock:
            wanted = epoch or self._newest()
            found = sorted(
                (signed, note)
                for (known, signed), note in self.tables.checkpoints.items()
                if known == wanted and signed >= size
            )
            return found[:limit]

    def _root(self, epoch: int, size: int) -> bytes | None:
        try:
            return self.log_tree(size, epoch).root()
        except LookupError:
            return None

    def _newest(self) -> int:
        return max(self.tables.trees, default=1)

    def _tree(self, epoch: int) -> CompactRange:
        found = self.tables.trees.get(epoch)
        if found is None and epoch != 1:
            raise LookupError(f"the log has no epoch {epoch}")
        return found or CompactRange()

    def _grow(self, epoch: int, leaf: bytes) -> None:
        grown = extend(self._tree(epoch), self._reader(epoch), [leaf])
        for tile, data in grown.tiles:
            self.tables.tiles[epoch, tile.level, tile.index] = data
        self.tables.trees[epoch] = grown.tree

    def _reader(self, epoch: int) -> Callable[[TileId], bytes]:
        return lambda tile: tile_of(self.tables.tiles, epoch, tile)


def tile_of(tiles: Mapping[tuple[int, int, int], bytes], epoch: int, tile: TileId) -> bytes:
    """Return the first `width` hashes of a tile; LookupError if it has not so many."""
    data = tiles.get((epoch, tile.level, tile.index), b"")[: tile.width * 32]
    if len(data) != tile.width * 32:
        raise LookupError(f"no tile {tile.level}/{tile.index} of {tile.width} hashes")
    return data
