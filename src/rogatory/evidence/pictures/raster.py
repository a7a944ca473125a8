# SPDX-License-Identifier: Apache-2.0
"""Which bytes are a picture of a plain raster format, and how large a canvas they claim.

Only PNG, JPEG, GIF and WebP are pictures here, by what they begin with, whatever their name says:
none of them can hold a script. SVG is a document and is none. Nothing is decoded; the caller
reports a claimed canvas beyond the limit and does not show it.
"""

from dataclasses import dataclass

MOST_PIXELS = 100_000_000
"""A canvas of four bytes a pixel: a few kilobytes may claim gigabytes, which a decoder would take."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


@dataclass(frozen=True, slots=True)
class Raster:
    media_type: str
    width: int
    height: int

    @property
    def is_bearable(self) -> bool:
        return 0 < self.width * self.height <= MOST_PIXELS


def begins_like_a_picture(head: bytes) -> bool:
    """Decide whether these bytes begin a picture, however far behind them its size is: a camera
    puts tens of kilobytes of its own before that.
    """
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith((_PNG, _JPEG, b"GIF87a", b"GIF89a"))


def raster_of(data: bytes) -> Raster | None:
    """Return the picture that these bytes begin; None where they begin none."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        return Raster("image/png", _big(data, 16, 4), _big(data, 20, 4))
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        return Raster("image/gif", _little(data, 6, 2), _little(data, 8, 2))
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _jpeg(data: bytes) -> Raster | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _WITHOUT_LENGTH or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _SOF:
            return Raster("image/jpeg", _big(data, at + 7, 2), _big(data, at + 5, 2))
        at += 2 + max(_big(data, at + 2, 2), 2)
    return None


def _webp(data: bytes) -> Raster | None:
    kind = data[12:16]
    if len(data) < 30:
        return None
    if kind == b"VP8X":
        return Raster("image/webp", 1 + _little(data, 24, 3), 1 + _little(data, 27, 3))
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = _little(data, 21, 4)
        return Raster("image/webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return Raster("image/webp", _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF)
    return None


def _big(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size])


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")
