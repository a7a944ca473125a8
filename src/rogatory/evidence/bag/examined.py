# SPDX-License-Identifier: Apache-2.0
"""The result of examining images and returns, and the tag files that record it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self

from rogatory.disk import Beneath
from rogatory.errors import Reason, Refused
from rogatory.evidence.bag.tag_files import TagFile
from rogatory.evidence.inventory import read_lines
from rogatory.evidence.media.document import MEDIA, Image, Media, read_media
from rogatory.evidence.returns.document import MEMBERS, Archive
from rogatory.evidence.spool import Spool, Spools


@dataclass(frozen=True, slots=True)
class ExaminedBag:
    """The result of an examination. `damaged` are path and what is wrong with it, of what was
    tolerated; `unlisted` an archive whose members nobody asked for.
    """

    images: tuple[Image, ...] = ()
    archives: tuple[Archive, ...] = ()
    remarks: tuple[Reason, ...] = ()
    damaged: tuple[tuple[str, str], ...] = ()
    unlisted: str | None = None
    members: Spool | None = None

    def tag_files(self) -> list[TagFile]:
        files = []
        if self.images:
            files.append(TagFile(MEDIA, Media(self.images).encode()))
        if self.members is not None:
            files.append(TagFile(MEMBERS, self.members))
        return files

    def after(self, bag: Beneath, spools: Spools) -> Self:
        """Return this with what a bag says already before it, where this has something of that kind to add."""
        media = read_media(bag) if self.images else None
        members = None
        if self.members is not None:
            members = spools.new()
            for line in chain(_lines(bag), self.members.lines()):
                members.write(line)
        images = (*(media.images if media else ()), *self.images)
        return replace(self, images=images, members=members)


def _lines(bag: Beneath) -> Iterator[bytes]:
    try:
        file = bag.open_read(MEMBERS)
    except Refused as refused:
        if "disk-missing" in refused.codes:
            return
        raise
    with os.fdopen(file, "rb") as stream:
        yield from read_lines(stream)
