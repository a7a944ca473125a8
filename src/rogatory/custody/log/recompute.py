# SPDX-License-Identifier: Apache-2.0
"""A whole log computed again from its entries, against the tiles and the roots it has given out.

It reads each entry and each tile once, and holds one tile a level, whatever the log's size.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rogatory.custody import refusals
from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.custody.log.tiles import TILE_WIDTH, TileId, TileReader, extend
from rogatory.custody.log.tree import CompactRange
from rogatory.errors import Reason, Refused

MOST_REASONS = 20
"""Of each kind: a log that was rewritten differs from there on everywhere."""


@dataclass(slots=True)
class Recomputed:
    """The tree that the entries make, and what differs from it."""

    tree: CompactRange = field(default_factory=CompactRange)
    tiles: list[Reason] = field(default_factory=list)
    checkpoints: list[Reason] = field(default_factory=list)
    compared: int = 0
    """Checkpoints whose root is that of the entries."""


def recompute(
    leaf_hashes: Iterable[bytes], read_tile: TileReader, checkpoints: Iterable[Checkpoint]
) -> Recomputed:
    """Compute the tree over all leaves, and compare.

    1. Each tile of the tree, full or partial, is the one that `read_tile` gives.
    2. Each checkpoint, in the order of their sizes, has the root of the first leaves.

    `read_tile` raises LookupError or Refused for what is not there.
    """
    found, partial = Recomputed(), dict[int, tuple[TileId, bytes]]()
    waiting = _Waiting(checkpoints)
    waiting.compare(found, (), found.tree)
    leaves = iter(leaf_hashes)
    while chunk := tuple(itertools.islice(leaves, TILE_WIDTH)):
        growth = extend(found.tree, lambda tile: partial[tile.level][1], chunk)
        waiting.compare(found, chunk, growth.tree)
        for tile, data in growth.tiles:
            if tile.width == TILE_WIDTH:
                partial.pop(tile.level, None)
                _compare_tile(found, tile, data, read_tile)  # 1
            else:
                partial[tile.level] = tile, data
        found.tree = growth.tree
    for tile, data in partial.values():
        _compare_tile(found, tile, data, read_tile)  # 1
    waiting.report_rest(found)
    return found


class _Waiting:
    """The checkpoints whose size is yet to be reached."""

    def __init__(self, checkpoints: Iterable[Checkpoint]) -> None:
        self._rest: Iterator[Checkpoint] = iter(checkpoints)
        self._next = next(self._rest, None)

    def compare(self, found: Recomputed, chunk: tuple[bytes, ...], after: CompactRange) -> None:
        """Compare those of a size up to that after `chunk`, which follows `found.tree`."""
        while self._next is not None and self._next.size <= after.size:
            before = found.tree.size
            if self._next.size < before:
                raise ValueError("checkpoints come in the order of their sizes")
            part = found.tree.extend(chunk[: self._next.size - before])
            if part.root() == self._next.root:  # 2
                found.compared += 1
            elif len(found.checkpoints) < MOST_REASONS:
                size = str(self._next.size)
                found.checkpoints.append(refusals.ROOT_NOT_OF_ENTRIES.because(size=size))
            self._next = next(self._rest, None)

    def report_rest(self, found: Recomputed) -> None:
        while self._next is not None and len(found.checkpoints) < MOST_REASONS:
            sizes = {"size": str(self._next.size), "entries": str(found.tree.size)}
            found.checkpoints.append(refusals.ENTRIES_MISSING.because(sizes))
            self._next = next(self._rest, None)


def _compare_tile(found: Recomputed, tile: TileId, data: bytes, read_tile: TileReader) -> None:
    if len(found.tiles) >= MOST_REASONS:
        return
    try:
        same = read_tile(tile) == data
    except LookupError:
        same = False
    except Refused as error:
        found.tiles.extend(error.reasons)
        return
    if not same:
        found.tiles.append(refusals.TILE_NOT_OF_ENTRIES.because(path=tile.path()))
