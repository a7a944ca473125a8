# SPDX-License-Identifier: Apache-2.0
"""Entry bundles (C2SP tlog-tiles): a log's entries in files of 256, each entry after its length.

Our entries are commitments of 32 bytes. Bundles go into exports; a node serves none.
"""

from collections.abc import Sequence

from rogatory.custody import refusals
from rogatory.custody.log.tiles import TILE_WIDTH, TileId
from rogatory.custody.log.tree import HASH_SIZE
from rogatory.errors import Refused

ENTRY_SIZE = HASH_SIZE
_LENGTH = ENTRY_SIZE.to_bytes(2)
_STEP = len(_LENGTH) + ENTRY_SIZE

LARGEST_BUNDLE = TILE_WIDTH * _STEP
"""The size of a full one; a file from elsewhere may be of any size."""


def bundle_path(index: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a bundle, such as `tile/entries/x001/067.p/5`."""
    return TileId(0, index, width).path().replace("tile/0/", "tile/entries/", 1)


def write_entry_bundle(entries: Sequence[bytes]) -> bytes:
    if not 0 < len(entries) <= TILE_WIDTH or any(len(each) != ENTRY_SIZE for each in entries):
        raise ValueError("a bundle has 1 to 256 entries of 32 bytes")
    return b"".join(_LENGTH + entry for entry in entries)


def parse_bundle(data: bytes, width: int, path: str) -> list[bytes]:
    """Return the entries of a bundle of that many; refuses another number, and entries of other
    sizes.
    """
    pieces = [data[at : at + _STEP] for at in range(0, len(data), _STEP)]
    if len(data) != width * _STEP or any(not piece.startswith(_LENGTH) for piece in pieces):
        raise Refused(refusals.EXPORT_ENTRIES.because(path=path, count=width))
    return [piece[len(_LENGTH) :] for piece in pieces]
