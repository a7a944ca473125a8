# SPDX-License-Identifier: Apache-2.0
"""Tiles: names, growth at the right edge only, and the same proofs as from the whole tree."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.custody.log import tiles, tree
from rogatory.custody.log.tiles import TileId
from rogatory.custody.log.tree import CompactRange
from rogatory.errors import Refused

LARGEST = 70_000
LEAVES = [hashlib.sha256(b"%d" % n).digest() for n in range(LARGEST)]


class Store:
    """Tiles as a database keeps them: one a place, overwritten as it widens."""

    def __init__(self):
        self.rows, self.requested = {}, []

    def read(self, tile):
        self.requested.append(tile)
        return self.rows[tile.level, tile.index]

    def write(self, growth):
        for tile, data in growth.tiles:
            assert len(data) == 32 * tile.width
            before = self.rows.get((tile.level, tile.index), b"")
            assert data.startswith(before), "a tile only grows"
            self.rows[tile.level, tile.index] = data
        return growth.tree


@pytest.fixture(scope="module")
def whole():
    store = Store()
    grown = store.write(tiles.extend(CompactRange(), store.read, LEAVES))
    return store, grown


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (TileId(0, 0), "tile/0/000"),
        (TileId(1, 5, 255), "tile/1/005.p/255"),
        (TileId(0, 1234067), "tile/0/x001/x234/067"),
        (TileId(0, 1000, 1), "tile/0/x001/000.p/1"),
        (TileId(7, 999), "tile/7/999"),
    ],
)
def test_a_tile_is_named_as_c2sp_names_it(tile, path):
    assert tile.path() == path
    assert TileId.parse(path) == tile


@given(st.integers(0, 7), st.integers(0, 2**55), st.integers(1, 256))
def test_every_name_is_read_back(level, index, width):
    tile = TileId(level, index, width)
    assert TileId.parse(tile.path()) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/00",
        "tile/8/000",
        "tile/00/000",
        "tile/0/000/000",
        "tile/0/x000/001",
        "tile/0/x001/x67",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        "tile/0/" + "x001/" * 100 + "000",
    ],
)
def test_another_way_to_write_a_name_is_refused(path):
    with pytest.raises(Refused) as refused:
        TileId.parse(path)
    assert refused.value.codes == ("log-tile-path",)


def test_the_specifications_example_of_a_tree_has_its_tiles():
    widths = {}
    for tile in tiles.tiles_of(70_000):
        widths.setdefault(tile.level, []).append(tile.width)
    assert widths == {0: [256] * 273 + [112], 1: [256, 17], 2: [1]}
    assert tiles.tiles_of(256) == [TileId(0, 0), TileId(1, 0, 1)]
    assert tiles.tiles_of(0) == []


@given(st.lists(st.sampled_from([0, 1, 2, 3, 100, 255, 256, 257, 600]), max_size=8))
def test_a_log_grown_in_steps_has_the_tiles_of_its_tree(steps):
    store, grown = Store(), CompactRange()
    for step in steps:
        new = LEAVES[grown.size : grown.size + step]
        grown = store.write(tiles.extend(grown, store.read, new))
    leaves = LEAVES[: grown.size]
    assert grown == CompactRange().extend(leaves)
    assert {(t.level, t.index): 32 * t.width for t in tiles.tiles_of(grown.size)} == {
        place: len(data) for place, data in store.rows.items()
    }
    assert b"".join(data for (level, _), data in sorted(store.rows.items()) if not level) == (
        b"".join(leaves)
    )
    assert tiles.compact_range(grown.size, store.read) == grown


def test_appending_one_leaf_touches_the_tiles_at_the_edge_that_it_fills(whole):
    store, grown = whole
    for size, expected in [(300, 1), (511, 2), (65_535, 3), (65_536, 1)]:
        before = tiles.compact_range(size, store.read)
        store.requested.clear()
        growth = tiles.extend(before, store.read, [LEAVES[size]])
        assert len(growth.tiles) == expected
        assert [tile.width < 256 for tile in store.requested] == [True] * len(store.requested)
        assert len(store.requested) <= expected
        assert growth.tree == CompactRange().extend(LEAVES[: size + 1])
    assert grown.size == LARGEST


@given(st.integers(1, LARGEST), st.data())
def test_proofs_from_tiles_are_those_of_the_tree(whole, size, data):
    store, _ = whole
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    at_size = tiles.compact_range(size, store.read)
    node = tree.nodes_of(LEAVES[:size]) if size < 5000 else NODES
    store.requested.clear()
    path = tiles.inclusion(index, at_size, store.read)
    assert path == tree.inclusion(index, at_size, node)
    assert len(store.requested) == len(set(store.requested)) <= 3
    tree.verify_inclusion(LEAVES[index], index, size, path, at_size.root())
    path = tiles.consistency(old, at_size, store.read)
    assert path == tree.consistency(old, at_size, node)
    old_root = tiles.compact_range(old, store.read).root()
    tree.verify_consistency(old, old_root, size, at_size.root(), path)


NODES = tree.nodes_of(LEAVES)


@pytest.mark.parametrize("index", [0, 255, 256, 65_535, 9_876_543, 9_999_999])
def test_a_proof_among_ten_million_leaves_reads_few_tiles(index):
    """Each leaf the same, so that a tree of ten million is known without being built."""
    size, perfect = 10_000_000, [LEAVES[0]]
    for _ in range(24):
        perfect.append(tree.node_hash(perfect[-1], perfect[-1]))
    reads = []

    def read(tile):
        reads.append(tile)
        return perfect[8 * tile.level] * tile.width

    grown = CompactRange(size, tuple(perfect[h] for h in reversed(range(24)) if size >> h & 1))
    path = tiles.inclusion(index, grown, read)
    assert len(reads) <= 3
    tree.verify_inclusion(LEAVES[0], index, size, path, grown.root())
    reads.clear()
    assert tiles.compact_range(size, read) == grown
    assert len(reads) <= 3


def test_a_tile_cut_short_is_refused_and_nothing_is_grown(whole):
    store, _ = whole
    before = tiles.compact_range(300, store.read)
    with pytest.raises(Refused) as refused:
        tiles.extend(before, lambda tile: store.read(tile)[: 32 * tile.width - 1], [LEAVES[300]])
    assert refused.value.codes == ("log-tile-size",)
    assert before == CompactRange().extend(LEAVES[:300])


def test_a_changed_tile_never_proves_what_it_holds(whole):
    store, _ = whole
    at_size = tiles.compact_range(600, store.read)

    def lying(tile):
        data = store.read(tile)
        return data if tile != TileId(0, 1) else data[:-32] + LEAVES[0]

    tree.verify_inclusion(
        LEAVES[300], 300, 600, tiles.inclusion(300, at_size, store.read), at_size.root()
    )
    with pytest.raises(Refused):
        tree.verify_inclusion(
            LEAVES[300], 300, 600, tiles.inclusion(300, at_size, lying), at_size.root()
        )
