# SPDX-License-Identifier: Apache-2.0
"""A copy of a picture that cannot act on who looks at it: decoded in a child, written anew from pixels.

A picture in evidence may attack the decoder of the person who opens it. So it is decoded in a
process that has no key, reads no file and reaches nothing (`confined`, `seccomp`), and its output
is taken only as so many pixels. The copy has no metadata, is upright as the camera noted, shows the
first image of several, and is made smaller where it has more points than a screen is good for.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rogatory.evidence.confinement.process import Cause, ConfinedOutcome, in_child
from rogatory.evidence.pictures.png import CHANNELS, png_of
from rogatory.evidence.pictures.raster import MOST_PIXELS, Raster

MOST_SHOWN = 16_000_000
"""Points of the copy: sixty-four megabytes of pixels, which this process holds while it writes them."""

MOST_MEMORY = 1_536 << 20
"""Bytes of address space of the decoder: the largest canvas at four bytes a point, and once more
while it is changed; a picture that wants more is aimed at the machine."""

LONGEST = 120.0
"""Seconds for one picture, whatever it reports: a decoder that never ends would keep a process for ever. The
largest takes some five, and many times as long on a workstation that is busy."""

_JOB = "re-encode-picture"


class NoCopy(StrEnum):
    """Why there is no copy."""

    DAMAGED = "damaged"
    CANVAS = "canvas"
    MEMORY = "memory"
    SLOW = "slow"
    CRASHED = "crashed"
    NOT_SHUT_IN = "not-shut-in"


@dataclass(frozen=True, slots=True)
class SafePicture:
    """The picture that is shown: a PNG, and what was done to it."""

    png: bytes = field(repr=False)
    width: int
    height: int
    is_smaller: bool
    is_turned: bool
    is_animated: bool
    is_whole: bool


def copy_of(data: bytes, raster: Raster, *, longest: float = LONGEST) -> SafePicture | NoCopy:
    """Return the copy of a picture whose canvas is bearable; or why there is none."""
    pixels = bytearray()

    def take(line: bytes) -> None:
        # One too many is kept, so that it is seen that there were too many.
        if len(pixels) <= 4 * MOST_SHOWN:
            pixels.extend(_decoded(line))

    outcome = in_child(
        _JOB,
        {"media_type": raster.media_type, "most_pixels": MOST_PIXELS, "most_shown": MOST_SHOWN},
        report=lambda _done: None,
        line=take,
        given=data,
        memory=MOST_MEMORY,
        longest=longest,
    )
    if outcome.result is None:
        return _why(outcome)
    return _copy(outcome.result, bytes(pixels), raster)


def _decoded(line: bytes) -> bytes:
    try:
        return base64.b64decode(line.rstrip(b"\n"), validate=True)
    except binascii.Error:
        return b""


def _why(outcome: ConfinedOutcome) -> NoCopy:
    by_error = {"NotShutInError": NoCopy.NOT_SHUT_IN, "NotBearableError": NoCopy.CANVAS}
    by_error |= dict.fromkeys(("DecompressionBombError", "DecompressionBombWarning"), NoCopy.CANVAS)
    if outcome.cause is Cause.ERROR:
        return by_error.get(outcome.error or "", NoCopy.DAMAGED)
    if outcome.cause is Cause.MEMORY:
        return NoCopy.MEMORY
    return NoCopy.SLOW if outcome.cause is Cause.STALLED else NoCopy.CRASHED


def _copy(fields: Mapping[str, Any], pixels: bytes, raster: Raster) -> SafePicture | NoCopy:
    """Return the copy, if the child's output is one: nothing in it is believed that is not computed
    here.
    """
    mode = fields.get("mode")
    width, height = _count(fields.get("width")), _count(fields.get("height"))
    if not isinstance(mode, str) or mode not in CHANNELS or not 0 < width * height <= MOST_SHOWN:
        return NoCopy.CRASHED
    if len(pixels) != width * height * CHANNELS[mode][0]:
        return NoCopy.CRASHED
    return SafePicture(
        png_of(mode, width, height, pixels),
        width,
        height,
        is_smaller=width * height < raster.width * raster.height,
        is_turned=fields.get("is_turned") is True,
        is_animated=fields.get("is_animated") is True,
        is_whole=fields.get("is_whole") is True,
    )


def _count(value: object) -> int:
    """Return a number of points, or 0 for what is none."""
    return value if type(value) is int and value > 0 else 0
