# SPDX-License-Identifier: Apache-2.0
"""The RFC 6962 tree hash (section 2.1) of a list that need not fit in memory, and its proofs.

An entry of n bytes has the leaf hash SHA-256(0x00, entry), two neighbours the node hash
SHA-256(0x01, left, right); the empty list has SHA-256 of nothing.
"""

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class GrowingRoot:
    """A tree that is added to and asked for its root; it keeps one hash a level."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def append(self, entry: bytes) -> None:
        node = leaf_hash(entry)
        size = self.size
        while size & 1:
            node = node_hash(self._peaks.pop(), node)
            size >>= 1
        self._peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        node = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            node = node_hash(peak, node)
        return node


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Decide whether the proof leads from the leaf hash to the root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    last = size - 1
    node = leaf
    for neighbour in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(neighbour, node)
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            node = node_hash(node, neighbour)
        index >>= 1
        last >>= 1
    return last == 0 and node == root
