# SPDX-License-Identifier: Apache-2.0
"""The rows that one append reads and writes, in plain SQL for SQLite and PostgreSQL alike.

An append is the dearest thing that every act of a node does; through the object layer its five
statements cost six times what they cost here.
"""

from typing import Any

from django.db import connection

from rogatory.custody.tiles import TILE_WIDTH, TileId
from rogatory.custody.tree import HASH_SIZE, CompactRange
from rogatory.node.records import LoggedEvent
from rogatory.storage.models.columns import whole

HEAD = 1
"""The key of the head's one row."""

_READ_EDGE = f"""
    SELECT h.size, h.nodes, t.data FROM storage_loghead h
    LEFT JOIN storage_logtile t ON t.level = 0 AND t."index" = h.size / {TILE_WIDTH}
    WHERE h.id = %s
"""  # noqa: S608 - a number of ours
_WRITE_HEAD = """
    INSERT INTO storage_loghead (id, size, nodes) VALUES (%s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET size = excluded.size, nodes = excluded.nodes
"""
_WRITE_TILE = """
    INSERT INTO storage_logtile (level, "index", data) VALUES (%s, %s, %s)
    ON CONFLICT (level, "index") DO UPDATE SET data = excluded.data
"""
_WRITE_EVENT = """
    INSERT INTO storage_logevent ("index", digest, object, action, event, p256, mldsa65, salt,
        commitment, logged, thread)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (digest) DO NOTHING
"""


class Edge:
    """The log's head and right edge as one append finds them."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        cursor.execute(_READ_EDGE, [HEAD])
        row = cursor.fetchone()
        self.tree = CompactRange() if row is None else CompactRange.unpack(row[0], whole(row[1]))
        self._leaves = b"" if row is None or row[2] is None else whole(row[2])

    def read_tile(self, tile: TileId) -> bytes:
        """A tile at the edge; the lowest has been read with the head."""
        if tile.level == 0 and tile.index == self.tree.size // TILE_WIDTH:
            return self._leaves
        return read_tile(self._cursor, tile)

    def write(self, tree: CompactRange, tiles: tuple[tuple[TileId, bytes], ...]) -> None:
        for tile, data in tiles:
            self._cursor.execute(_WRITE_TILE, [tile.level, tile.index, data])
        self._cursor.execute(_WRITE_HEAD, [HEAD, tree.size, tree.packed()])


def read_head(cursor: Any) -> CompactRange:
    """The newest tree; of a log without a leaf, the empty one."""
    cursor.execute("SELECT size, nodes FROM storage_loghead WHERE id = %s", [HEAD])
    row = cursor.fetchone()
    return CompactRange() if row is None else CompactRange.unpack(row[0], whole(row[1]))


def read_tile(cursor: Any, tile: TileId) -> bytes:
    """The first `width` hashes of a tile; LookupError if it has not so many."""
    cursor.execute(
        'SELECT data FROM storage_logtile WHERE level = %s AND "index" = %s',
        [tile.level, tile.index],
    )
    row = cursor.fetchone()
    hashes = b"" if row is None else whole(row[0])[: tile.width * HASH_SIZE]
    if len(hashes) != tile.width * HASH_SIZE:
        raise LookupError(f"no tile {tile.level}/{tile.index} of {tile.width} hashes")
    return hashes


def write_event(cursor: Any, logged: LoggedEvent, digest: str) -> bool:
    """Write an event's row; False if that event stands in the log already."""
    cursor.execute(
        _WRITE_EVENT,
        [
            logged.index,
            digest,
            logged.object,
            logged.action,
            logged.event,
            logged.p256,
            logged.mldsa65,
            logged.salt,
            logged.commitment,
            connection.ops.adapt_datetimefield_value(logged.logged),
            logged.thread,
        ],
    )
    written: bool = cursor.rowcount == 1
    return written
