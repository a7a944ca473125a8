# SPDX-License-Identifier: Apache-2.0
"""Write a PNG of plain pixels (ISO/IEC 15948): eight bits a channel, no metadata, nothing else.

Written here and not by the decoder's library: what comes out of its process is pixels alone, so
that no byte of a file that a browser reads was chosen there.
"""

import zlib
from collections.abc import Iterator

CHANNELS = {"L": (1, 0), "RGB": (3, 2), "RGBA": (4, 6)}
"""A mode's bytes a point, and its colour type in the head of a PNG."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FASTEST = 1
"""It goes to a browser on this machine, and nobody keeps it."""


def png_of(mode: str, width: int, height: int, pixels: bytes) -> bytes:
    """Return the PNG of these pixels, row after row; their number is the caller's promise."""
    channels, colour = CHANNELS[mode]
    assert len(pixels) == width * height * channels > 0
    head = width.to_bytes(4) + height.to_bytes(4) + bytes((8, colour, 0, 0, 0))
    packing = zlib.compressobj(_FASTEST)
    row = width * channels
    data = b"".join(
        [
            *(packing.compress(part) for part in _rows(pixels, row)),
            packing.flush(),
        ]
    )
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", head), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    )


def _rows(pixels: bytes, size: int) -> Iterator[bytes]:
    """Yield each row behind the number of its filter, which is none."""
    view = memoryview(pixels)
    for at in range(0, len(pixels), size):
        yield b"\0" + view[at : at + size]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
