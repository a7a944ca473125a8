# SPDX-License-Identifier: Apache-2.0
"""The child's side of `pictures`: one picture decoded, turned upright, made smaller if needed, and
sent as pixels.

The only module that decodes pictures, and that touches the library for it. The bytes are looked at
after the process is shut in (`seccomp`).
"""

import base64
import io
import warnings
from collections.abc import Mapping
from typing import Any

from PIL import (
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from rogatory.evidence.confinement.child import ChildOutput
from rogatory.evidence.confinement.seccomp import shut_in

_DECODERS = {
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/gif": GifImagePlugin.GifImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
}

_READS_EXIF = TiffImagePlugin
"""Exif has TIFF's form; the library would load what reads it when the process is shut in."""

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""The operations that turn a picture upright, by the camera's note of how it was held (Exif 2.32,
4.6.4)."""

_LINE = 48 << 10
"""Bytes of pixels on one line of the answer; 64 KiB of text, which a pipe holds."""


class NotBearableError(Exception):
    """Its canvas is larger than it said, or than anybody decodes here."""


def work(arguments: Mapping[str, Any], answers: ChildOutput) -> dict[str, Any]:
    """Write the pixels as lines of base64, then return what they are."""
    shut_in()
    # A canvas beyond the limit is refused, not warned of.
    Image.MAX_IMAGE_PIXELS = arguments["most_pixels"]
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    data, media_type = arguments["given"], arguments["media_type"]
    most_shown = int(arguments["most_shown"])
    try:
        image, is_whole = _decoded(data, media_type, most_shown), True
    except (OSError, SyntaxError, ValueError, EOFError):
        # What breaks off or has a wrong checksum is shown as far as it goes: what was carved out
        # of a disk often does.
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        image, is_whole = _decoded(data, media_type, most_shown), False
    animated = bool(getattr(image, "is_animated", False))
    turned = _orientation(image)
    plain = _reduced(_plain(image), most_shown)
    if turned is not None:
        plain = plain.transpose(turned)
    pixels = plain.tobytes()
    for at in range(0, len(pixels), _LINE):
        answers.line(base64.b64encode(pixels[at : at + _LINE]) + b"\n")
    return {
        "mode": plain.mode,
        "width": plain.width,
        "height": plain.height,
        "is_animated": animated,
        "is_whole": is_whole,
        "is_turned": turned is not None,
    }


def _decoded(data: bytes, media_type: str, most_shown: int) -> Image.Image:
    """Decode the picture, or its first image where it has several; by the decoder of its kind alone."""
    image: Image.Image = Image.open(io.BytesIO(data), formats=[_DECODERS[media_type]])
    if image.width * image.height > (Image.MAX_IMAGE_PIXELS or 0):
        raise NotBearableError
    if image.format == "JPEG":
        # A JPEG can be decoded at a half, a quarter or an eighth, in as little memory.
        factor = _factor(image.width * image.height, most_shown)
        image.draft(None, (image.width // factor, image.height // factor))
    image.load()
    return image


def _orientation(image: Image.Image) -> Image.Transpose | None:
    try:
        return _UPRIGHT.get(int(image.getexif().get(_ORIENTATION) or 1))
    except Exception:  # noqa: BLE001 - metadata of any form; then the picture stays as it lies
        return None


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture with eight bits a channel, in one of three modes, and nothing else that came along."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"L", "1"} and "transparency" not in image.info:
        return image.convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _reduced(image: Image.Image, most: int) -> Image.Image:
    """Return the picture smaller by a whole number where it has more points than are shown."""
    factor = _factor(image.width * image.height, most)
    return image if factor == 1 else image.reduce(factor)


def _factor(points: int, most: int) -> int:
    factor = 1
    while points > most * factor * factor:
        factor += 1
    return factor
