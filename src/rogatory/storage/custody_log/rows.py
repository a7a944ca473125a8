# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Head and tiles, in plain SQL for SQLite and PostgreSQL alike.

An append is the dearest thing that every act of a node does; through the object layer its
statements cost six times what they cost here. It writes one row, the event's (`events`). The head is
written once before the commit. It holds the last hashes of the unfinished tile of level 0, so few that it
stays within its page; that tile is written once in `KEPT_IN_HEAD` appends.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import connection, models

from rogatory.custody.log.tiles import TILE_WIDTH, TileId, extend
from rogatory.custody.log.tree import HASH_SIZE, CompactRange
from rogatory.storage.tables.columns import (
    BigNumber,
    Blob,
    Number,
    RowNumber,
    Serial,
    whole,
)


class LogTile(models.Model):
    """Up to 256 hashes of one level of an epoch's tree (C2SP tlog-tiles).

    Only the rightmost of a level still grows; the last hashes of level 0 are in the head.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    epoch: BigNumber = models.BigIntegerField(default=1)
    level: Number = models.IntegerField()
    index: BigNumber = models.BigIntegerField()
    data: Blob = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["epoch", "level", "index"], name="one_tile_a_place")
        ]


class LogHead(models.Model):
    """An epoch's tree in its present state; the row of the highest epoch grows.

    `nodes` are the roots of its perfect subtrees, `leaves` the last hashes of level 0, beyond those
    of its tiles' rows: of the unfinished tile a few at most (`KEPT_IN_HEAD`).
    """

    id: BigNumber = RowNumber(primary_key=True)
    size: BigNumber = models.BigIntegerField()
    nodes: Blob = models.BinaryField()
    leaves: Blob = models.BinaryField(default=bytes)


_READ_HEAD = """
    SELECT id, size, nodes, leaves FROM storage_loghead ORDER BY id DESC LIMIT 1
"""
_READ_EPOCH = "SELECT id, size, nodes, leaves FROM storage_loghead WHERE id = %s"
_WRITE_HEAD = """
    INSERT INTO storage_loghead (id, size, nodes, leaves) VALUES (%s, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE
    SET size = excluded.size, nodes = excluded.nodes, leaves = excluded.leaves
"""
_READ_TILE = """
    SELECT data FROM storage_logtile WHERE level = %s AND "index" = %s
    AND epoch = COALESCE(%s, (SELECT MAX(id) FROM storage_loghead))
"""
_WRITE_TILE = """
    INSERT INTO storage_logtile (epoch, level, "index", data) VALUES (%s, %s, %s, %s)
    ON CONFLICT (epoch, level, "index") DO UPDATE SET data = excluded.data
"""
KEPT_IN_HEAD = 32
"""Hashes that the head holds at most. With 256 of them it outgrew its page, and each append wrote two
further pages, and the list of free ones, into the write-ahead log."""

type Tiles = dict[tuple[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Edge:
    """An epoch's head and what is new at its right edge: carried by a transaction, written once.

    `leaves` are the last hashes of level 0, beyond those of its tiles' rows; `fresh` the tiles not yet
    written. A head from before there was such a row of the unfinished tile holds all that it has.
    """

    epoch: int = 1
    tree: CompactRange = field(default_factory=CompactRange)
    leaves: bytes = b""
    fresh: Tiles = field(default_factory=dict)

    def grown(self, *leaf_hashes: bytes) -> "Edge":
        """Return it with these leaves appended; nothing is written."""
        kept = len(self.leaves) // HASH_SIZE + len(leaf_hashes)
        if kept < KEPT_IN_HEAD and self.tree.size % TILE_WIDTH + len(leaf_hashes) < TILE_WIDTH:
            # 31 of 32 appends write no tile, and ask for nothing but the head.
            leaves = self.leaves + b"".join(leaf_hashes)
            return Edge(self.epoch, self.tree.extend(leaf_hashes), leaves, self.fresh)
        growth = extend(self.tree, self.read_tile, leaf_hashes)
        fresh = self.fresh | {(tile.level, tile.index): data for tile, data in growth.tiles}
        return Edge(self.epoch, growth.tree, b"", fresh)

    def read_tile(self, tile: TileId) -> bytes:
        """Return the first `width` hashes of a tile; LookupError if it has not so many."""
        if tile.level or tile.index != self.tree.size // TILE_WIDTH:
            return _first(self._row(tile), tile)
        # Its row may have grown since this head was read, and then holds some of these hashes, too.
        before = self.tree.size % TILE_WIDTH * HASH_SIZE - len(self.leaves)
        hashes = self._row(tile)[:before] if before else b""
        return _first(hashes + self.leaves if len(hashes) == before else hashes, tile)

    def _row(self, tile: TileId) -> bytes:
        fresh = self.fresh.get((tile.level, tile.index))
        return read_row(self.epoch, tile) if fresh is None else fresh

    def write(self) -> None:
        """Write the tiles and the head; before the commit, whatever was appended."""
        with connection.cursor() as cursor:
            for (level, index), data in self.fresh.items():
                cursor.execute(_WRITE_TILE, [self.epoch, level, index, data])
            head: list[Any] = [self.epoch, self.tree.size, self.tree.packed(), self.leaves]
            cursor.execute(_WRITE_HEAD, head)


def read_edge(epoch: int | None = None) -> Edge:
    """Return the head of an epoch as it is stored, or of the current one; empty where nothing is
    yet.

    Raises:
        LookupError: there is no such epoch.
    """
    with connection.cursor() as cursor:
        if epoch is None:
            cursor.execute(_READ_HEAD)
        else:
            cursor.execute(_READ_EPOCH, [epoch])
        row = cursor.fetchone()
    if row is not None:
        number, size, nodes, leaves = row
        return Edge(number, CompactRange.unpack(size, whole(nodes)), whole(leaves))
    if epoch not in {None, 1}:
        raise LookupError(f"the log has no epoch {epoch}")
    return Edge()


def read_stored(epoch: int | None, tile: TileId) -> bytes:
    """Return a tile's first hashes as stored; LookupError if it has not so many. One reading, but
    for the last hashes of level 0.
    """
    hashes = read_row(epoch, tile)
    if len(hashes) < tile.width * HASH_SIZE and tile.level == 0:
        # Should it be filled between the two readings, the head sends back to its row.
        return read_edge(epoch).read_tile(tile)
    return _first(hashes, tile)


def read_row(epoch: int | None, tile: TileId) -> bytes:
    """Return what is stored of a tile of an epoch, or of the current one; nothing where it is
    not.
    """
    with connection.cursor() as cursor:
        cursor.execute(_READ_TILE, [tile.level, tile.index, epoch])
        row = cursor.fetchone()
    return b"" if row is None else whole(row[0])


def _first(hashes: bytes, tile: TileId) -> bytes:
    needed = tile.width * HASH_SIZE
    if len(hashes) < needed:
        raise LookupError(f"no tile {tile.level}/{tile.index} of {tile.width} hashes")
    return hashes[:needed]
