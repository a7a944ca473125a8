# SPDX-License-Identifier: Apache-2.0
"""A log only grows: of each size it has one root, and at each index one entry."""

import pytest

from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.custody.log.contradiction import LogStatements

ORIGIN = "0" * 64 + "/xa/1"
ROOT, OTHER, LEAF = b"r" * 32, b"o" * 32, b"l" * 32


def stated(*proofs):
    """Decide whether each proof contradicts one before it."""
    statements = LogStatements()
    return [
        statements.contradicts(Checkpoint(origin, size, root), index, leaf)
        for origin, size, root, index, leaf in proofs
    ]


def test_proofs_of_a_log_that_grows_agree():
    assert not any(
        stated(
            (ORIGIN, 4, ROOT, 1, LEAF),
            (ORIGIN, 4, ROOT, 2, b"m" * 32),
            (ORIGIN, 9, OTHER, 1, LEAF),
            (ORIGIN, 4, ROOT, 1, LEAF),
        )
    )


@pytest.mark.parametrize(
    "second",
    [
        pytest.param((ORIGIN, 4, OTHER, 2, LEAF), id="two roots of one size"),
        pytest.param((ORIGIN, 9, OTHER, 1, OTHER), id="two entries at one index"),
    ],
)
def test_two_histories_contradict_each_other(second):
    assert stated((ORIGIN, 4, ROOT, 1, LEAF), second) == [False, True]


def test_another_log_or_epoch_contradicts_nothing():
    other = ORIGIN.replace("/xa/1", "/xa/2")
    assert not any(stated((ORIGIN, 4, ROOT, 1, LEAF), (other, 4, OTHER, 1, OTHER)))
