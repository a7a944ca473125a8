# SPDX-License-Identifier: Apache-2.0
"""The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1) over SHA-256.

A tree of n leaves is the row of perfect subtrees that the binary digits of n name; that row is a
`CompactRange`, and growing, rooting and proving all start from it. Proofs are made from a reader
of perfect nodes, `node(height, index)`: the hash over the leaves
[index * 2**height, (index + 1) * 2**height). Leaves are leaf hashes, never entries.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from rogatory.custody import refusals
from rogatory.errors import Refused

type NodeReader = Callable[[int, int], bytes]

HASH_SIZE = 32

LARGEST_TREE = 2**63 - 1
"""Beyond it a reader that keeps sizes in signed 64 bits would see another size."""

EMPTY_ROOT = hashlib.sha256(b"").digest()

# A copied state saves hashing the prefix each time, about a tenth of the cost.
_LEAF = hashlib.sha256(b"\x00")
_NODE = hashlib.sha256(b"\x01")


def leaf_hash(entry: bytes) -> bytes:
    state = _LEAF.copy()
    state.update(entry)
    return state.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    state = _NODE.copy()
    state.update(left + right)
    return state.digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree as the roots of its perfect subtrees, largest (leftmost) first; it never changes.

    One hash represents each binary 1 of `size`: all that appending and rooting need.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= LARGEST_TREE or len(self.nodes) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has another number of perfect subtrees")
        if any(len(node) != HASH_SIZE for node in self.nodes):
            raise ValueError("a hash has 32 bytes")

    def append(self, leaf: bytes) -> Self:
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> Self:
        nodes, size = list(self.nodes), self.size
        for leaf in leaves:
            push(nodes, size, leaf)
            size += 1
        return type(self)(size, tuple(nodes))

    def root(self) -> bytes:
        return _fold(self.nodes) if self.nodes else EMPTY_ROOT

    def heights(self) -> Iterator[int]:
        """Yield the height of each node: the places of the binary ones of `size`, highest first."""
        return (h for h in reversed(range(self.size.bit_length())) if self.size >> h & 1)

    def packed(self) -> bytes:
        """Return the nodes as one string, to be stored beside the size."""
        return b"".join(self.nodes)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Self:
        return cls(size, split_hashes(packed))


def push(nodes: list[bytes], size: int, leaf: bytes) -> None:
    """Put one more leaf to the right of the `size` leaves that `nodes` represents, in place."""
    while size & 1:
        leaf = node_hash(nodes.pop(), leaf)
        size >>= 1
    nodes.append(leaf)


def split_hashes(packed: bytes) -> tuple[bytes, ...]:
    return tuple(packed[at : at + HASH_SIZE] for at in range(0, len(packed), HASH_SIZE))


def pair_up(level: Sequence[bytes]) -> list[bytes]:
    """Return the nodes one level higher; a last one without partner has none."""
    return [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]


def _fold(nodes: Sequence[bytes]) -> bytes:
    folded = nodes[-1]
    for node in reversed(nodes[:-1]):
        folded = node_hash(node, folded)
    return folded


def root(leaves: Iterable[bytes]) -> bytes:
    """Return MTH of RFC 6962 2.1 over leaf hashes."""
    return CompactRange().extend(leaves).root()


def nodes_of(leaves: Sequence[bytes]) -> NodeReader:
    """Return a reader of the perfect nodes over leaves held in memory."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        levels.append(pair_up(levels[-1]))
    return lambda height, index: levels[height][index]


def inclusion(index: int, tree: CompactRange, node: NodeReader) -> list[bytes]:
    """Return PATH(index, D[size]) of RFC 6962 2.1.1, from the leaf's sibling upwards."""
    if not 0 <= index < tree.size:
        raise ValueError(f"a tree of {tree.size} leaves has no leaf {index}")
    return _path(0, index, tree, node)


def consistency(old_size: int, tree: CompactRange, node: NodeReader) -> list[bytes]:
    """Return PROOF(old_size, D[size]) of RFC 6962 2.1.2.

    It is `beginning`, without the first node where that is the whole old tree: the reader has it
    already.
    """
    if not 0 < old_size <= tree.size:
        raise ValueError(f"a tree of {tree.size} leaves has nothing to prove about {old_size}")
    if old_size == tree.size:
        return []
    height, edge = _corner(old_size)
    seed = [] if edge == 0 else [node(height, edge)]
    return seed + _path(height, edge, tree, node)


def beginning(old_size: int, tree: CompactRange, node: NodeReader) -> list[bytes]:
    """Return what the first `old_size` leaves of a larger tree hash to, in a form that shows it.

    It is the smallest perfect subtree at the old tree's edge and then that subtree's path in the
    new tree; `root_of_beginning` reads it.
    """
    if not 0 < old_size < tree.size:
        raise ValueError(f"a tree of {tree.size} leaves does not begin with {old_size}")
    height, edge = _corner(old_size)
    return [node(height, edge), *_path(height, edge, tree, node)]


def _corner(old_size: int) -> tuple[int, int]:
    """Return height and index of the smallest perfect subtree at the old tree's edge; the index is
    0 where that is the whole old tree.
    """
    height = (old_size & -old_size).bit_length() - 1
    return height, (old_size >> height) - 1


def _path(height: int, index: int, tree: CompactRange, node: NodeReader) -> list[bytes]:
    """Return the siblings from a perfect node up to the root.

    Inside the range's subtree that holds the node they come from `node`; what lies to the right
    of that subtree is one folded hash, and to the left are the range's own nodes.
    """
    first_leaf, start = index << height, 0
    for place, top in enumerate(tree.heights()):  # noqa: B007 - `top` is used after the loop
        start += 1 << top
        if first_leaf < start:
            break
    path = [node(h, (first_leaf >> h) ^ 1) for h in range(height, top)]
    right = tree.nodes[place + 1 :]
    if right:
        path.append(_fold(right))
    return path + list(reversed(tree.nodes[:place]))


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected_root: bytes
) -> None:
    """Decide that `leaf` is at `index` of the tree of that size and root (RFC 9162 2.1.3.2).

    1. Every hash is one of SHA-256.
    2. The index lies in the tree.
    3. The path has exactly the length that index and size demand.
    4. Leaf and path hash to the root.

    Raises:
        Refused: one of these does not hold; the first only, since each rests on the one before.
    """
    # 1.
    _refuse_odd_hashes(leaf, expected_root, *path)
    # 2.
    if not 0 <= index < size <= LARGEST_TREE:
        raise Refused(refusals.INDEX_OUTSIDE.because(index=str(index), size=str(size)))
    # 3. Within the subtree where the leaf and the tree's last leaf part, one sibling a level;
    #    above it, one for each left neighbour.
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(path) != inner + border:
        raise Refused(refusals.PATH_LENGTH.because(found=len(path), needed=inner + border))
    # 4.
    reached = leaf
    for height, sibling in enumerate(path[:inner]):
        left = index >> height & 1
        reached = node_hash(sibling, reached) if left else node_hash(reached, sibling)
    for sibling in path[inner:]:
        reached = node_hash(sibling, reached)
    if reached != expected_root:
        raise Refused(refusals.NOT_INCLUDED.because(index=str(index), size=str(size)))


def verify_consistency(
    old_size: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Decide that the old tree is the beginning of the new one (RFC 9162 2.1.4.2).

    1. The old tree has a leaf at least (of an empty one nothing can be proved) and is no larger.
    2. Trees of one size have one root and need no path.
    3. Every hash of the path is one of SHA-256.
    4. The path has exactly the length that the sizes demand.
    5. It hashes to the old root and to the new one.

    Raises:
        Refused: one of these does not hold; the first only, since each rests on the one before.
    """
    sizes = {"old_size": str(old_size), "size": str(size)}
    # 1.
    if not 0 < old_size <= size <= LARGEST_TREE:
        raise Refused(refusals.TREE_SHRANK.because(sizes))
    # 2.
    if old_size == size:
        if path or old_root != new_root:
            raise Refused(refusals.NOT_CONSISTENT.because(sizes))
        return
    # 3.
    _refuse_odd_hashes(*path)
    # 4.
    implied = _corner(old_size)[1] == 0
    nodes = [old_root, *path] if implied else path
    _refuse_other_length(old_size, size, len(path), implied=implied)
    # 5.
    old, new = _climb_both(old_size, size, nodes)
    if old != old_root or new != new_root:
        raise Refused(refusals.NOT_CONSISTENT.because(sizes))


def root_of_beginning(old_size: int, size: int, new_root: bytes, nodes: Sequence[bytes]) -> bytes:
    """Return the root that the first `old_size` leaves of the tree of that size and root have.

    `nodes` is what `beginning` gives. Nobody can find nodes that lead to the same new root and
    to another old one, so a log that signed another root for those leaves has contradicted itself.

    1. The old tree has a leaf at least and is smaller.
    2. Every node is a hash of SHA-256, and there are exactly as many as the sizes demand.
    3. They lead to the new root.

    Raises:
        Refused: one of these does not hold; the first only, since each rests on the one before.
    """
    sizes = {"old_size": str(old_size), "size": str(size)}
    # 1.
    if not 0 < old_size < size <= LARGEST_TREE:
        raise Refused(refusals.TREE_SHRANK.because(sizes))
    # 2.
    _refuse_odd_hashes(*nodes)
    _refuse_other_length(old_size, size, len(nodes))
    # 3.
    old, new = _climb_both(old_size, size, nodes)
    if new != new_root:
        raise Refused(refusals.NOT_CONSISTENT.because(sizes))
    return old


def _parting(old_size: int, size: int) -> int:
    """Return how many siblings of the old edge's corner lie below where it and the last leaf part."""
    height, edge = _corner(old_size)
    return (edge ^ ((size - 1) >> height)).bit_length()


def _refuse_other_length(old_size: int, size: int, found: int, *, implied: bool = False) -> None:
    """Refuse another length than the corner's siblings, one for each left neighbour above the
    parting, and the corner itself unless it is implied.
    """
    inner = _parting(old_size, size)
    needed = inner + (_corner(old_size)[1] >> inner).bit_count() + (not implied)
    if found != needed:
        raise Refused(refusals.PATH_LENGTH.because(found=found, needed=needed))


def _climb_both(old_size: int, size: int, nodes: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the two roots that the nodes lead to: what lies right is of the new tree only."""
    edge, inner = _corner(old_size)[1], _parting(old_size, size)
    old = new = nodes[0]
    for height, sibling in enumerate(nodes[1:]):
        if height >= inner or edge >> height & 1:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    return old, new


def _refuse_odd_hashes(*hashes: bytes) -> None:
    for found in hashes:
        if len(found) != HASH_SIZE:
            raise Refused(refusals.HASH_SIZE.because(size=len(found)))
