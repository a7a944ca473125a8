# SPDX-License-Identifier: Apache-2.0
"""The tree hash against the recursive definition, and its proofs against tampering."""

import pytest

from casts.custody.merkle_textbook import mth, path
from rogatory.evidence.tree_hash import GrowingRoot, includes, leaf_hash


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    entries = [bytes([n]) * (n % 5) for n in range(70)]
    tree = GrowingRoot()
    for size in range(70):
        assert tree.root() == mth(entries[:size])
        tree.append(entries[size])


def test_the_roots_known_from_certificate_transparency() -> None:
    entries = [bytes.fromhex(e) for e in ("", "00", "10", "2021", "3031", "40414243")]
    entries += [
        bytes.fromhex("5051525354555657"),
        bytes.fromhex("606162636465666768696a6b6c6d6e6f"),
    ]
    tree = GrowingRoot()
    for entry in entries:
        tree.append(entry)
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_every_leaf_is_proved_and_no_other(size: int) -> None:
    entries = [bytes([n]) for n in range(size)]
    leaves, root = [leaf_hash(one) for one in entries], mth(entries)
    for index in range(size):
        proof = path(index, entries)
        assert includes(root, size, index, leaves[index], proof)
        assert not includes(root, size, index, leaf_hash(b"other"), proof)
        assert not includes(root, size, index, leaves[index], [*proof, leaves[0]])
        if proof:
            assert not includes(root, size, index, leaves[index], proof[:-1])
            assert not includes(root, size, (index + 1) % size, leaves[index], proof)
