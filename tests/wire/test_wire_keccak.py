# SPDX-License-Identifier: Apache-2.0
"""Keccak-256 against values that others published, and at the edges of its block."""

import hashlib

import pytest

from rogatory.wire.keccak import keccak256


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (
            b"The quick brown fox jumps over the lazy dog",
            "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15",
        ),
    ],
)
def test_it_gives_the_published_digests(data, digest):
    assert keccak256(data).hex() == digest


@pytest.mark.parametrize("length", [135, 136, 137, 272])
def test_it_is_not_sha3_and_differs_at_every_length_around_a_block(length):
    """SHA-3 pads otherwise; a sponge that pads wrongly at the block's edge repeats a digest."""
    around = {keccak256(bytes(one)) for one in range(length - 2, length + 3)}
    assert len(around) == 5
    assert keccak256(bytes(length)) != hashlib.sha3_256(bytes(length)).digest()
