# SPDX-License-Identifier: Apache-2.0
"""The tree hash against the recursive definition, and its proofs against tampering."""

import hashlib

import pytest

from rogatory.evidence.tree_hash import (
    GrowingRoot,
    includes,
    inclusion_proof,
    leaf_hash,
    root_of,
)


def _defined(entries: list[bytes]) -> bytes:
    """RFC 6962 2.1 read literally."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = _defined(entries[:split]), _defined(entries[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    entries = [bytes([n]) * (n % 5) for n in range(70)]
    tree = GrowingRoot()
    for size in range(70):
        assert tree.root() == _defined(entries[:size]) == root_of(entries[:size])
        tree.append(entries[size])


def test_the_roots_known_from_certificate_transparency() -> None:
    entries = [bytes.fromhex(e) for e in ("", "00", "10", "2021", "3031", "40414243")]
    entries += [
        bytes.fromhex("5051525354555657"),
        bytes.fromhex("606162636465666768696a6b6c6d6e6f"),
    ]
    assert (
        root_of(entries).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_every_leaf_is_proved_and_no_other(size: int) -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(size)]
    root = root_of(bytes([n]) for n in range(size))
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        assert includes(root, size, index, leaves[index], proof)
        assert not includes(root, size, index, leaf_hash(b"other"), proof)
        assert not includes(root, size, index, leaves[index], [*proof, leaves[0]])
        if proof:
            assert not includes(root, size, index, leaves[index], proof[:-1])
            assert not includes(root, size, (index + 1) % size, leaves[index], proof)
