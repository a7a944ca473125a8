# SPDX-License-Identifier: Apache-2.0
"""What came of examining images and returns, and the tag files that tell it."""

from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.evidence.media.document import MEDIA, Image, Media
from rogatory.evidence.returns.document import MEMBERS, Archive
from rogatory.evidence.spool import Spool
from rogatory.evidence.tags import TagFile


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of it. `damaged` are path and what is wrong with it, of what was tolerated;
    `unlisted` an archive whose members nobody asked for.
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
