# SPDX-License-Identifier: Apache-2.0
"""The tree as tiles of 256 hashes (C2SP tlog-tiles): names, growth, and proofs read from them.

The n-th tile of level l holds the hashes of the perfect nodes of height 8 * l with the indices
256 * n to 256 * n + 255; the rightmost of a level may be partial. A full tile never changes.

What a keeper of a log stores is the tree's `CompactRange` (its size and at most 63 hashes) and
the tiles:

    grown = extend(tree, read_tile, new_leaf_hashes)
    # store grown.tiles, grown.tree and the new checkpoint in one transaction

`read_tile` is asked only for the partial tiles at the right edge that the new leaves touch, for
one leaf nearly always one. It may answer with a wider tile of the same place, of which the first
`width` hashes count, so a store may keep one row for (level, index) and overwrite it.

Proofs take the stored `CompactRange`, too, and then read a tile a level: three for an inclusion
proof among ten million leaves.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from rogatory.custody import refusals
from rogatory.custody.log import tree
from rogatory.custody.log.tree import HASH_SIZE, CompactRange, NodeReader
from rogatory.errors import Refused

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

LARGEST_LEVEL = 7
"""A tree of 2**63 leaves has no tile of a higher level."""

KEPT_TILES = 256
"""Unfolded upper tiles kept in memory, 16 KiB each: all of a log of ten million entries."""

_PATH_FORM = re.compile(
    r"tile/(?P<level>[0-7])/(?P<index>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class TileId:
    """A tile's place, and how many hashes it holds (1 to 256)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    def path(self) -> str:
        """Return the tile's path beneath the log's address, such as `tile/0/x001/x234/067.p/5`."""
        suffix = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{self.level}/{_thousands(self.index)}{suffix}"

    @classmethod
    def parse(cls, path: str) -> Self:
        """Return the tile of that path; refuses every other way to write it."""
        match = _PATH_FORM.match(path) if len(path) <= 80 else None
        if match is None:
            raise Refused(refusals.TILE_PATH.because(path=ascii(path)[:80]))
        index = int(match["index"].replace("/", "").replace("x", ""))
        tile = cls(int(match["level"]), index, int(match["width"] or TILE_WIDTH))
        if tile.path() != path:
            raise Refused(refusals.TILE_PATH.because(path=ascii(path)[:80]))
        return tile


type TileReader = Callable[[TileId], bytes]


@dataclass(frozen=True, slots=True)
class Growth:
    """A grown tree, and the tiles to write for it: each new or widened one, whole."""

    tree: CompactRange
    tiles: tuple[tuple[TileId, bytes], ...]


def tiles_of(size: int) -> list[TileId]:
    """Return every tile of a tree of that size, level by level."""
    found = []
    for level in range(LARGEST_LEVEL + 1):
        full, width = divmod(size >> TILE_HEIGHT * level, TILE_WIDTH)
        found += [TileId(level, index) for index in range(full)]
        if width:
            found.append(TileId(level, full, width))
    return found


def extend(old: CompactRange, read_tile: TileReader, new_leaf_hashes: Iterable[bytes]) -> Growth:
    """Append leaves: the tree after them, and the tiles to write.

    Raises:
        Refused: a stored tile has too few bytes.
    """
    fresh = list(new_leaf_hashes)
    total = old.size + len(fresh)
    waiting, rows = list(old.nodes), list[list[bytes]]()
    tiles = list[tuple[TileId, bytes]]()
    level, count = 0, old.size
    while count or fresh:
        width = count % TILE_WIDTH
        row = waiting[len(waiting) - width.bit_count() :]
        del waiting[len(waiting) - len(row) :]
        if fresh:
            tiles += _widened(level, count, fresh, read_tile)
            fresh = _grow_row(row, width, fresh)
        rows.append(row)
        level, count = level + 1, count >> TILE_HEIGHT
    nodes = tuple(node for row in reversed(rows) for node in row)
    return Growth(CompactRange(total, nodes), tuple(tiles))


def _widened(
    level: int, count: int, fresh: list[bytes], read_tile: TileReader
) -> list[tuple[TileId, bytes]]:
    """Return the tiles of a level of `count` hashes that change when `fresh` ones are put to its
    right.
    """
    index, width = divmod(count, TILE_WIDTH)
    packed = _read(TileId(level, index, width), read_tile) if width else b""
    packed += b"".join(fresh)
    size = TILE_WIDTH * HASH_SIZE
    pieces = (packed[at : at + size] for at in range(0, len(packed), size))
    return [
        (TileId(level, index + place, len(piece) // HASH_SIZE), piece)
        for place, piece in enumerate(pieces)
    ]


def _grow_row(row: list[bytes], width: int, fresh: list[bytes]) -> list[bytes]:
    """Put hashes to a partial tile's compact row, in place; returns the roots of tiles it filled."""
    filled = []
    for leaf in fresh:
        tree.push(row, width, leaf)
        width += 1
        if width == TILE_WIDTH:
            filled.append(row.pop())
            width = 0
    return filled


def node_reader(size: int, read_tile: TileReader) -> NodeReader:
    """Read perfect nodes of a tree of that size from its tiles, each tile once."""
    unfolded: dict[TileId, tuple[tuple[bytes, ...], ...]] = {}

    def node(height: int, index: int) -> bytes:
        level, inner = divmod(height, TILE_HEIGHT)
        place, column = divmod(index, TILE_WIDTH >> inner)
        width = min(TILE_WIDTH, (size >> TILE_HEIGHT * level) - place * TILE_WIDTH)
        tile = TileId(level, place, width)
        if tile not in unfolded:
            unfold = _unfold_kept if level else _unfold
            unfolded[tile] = unfold(_read(tile, read_tile))
        return unfolded[tile][inner][column]

    return node


def compact_range(size: int, read_tile: TileReader) -> CompactRange:
    """Return the tree at that size, read back from the tiles at its right edge (one a level)."""
    node = node_reader(size, read_tile)
    heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
    return CompactRange(size, tuple(node(height, (size >> height) - 1) for height in heights))


def inclusion(index: int, of: CompactRange, read_tile: TileReader) -> list[bytes]:
    """Return it as `tree.inclusion`, from tiles: one read a level."""
    return tree.inclusion(index, of, node_reader(of.size, read_tile))


def consistency(old_size: int, of: CompactRange, read_tile: TileReader) -> list[bytes]:
    """Return it as `tree.consistency`, from tiles: one read a level."""
    return tree.consistency(old_size, of, node_reader(of.size, read_tile))


def beginning(old_size: int, of: CompactRange, read_tile: TileReader) -> list[bytes]:
    """Return it as `tree.beginning`, from tiles: one read a level."""
    return tree.beginning(old_size, of, node_reader(of.size, read_tile))


def _read(tile: TileId, read_tile: TileReader) -> bytes:
    """Return the tile's hashes, out of a tile that may have become wider since."""
    packed, needed = read_tile(tile), tile.width * HASH_SIZE
    if len(packed) < needed:
        raise Refused(refusals.TILE_SIZE.because(path=tile.path(), size=len(packed), needed=needed))
    return packed[:needed]


def _unfold(packed: bytes) -> tuple[tuple[bytes, ...], ...]:
    """Return the tile's hashes and, level by level, the perfect nodes over them."""
    levels = [tree.split_hashes(packed)]
    for _ in range(1, TILE_HEIGHT):
        levels.append(tuple(tree.pair_up(levels[-1])))
    return tuple(levels)


# Kept by content, so that nothing has to be forgotten when a tile grows.
_unfold_kept = lru_cache(maxsize=KEPT_TILES)(_unfold)


def _thousands(index: int) -> str:
    groups = f"{index % 1000:03d}"
    while index := index // 1000:
        groups = f"x{index % 1000:03d}/{groups}"
    return groups
