# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The custody log in the store: one leaf an event, roots as custody computes them. Both twins."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from django_home import emptied
from rogatory.custody.log import tiles, tree
from rogatory.custody.log.commitment import event_leaf
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SIGNED = Signatures(b"s1", b"s2")
OBJECT = "0b" * 32
OPENING = bytes(range(32))


def an_event(number, action="collected", of=OBJECT):
    return canonical.encode({"action": action, "number": number, "object": of})


def salt(number):
    return number.to_bytes(32)


def append(store, count, start=0):
    with store.transaction():
        for n in range(start, start + count):
            store.append_event(an_event(n), SIGNED, salt(n), NOW, None)
    return [store.event(sha256(an_event(n))) for n in range(start, start + count)]


def test_roots_of_every_size_equal_custodys_over_all_leaves(store):
    append(store, 300)
    append(store, 230, start=300)
    leaves = [event_leaf(salt(n), an_event(n)) for n in range(530)]
    for size in (0, 1, 2, 255, 256, 257, 300, 512, 529, 530):
        assert store.log_tree(size).root() == tree.root(leaves[:size]), size
    assert store.log_size() == 530


def test_the_unfinished_tile_is_read_at_every_width_of_any_append(store):
    hashes = [event_leaf(salt(n), an_event(n)) for n in range(300)]
    for start, count in (
        (0, 1),
        (1, 30),
        (31, 1),
        (32, 3),
        (35, 64),
        (99, 156),
        (255, 1),
        (256, 44),
    ):
        append(store, count, start=start)
        size = start + count
        for index in range((size - 1) // 256 + 1):
            there = hashes[index * 256 : min(size, index * 256 + 256)]
            for width in {1, len(there) // 2 or 1, len(there)}:
                assert store.read_tile(0, index, width) == b"".join(there[:width])
        if size % 256:
            with pytest.raises(LookupError):
                store.read_tile(0, size // 256, size % 256 + 1)


def test_a_head_from_before_its_tile_had_a_row_goes_on():
    from rogatory.storage.custody_log.rows import Edge
    from rogatory.storage.store import DatabaseStore

    emptied()
    store, hashes = DatabaseStore(), [event_leaf(salt(n), an_event(n)) for n in range(330)]
    for before in (100, 255):
        emptied()
        with store.transaction():
            Edge(1, tree.CompactRange().extend(hashes[:before]), b"".join(hashes[:before])).write()
        assert store.read_tile(0, 0, before) == b"".join(hashes[:before])
        for start, count in ((before, 1), (before + 1, 40)):
            append(store, count, start=start)
            size = start + count
            assert store.log_tree(size).root() == tree.root(hashes[:size])
            assert store.log_tree(before // 2).root() == tree.root(hashes[: before // 2])


def test_the_newest_tree_is_kept_so_that_a_proof_reads_one_tile_a_level(store, monkeypatch):
    append(store, 530)
    reads, read_tile = [], store.read_tile

    def counted(tile):
        reads.append(tile)
        return read_tile(tile.level, tile.index, tile.width)

    def refuse(*_place):
        raise AssertionError("the newest tree was read back from its tiles")

    with monkeypatch.context() as patched:
        for module in ("custody_log.events", "memory.custody_log"):
            patched.setattr(f"rogatory.storage.{module}.compact_range", refuse)
        kept = store.log_tree(530)
    path = tiles.inclusion(7, kept, counted)
    assert len(reads) == 2
    tree.verify_inclusion(event_leaf(salt(7), an_event(7)), 7, 530, path, kept.root())


def test_tiles_are_those_that_custody_names_and_hold_its_nodes(store):
    append(store, 300)
    leaves = [event_leaf(salt(n), an_event(n)) for n in range(300)]
    node = tree.nodes_of(leaves)
    for tile in tiles.tiles_of(300):
        wanted = [node(8 * tile.level, 256 * tile.index + n) for n in range(tile.width)]
        assert store.read_tile(tile.level, tile.index, tile.width) == b"".join(wanted)
    assert store.read_tile(0, 1, 7) == b"".join(leaves[256:263])


@pytest.mark.parametrize("place", [(0, 1, 45), (0, 2, 1), (1, 0, 2), (5, 0, 1)])
def test_a_tile_that_the_log_has_not_is_not_invented(store, place):
    append(store, 300)
    with pytest.raises(LookupError):
        store.read_tile(*place)


def test_an_event_that_exists_stays_as_it_is(store):
    (first,) = append(store, 1)
    with store.transaction():
        store.append_event(an_event(0), Signatures(b"other", None), salt(9), NOW, "t")
    assert store.event(sha256(an_event(0))) == first
    assert store.log_size() == 1


def test_an_append_whose_transaction_fails_takes_no_leaf(store):
    append(store, 256)
    root = store.log_tree(256).root()
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.append_event(an_event(256), SIGNED, salt(256), NOW, None)
        raise ZeroDivisionError
    assert (store.log_size(), store.log_tree(256).root()) == (256, root)
    with pytest.raises(LookupError):
        store.read_tile(0, 1, 1)
    assert append(store, 1, start=300)[0].index == 256


def test_events_are_found_by_digest_by_object_and_from_a_leaf_on(store):
    thread = "01938f3e-0000-7000-8000-000000000001"
    other = "0c" * 32
    with store.transaction():
        store.append_event(an_event(0), SIGNED, salt(0), NOW, thread)
        store.append_event(an_event(1, of=other), SIGNED, salt(1), NOW, None)
        store.append_event(an_event(2, "sealed"), Signatures(b"s", None), salt(2), NOW, None)

    first = store.event(sha256(an_event(0)))

    assert (first.index, first.object, first.action, first.thread) == (
        0,
        OBJECT,
        "collected",
        thread,
    )
    assert (first.event, first.p256, first.mldsa65) == (an_event(0), b"s1", b"s2")
    assert (first.salt, first.logged) == (salt(0), NOW)
    assert tree.leaf_hash(bytes.fromhex(first.commitment)) == event_leaf(salt(0), an_event(0))
    assert [each.index for each in store.events_of(OBJECT)] == [0, 2]
    assert [each.index for each in store.events_of(other, OBJECT)] == [0, 1, 2]
    assert list(store.events_of()) == []
    assert [each.index for each in store.events_since(1, 1)] == [1]
    assert store.event("00" * 32) is None


def test_a_log_has_no_root_beyond_its_size(store):
    append(store, 2)
    for size in (3, -1):
        with pytest.raises(LookupError):
            store.log_tree(size).root()


def put(store, size, note, *, epoch=1, published=True):
    """Write the checkpoint of what the log has now at that size."""
    root = store.log_tree(size, epoch).root()
    with store.transaction():
        return store.put_checkpoint(epoch, size, root, note, published=published)


def test_the_first_checkpoint_of_a_size_is_kept_and_the_newest_is_given(store):
    assert store.checkpoint() is None
    append(store, 10)
    notes = [(2, "two"), (10, "ten"), (9, "nine"), (2, "another two")]
    assert [put(store, size, note) for size, note in notes] == ["two", "ten", "nine", "two"]
    assert store.checkpoint() == "ten"
    assert store.checkpoint(2) == "two"
    assert store.checkpoint(3) is None


def test_a_checkpoint_that_is_not_published_is_kept_and_is_not_the_newest(store):
    append(store, 10)
    put(store, 4, "four")
    put(store, 6, "six", published=False)
    assert (store.checkpoint(), store.checkpoint(6)) == ("four", "six")
    assert put(store, 6, "another six") == "six"
    assert store.checkpoint() == "six"
    assert put(store, 6, "a third six", published=False) == "six"
    assert store.checkpoint() == "six"
    assert store.checkpoints_since(0, 9) == [(4, "four"), (6, "six")]


def test_a_checkpoint_of_another_root_size_or_epoch_is_not_written(store):
    append(store, 10)
    root, other = store.log_tree(10).root(), store.log_tree(9).root()
    with store.transaction():
        assert store.put_checkpoint(1, 10, other, "another root") is None
        assert store.put_checkpoint(1, 11, root, "beyond the log") is None
        assert store.put_checkpoint(2, 10, root, "of an epoch to come") is None
        store.begin_epoch(2, OPENING)
    with store.transaction():
        assert store.put_checkpoint(1, 10, root, "of an epoch that is over") is None
    assert [store.checkpoints_since(0, 9, epoch) for epoch in (1, 2)] == [[], []]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL events wait for leaves")
def test_a_transaction_reads_what_it_has_appended_before_its_commit(store):
    append(store, 255)
    leaves = [event_leaf(salt(n), an_event(n)) for n in range(258)]
    with store.transaction():
        for n in range(255, 258):
            store.append_event(an_event(n), SIGNED, salt(n), NOW, None)
            assert store.log_size() == n + 1
            assert store.log_tree(n + 1).root() == tree.root(leaves[: n + 1])
        assert store.read_tile(0, 0, 256) == b"".join(leaves[:256])
        assert store.read_tile(0, 1, 2) == b"".join(leaves[256:])
        assert store.log_tree(200).root() == tree.root(leaves[:200])
        with pytest.raises(LookupError):
            store.read_tile(0, 1, 3)
    assert store.log_tree(258).root() == tree.root(leaves)


def test_a_new_epoch_begins_with_its_opening_and_the_old_one_stays_readable(store):
    append(store, 300)
    old = store.log_tree(300)
    put(store, 300, "the last of epoch 1")
    with store.transaction():
        store.begin_epoch(2, OPENING)
        assert (store.log_epoch(), store.log_size()) == (2, 1)
    logged = append(store, 2, start=300)

    assert [(each.epoch, each.index) for each in logged] == [(2, 1), (2, 2)]
    assert (store.log_epoch(), store.log_size(), store.log_size(1)) == (2, 3, 300)
    leaves = [tree.leaf_hash(OPENING), *(event_leaf(salt(n), an_event(n)) for n in (300, 301))]
    assert store.log_tree(3).root() == tree.root(leaves)
    assert store.read_tile(0, 0, 3) == b"".join(leaves)
    assert store.log_tree(300, 1).root() == old.root()
    assert store.log_tree(257, 1).root() == tree.root(
        [event_leaf(salt(n), an_event(n)) for n in range(257)]
    )
    assert store.read_tile(0, 1, 44, 1) != store.read_tile(0, 0, 3)
    assert [each.index for each in store.events_since(0, 10)] == [1, 2]
    assert [each.index for each in store.events_since(298, 10, 1)] == [298, 299]
    assert (store.checkpoint(), store.checkpoint(epoch=1)) == (None, "the last of epoch 1")
    put(store, 3, "three of epoch 2", epoch=2)
    assert (store.checkpoint(), store.checkpoint(300, 1), store.checkpoint(300)) == (
        "three of epoch 2",
        "the last of epoch 1",
        None,
    )
    assert [each.index for each in store.events_of(OBJECT)][-3:] == [299, 1, 2]


@pytest.mark.parametrize("epoch", [0, 1, 2])
def test_no_epoch_begins_again(store, epoch):
    with store.transaction():
        store.begin_epoch(2, OPENING)
    with pytest.raises(ValueError, match="epoch"), store.transaction():
        store.begin_epoch(epoch, bytes(32))
    assert (store.log_epoch(), store.log_size(2)) == (2, 1)
    with pytest.raises(LookupError):
        store.log_size(3)


def test_an_epoch_whose_transaction_fails_has_not_begun(store):
    append(store, 3)
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.append_event(an_event(3), SIGNED, salt(3), NOW, None)
        store.begin_epoch(2, OPENING)
        raise ZeroDivisionError
    assert (store.log_epoch(), store.log_size()) == (1, 3)
