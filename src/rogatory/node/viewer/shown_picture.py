# SPDX-License-Identifier: Apache-2.0
"""A picture as it is shown: the item's type, and the copy that is shown in its place."""

from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.evidence.pictures.copying import NoCopy, SafePicture, copy_of
from rogatory.evidence.pictures.raster import Raster, begins_like_a_picture, raster_of
from rogatory.node.viewer import refusals

_WHY = {
    NoCopy.DAMAGED: refusals.PICTURE_DAMAGED,
    NoCopy.CANVAS: refusals.CANVAS,
    NoCopy.MEMORY: refusals.PICTURE_COSTLY,
    NoCopy.SLOW: refusals.PICTURE_COSTLY,
    NoCopy.CRASHED: refusals.PICTURE_CRASHED,
    NoCopy.NOT_SHUT_IN: refusals.PICTURE_UNGUARDED,
}


@dataclass(frozen=True, slots=True)
class ShownPicture:
    raster: Raster
    copy: SafePicture


def shown_picture(data: bytes, path: str) -> ShownPicture:
    """Return the picture in these bytes, of an item whose name is shown as `path`.

    Raises:
        Refused: they are none, claim too large a canvas, or no copy can be made; with the reason.
    """
    raster = raster_of(data)
    if raster is None:
        begins = begins_like_a_picture(data)
        why = refusals.PICTURE_DAMAGED if begins else refusals.NOT_SHOWN
        raise Refused(why.because(path=path))
    copy = copy_of(data, raster) if raster.is_bearable else NoCopy.CANVAS
    if isinstance(copy, NoCopy):
        size = {"width": raster.width, "height": raster.height}
        raise Refused(_WHY[copy].because(size, path=path))
    return ShownPicture(raster, copy)
