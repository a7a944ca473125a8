# SPDX-License-Identifier: Apache-2.0
"""The tree that is kept in spools proves what the plain one proves, at every size."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.merkle_textbook import mth, path
from rogatory.evidence import spool
from rogatory.evidence.disclosure.proof_tree import ProofTree
from rogatory.evidence.spool import Spools


def entries(count):
    return [hashlib.sha256(b"%d" % number).digest() for number in range(count)]


def tree_of(spools, leaves):
    tree = ProofTree(spools)
    for one in leaves:
        tree.append(one)
    return tree


@given(st.integers(0, 300), st.data())
def test_root_and_paths_are_those_of_rfc_6962(count, data):
    leaves = entries(count)
    with Spools(None) as spools:
        tree = tree_of(spools, leaves)
        assert tree.root() == mth(leaves)
        if count:
            index = data.draw(st.integers(0, count - 1))
            assert tree.path(index) == path(index, leaves)
        with pytest.raises(ValueError, match="no such entry"):
            tree.path(count)


def test_levels_that_spill_to_disk_prove_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(spool, "IN_MEMORY", 100)
    leaves = entries(1000)
    with Spools(bytes(tmp_path)) as spools:
        tree = tree_of(spools, leaves)
        assert tree.root() == mth(leaves)
        for index in (0, 1, 511, 512, 998, 999):
            assert tree.path(index) == path(index, leaves)
