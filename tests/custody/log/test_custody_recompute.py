# SPDX-License-Identifier: Apache-2.0
"""A whole log computed again: whatever its size, what differs is reported and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.events import Log
from rogatory.custody.log import tree
from rogatory.custody.log.bundles import bundle_path, parse_bundle, write_entry_bundle
from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.custody.log.recompute import MOST_REASONS, recompute
from rogatory.custody.log.tiles import TileId, tiles_of
from rogatory.errors import Refused

LEAVES = [tree.leaf_hash(b"%d" % n) for n in range(1100)]


def a_log(size):
    log = Log()
    log.append(*LEAVES[:size])
    return log


def checkpoints(*sizes):
    return [Checkpoint("any", size, tree.root(LEAVES[:size])) for size in sizes]


@given(st.integers(0, 1100), st.data())
def test_an_honest_log_of_any_size_holds(size, data):
    sizes = sorted(data.draw(st.sets(st.integers(0, size), max_size=6)))
    found = recompute(LEAVES[:size], a_log(size).read_tile, checkpoints(*sizes))
    assert (found.tiles, found.checkpoints, found.compared) == ([], [], len(sizes))
    assert found.tree.root() == tree.root(LEAVES[:size])


@given(st.integers(1, 1100), st.data())
def test_any_tile_that_differs_is_reported_and_no_other(size, data):
    log = a_log(size)
    wrong = data.draw(st.sampled_from(tiles_of(size)))
    stored = log.read_tile(wrong)
    log.tiles[wrong.level, wrong.index] = bytes(32) + stored[32:]
    (reason,) = recompute(LEAVES[:size], log.read_tile, []).tiles
    assert reason.fields["path"] == wrong.path()


@pytest.mark.parametrize("missing", [TileId(0, 0), TileId(1, 0, 2), TileId(0, 2, 88)])
def test_a_tile_that_is_missing_is_reported(missing):
    log = a_log(600)
    del log.tiles[missing.level, missing.index]
    assert len(recompute(LEAVES[:600], log.read_tile, []).tiles) == 1


def test_an_entry_that_differs_is_reported_by_tiles_and_by_checkpoints_from_there_on():
    leaves = [*LEAVES[:300], bytes(32), *LEAVES[301:600]]
    found = recompute(leaves, a_log(600).read_tile, checkpoints(10, 300, 301, 600))
    assert [reason.fields["size"] for reason in found.checkpoints] == ["301", "600"]
    assert found.compared == 2
    assert [reason.fields["path"] for reason in found.tiles] == ["tile/0/001", "tile/1/000.p/2"]


def test_entries_that_were_cut_off_are_reported():
    found = recompute(LEAVES[:500], a_log(600).read_tile, checkpoints(500, 600))
    assert [reason.code.id for reason in found.checkpoints] == ["log-entries-missing"]


def test_of_endless_differences_a_limited_number_is_reported():
    wrong = [Checkpoint("any", size, bytes(32)) for size in range(1, 600)]
    assert len(recompute(LEAVES[:600], a_log(600).read_tile, wrong).checkpoints) == MOST_REASONS


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=256))
def test_a_bundle_is_read_as_it_was_written(entries):
    data = write_entry_bundle(entries)
    assert parse_bundle(data, len(entries), "any") == entries
    for altered in (data[:-1], data + b"\0", b"\1" + data[1:], data[:34] * (len(entries) + 1)):
        with pytest.raises(Refused):
            parse_bundle(altered, len(entries), "any")


def test_bundles_are_named_as_tiles_are():
    assert bundle_path(1067, 5) == "tile/entries/x001/067.p/5"
    assert bundle_path(0) == "tile/entries/000"
