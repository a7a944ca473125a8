# SPDX-License-Identifier: Apache-2.0
"""Which of the files that are planned make images, noticed as they go by."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.evidence.media.recognise import LOOKED_AT, RAW_NAMES, container_format
from rogatory.evidence.media.segment_names import (
    MOST_SEGMENTS,
    SetName,
    first_name_of,
    first_of,
    looks_numbered,
)
from rogatory.evidence.pipeline.plan import Fingerprint, Planned

MOST_IMAGES = 100
"""Images of one package that are examined: each is read from end to end and has its entry."""


MOST_LOOKED_AT = 10_000
"""Files of a folder that are opened to see whether they are raw images: photographs are called
so, too."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    """One file of an image: where it is stored, where it came from, and how it was found."""

    path: str
    source: bytes
    size: int
    fingerprint: Fingerprint


@dataclass(slots=True)
class ImageFiles:
    """The files of one image, in order; `name` where it is a set."""

    parts: list[ImageFile]
    name: SetName | None = None

    @property
    def first(self) -> str:
        return self.parts[0].path

    @property
    def following(self) -> str | None:
        """The path of the file that would come next, as far as a set has names for it."""
        if self.name is None or len(self.parts) >= MOST_SEGMENTS:
            return None
        return self.name.segment(len(self.parts) + 1)


def part_of(planned: Planned) -> ImageFile:
    return ImageFile(planned.path, planned.source, planned.size, planned.fingerprint)


@dataclass(slots=True)
class SetsFound:
    """Sets found by the names of their files; of one folder they come by in order."""

    sets: list[ImageFiles] = field(default_factory=list)
    too_many: int = 0
    stray: list[tuple[ImageFile, str]] = field(default_factory=list)
    """Files whose names follow on others that are not there, with the name of their first."""
    raw: list[ImageFile] = field(default_factory=list)
    """Files that are called as raw images are."""
    _awaited: dict[str, ImageFiles] = field(default_factory=dict)

    def note(self, planned: Planned) -> None:
        """Note a file; this is called for every one, so what is no image must cost next to nothing."""
        name = os.fsdecode(planned.source)
        if self._awaited and (found := self._awaited.pop(name, None)) is not None:
            found.parts.append(part_of(planned))
            self._await(found)
        elif looks_numbered(name):
            if name.endswith("01"):
                self._begin(name, planned)
            else:
                self._follow(name, planned)
        elif (
            name.endswith(RAW_NAMES) and planned.size % 512 == 0 and len(self.raw) < MOST_LOOKED_AT
        ):
            self.raw.append(part_of(planned))

    def _follow(self, name: str, planned: Planned) -> None:
        """Note a later file that no set awaits. One a set is enough, and none where the set is
        known: that set is reported as lacking a file.
        """
        first = first_name_of(name)
        known = first is None or any(first == other for _, other in self.stray)
        if first is None or known or len(self.stray) == MOST_IMAGES:
            return
        if all(os.fsdecode(found.parts[0].source) != first for found in self.sets):
            self.stray.append((part_of(planned), first))

    def _begin(self, name: str, planned: Planned) -> None:
        known = first_of(name)
        if known is None:
            return
        if len(self.sets) == MOST_IMAGES:
            self.too_many += 1
            return
        found = ImageFiles([part_of(planned)], known)
        self.sets.append(found)
        self._await(found)

    def _await(self, found: ImageFiles) -> None:
        if (following := found.following) is not None:
            self._awaited[following] = found


def segments_beside(first: Path) -> tuple[bytes, ...]:
    """Return the names of the further segments that lie beside the first of a set; none for a file
    that is no container, whatever its name. Raises OSError where the file cannot be read.
    """
    name = first_of(first.name)
    if name is None or not first.is_file():
        return ()
    with first.open("rb") as stream:
        if container_format(stream.read(LOOKED_AT)) is None:
            return ()
    found: list[bytes] = []
    while len(found) + 1 < MOST_SEGMENTS:
        following = first.parent / name.segment(len(found) + 2)
        # A link is no file of the set: what it leads to would be collected as a link.
        if following.is_symlink() or not following.is_file():
            break
        found.append(os.fsencode(following.name))
    return tuple(found)
