# SPDX-License-Identifier: Apache-2.0
"""The segments of a payload: BLAKE3 digests in order, and the root that the seal signs."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from blake3 import blake3

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.spool import Spools
from rogatory.evidence.tree_hash import GrowingRoot

DIGEST_SIZE = 32

SMALLEST_SEGMENT = 1 << 20
"""Bytes. Smaller ones would make the list of digests of a large package longer than a node
reads.
"""

LARGEST_SEGMENT = 64 << 20
"""A segment is fetched again whole when a bit of it is wrong, and held whole by who serves it."""

DEFAULT_SEGMENT = 16 << 20
"""Bytes of a segment unless the examiner chooses another size: a minute on a slow line."""


def segment_count(payload_size: int, segment_size: int) -> int:
    return -(-payload_size // segment_size)


class Segmenter:
    """Takes a payload in any pieces and cuts it; `on_segment` gets each index and digest."""

    def __init__(self, segment_size: int) -> None:
        self._size = segment_size
        self._left = segment_size
        self._hash: Any = blake3()
        self._started = False

    def update(self, data: memoryview) -> Iterator[bytes]:
        """Yield the digests of the segments that end within `data`."""
        at, end = 0, len(data)
        while at < end:
            taken = min(self._left, end - at)
            self._hash.update(data[at : at + taken])
            self._started = True
            self._left -= taken
            at += taken
            if self._left == 0:
                yield self._close()

    def finish(self) -> Iterator[bytes]:
        """Yield the digest of the last segment, if it is a short one."""
        if self._started:
            yield self._close()

    def _close(self) -> bytes:
        digest: bytes = self._hash.digest()
        self._hash, self._left, self._started = blake3(), self._size, False
        return digest


class SegmentList:
    """The digests of a payload being sealed, and their root."""

    def __init__(self, segment_size: int, spools: Spools) -> None:
        self._segmenter = Segmenter(segment_size)
        self.digests = spools.new()
        self._tree = GrowingRoot()

    def update(self, data: memoryview) -> None:
        for digest in self._segmenter.update(data):
            self._add(digest)

    def finish(self) -> tuple[int, str]:
        """Count and root."""
        for digest in self._segmenter.finish():
            self._add(digest)
        return self._tree.size, self._tree.root().hex()

    def _add(self, digest: bytes) -> None:
        self.digests.write(digest)
        self._tree.append(digest)


def check_list(stream: BinaryIO, *, count: int, root: str) -> None:
    """Check that the digests lead to the root; refuse one too many, one too few, and any other."""
    tree = GrowingRoot()
    while digest := stream.read(DIGEST_SIZE):
        if len(digest) != DIGEST_SIZE or tree.size == count:
            raise Refused(refusals.SEAL_SEGMENT_LIST.because())
        tree.append(digest)
    if tree.size != count or tree.root().hex() != root:
        raise Refused(refusals.SEAL_SEGMENT_LIST.because())
