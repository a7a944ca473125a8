# SPDX-License-Identifier: Apache-2.0
"""Files written with holes where their data are zeros, so that a sparse file stays sparse."""

import os
from collections.abc import Iterator

GRAIN = 64 << 10
"""Bytes that are zeros as a whole to become a hole: less would scatter a file over the disk."""

_ZEROS = bytes(GRAIN)


def write_with_holes(fd: int, data: memoryview) -> None:
    """Write all of `data` where the file is; what is zeros is passed over. The file has its size
    only once it is set (`ftruncate`).
    """
    for is_hole, part in runs(data):
        if is_hole:
            os.lseek(fd, len(part), os.SEEK_CUR)
            continue
        rest = part
        while rest:
            rest = rest[os.write(fd, rest) :]


def runs(data: memoryview) -> Iterator[tuple[bool, memoryview]]:
    """Yield the parts of the data, in order and as long as can be: zeros (True) and what is none."""
    start, before = 0, False
    for at in range(0, len(data), GRAIN):
        zeros = _is_zeros(data[at : at + GRAIN])
        if at and zeros != before:
            yield before, data[start:at]
            start = at
        before = zeros
    if start < len(data):
        yield before, data[start:]


def _is_zeros(piece: memoryview) -> bool:
    # Most data are recognised by their ends; only then are they compared as a whole.
    if len(piece) < GRAIN or piece[0] or piece[-1] or piece[GRAIN // 2]:
        return False
    return bytes(piece) == _ZEROS
