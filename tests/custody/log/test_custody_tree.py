# SPDX-License-Identifier: Apache-2.0
"""The Merkle tree: the public vectors, the RFC's own definitions, and altered proofs refused."""

import json
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody import merkle_textbook as textbook
from rogatory.custody.log import tree
from rogatory.custody.log.tree import CompactRange
from rogatory.errors import Refused

ENTRIES = [b"entry %d" % n for n in range(150)]
LEAVES = [textbook.leaf(entry) for entry in ENTRIES]


def holds(verify, *arguments):
    try:
        verify(*arguments)
    except Refused:
        return False
    return True


def read(text):
    return b64decode(text or "")


def judged(kind, vector):
    """Our verdict, or None where the vector asks for a proof that the design has no use for."""
    path = [read(line) for line in vector["proof"] or []]
    if kind in {"inclusion", "subtreeinclusion"}:
        start = vector.get("start", 0)
        size = vector["treeSize"] if kind == "inclusion" else vector["end"] - start
        root = read(vector["root"])
        leaf = read(vector["leafHash"])
        return holds(tree.verify_inclusion, leaf, vector["leafIdx"] - start, size, path, root)
    old, new = ("size1", "size2") if kind == "consistency" else ("end", "size")
    empty = kind == "subtreeconsistency" and vector[old] == vector[new] == 0
    if vector.get("start") or empty:
        return None
    roots = read(vector["root1"]), read(vector["root2"])
    return holds(tree.verify_consistency, vector[old], roots[0], vector[new], roots[1], path)


@pytest.mark.parametrize(
    ("kind", "count", "passed_over"),
    [
        ("inclusion", 98, 0),
        ("consistency", 98, 0),
        # A subtree is a tree of its own for inclusion. A subtree consistency proof is one of
        # ours where the subtree begins at leaf 0 and is not empty; 23 are of no use here.
        ("subtreeinclusion", 204, 0),
        ("subtreeconsistency", 118, 23),
    ],
)
def test_every_public_vector_is_judged_as_it_says(corpora, kind, count, passed_over):
    vectors = [
        json.loads(file.read_text()) for file in sorted((corpora / "merkle" / kind).rglob("*.json"))
    ]
    verdicts = [judged(kind, vector) for vector in vectors]
    assert [
        vector["desc"]
        for vector, verdict in zip(vectors, verdicts, strict=True)
        if verdict is vector["wantErr"]
    ] == []
    assert (len(vectors), verdicts.count(None)) == (count, passed_over)


@pytest.mark.parametrize("size", [*range(40), 64, 65, 127, 128, 129])
def test_roots_and_proofs_are_those_of_the_rfc(size):
    entries, leaves = ENTRIES[:size], LEAVES[:size]
    grown, node = CompactRange().extend(leaves), tree.nodes_of(leaves)
    assert grown.root() == tree.root(leaves) == textbook.mth(entries)
    for index in range(size):
        assert tree.inclusion(index, grown, node) == textbook.path(index, entries)
    for old in range(1, size + 1):
        assert tree.consistency(old, grown, node) == textbook.proof(old, entries)


sizes = st.integers(1, len(LEAVES))


@given(st.lists(st.integers(0, 40), max_size=4))
def test_a_range_grown_in_steps_is_the_one_grown_at_once(steps):
    grown, size = CompactRange(), 0
    for step in steps:
        grown = grown.extend(LEAVES[size : size + step])
        size += len(LEAVES[size : size + step])
    assert grown == CompactRange().extend(LEAVES[:size])
    assert CompactRange.unpack(grown.size, grown.packed()) == grown


def test_appending_leaves_the_range_before_as_it_was():
    before = CompactRange().extend(LEAVES[:7])
    root = before.root()
    before.append(LEAVES[7])
    assert (before.size, before.root()) == (7, root)


@given(sizes, st.data())
def test_an_inclusion_proof_holds_and_no_altered_one_does(size, data):
    index = data.draw(st.integers(0, size - 1))
    grown = CompactRange().extend(LEAVES[:size])
    path = tree.inclusion(index, grown, tree.nodes_of(LEAVES[:size]))
    good = (LEAVES[index], index, size, path, grown.root())
    tree.verify_inclusion(*good)
    for bad in altered_inclusions(*good, data):
        assert bad != good
        assert not holds(tree.verify_inclusion, *bad)


def altered_inclusions(leaf, index, size, path, root, data):
    other = data.draw(st.integers(0, size + 3).filter(lambda n: n != index))
    yield leaf, other, size, path, root
    yield leaf, index, size, [*path, root], root
    yield leaf, index, size, [root, *path], root
    yield flipped(leaf, data), index, size, path, root
    yield leaf, index, size, path, flipped(root, data)
    yield leaf[:-1], index, size, path, root
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        wrong = flipped(path[place], data)
        yield leaf, index, size, [*path[:place], wrong, *path[place + 1 :]], root
        yield leaf, index, size, [*path[:place], *path[place + 1 :]], root
        yield leaf, index, size, [*path[:place], path[place][:-1], *path[place + 1 :]], root


@given(st.tuples(sizes, sizes).map(sorted), st.data())
def test_a_consistency_proof_holds_and_no_altered_one_does(both, data):
    old, size = both
    grown = CompactRange().extend(LEAVES[:size])
    path = tree.consistency(old, grown, tree.nodes_of(LEAVES[:size]))
    old_root, root = tree.root(LEAVES[:old]), grown.root()
    tree.verify_consistency(old, old_root, size, root, path)
    bad = [
        (old, flipped(old_root, data), size, root, path),
        (old, old_root, size, flipped(root, data), path),
        (old, old_root, size, root, [*path, root]),
        (0, old_root, size, root, path),
        (size + 1, old_root, size, root, path),
    ]
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        wrong = flipped(path[place], data)
        bad += [
            (old, old_root, size, root, path[:-1]),
            (old, old_root, size, root, [*path[:place], wrong, *path[place + 1 :]]),
            (old, old_root, size, root, [*path[:place], b"", *path[place + 1 :]]),
            (old, old_root, size, root, []),
        ]
    assert [one for one in bad if holds(tree.verify_consistency, *one)] == []


def flipped(digest, data):
    bit = data.draw(st.integers(0, 255))
    return (int.from_bytes(digest) ^ 1 << bit).to_bytes(32)


@pytest.mark.parametrize("size", [10**30, 2**63])
def test_a_size_beyond_what_readers_hold_is_refused(size):
    with pytest.raises(Refused) as refused:
        tree.verify_inclusion(LEAVES[0], 0, size, [], LEAVES[0])
    assert refused.value.codes == ("log-index-outside",)


def test_what_cannot_be_proved_is_our_fault():
    grown, node = CompactRange().extend(LEAVES[:3]), tree.nodes_of(LEAVES[:3])
    with pytest.raises(ValueError, match="no leaf 3"):
        tree.inclusion(3, grown, node)
    with pytest.raises(ValueError, match="nothing to prove about 0"):
        tree.consistency(0, grown, node)
    with pytest.raises(ValueError, match="perfect subtrees"):
        CompactRange(3, (LEAVES[0],))
    with pytest.raises(ValueError, match="32 bytes"):
        CompactRange(1, (b"short",))


def test_a_path_of_another_length_or_with_odd_hashes_is_reported_as_such():
    leaves = LEAVES[:11]
    grown, node = CompactRange().extend(leaves), tree.nodes_of(leaves)
    path, root = tree.inclusion(4, grown, node), grown.root()
    between, before = tree.consistency(6, grown, node), tree.root(leaves[:6])

    def included(path):
        tree.verify_inclusion(leaves[4], 4, 11, path, root)

    def continues(path):
        tree.verify_consistency(6, before, 11, root, path)

    for verify, good in ((included, path), (continues, between)):
        verify(good)
        assert codes(verify, good[:-1]) == ("log-path-length",)
        assert codes(verify, [*good, root]) == ("log-path-length",)
        # The same bytes, parted elsewhere.
        shifted = [good[0] + good[1][:1], good[1][1:], *good[2:]]
        assert codes(verify, shifted) == ("log-hash-size",)


def codes(call, *arguments):
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.codes
