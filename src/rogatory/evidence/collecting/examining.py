# SPDX-License-Identifier: Apache-2.0
"""A collection's knowledge of disk images and provider's returns among what it collects.

Images are recognised by themselves: E01 sets and raw images that are called so wherever they lie,
any other image where one file or device is the source. A return is one only where somebody says so. What is examined is kept
byte for byte whatever comes of it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from rogatory.disk import open_untouched
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.collecting.examination import Examination, FoundImage, WhereNow
from rogatory.evidence.collecting.source import CollectionSource, printable_path
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.media import refusals as media_refusals
from rogatory.evidence.media.ewf_chunks import ends_in
from rogatory.evidence.media.recognise import (
    LOOKED_AT,
    container_format,
    image_format,
    looks_like_disk,
)
from rogatory.evidence.media.sets import MOST_IMAGES, ImageFile, ImageFiles, SetsFound, part_of
from rogatory.evidence.options import ReportProgress, Tolerance
from rogatory.evidence.pipeline.plan import Planned
from rogatory.evidence.returns import refusals as returns_refusals
from rogatory.evidence.returns.formats import archive_format
from rogatory.evidence.spool import Spool, Spools

MOST_ARCHIVES = 300
"""Archives of one package whose members are listed: each takes a child and a node of the graph."""

_ARCHIVE_NAMES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


FORGIVING = Tolerance(damaged=True)
"""For what can be obtained only once: its faults are reported, not refused."""


@dataclass(slots=True)
class Examining:
    """Examination of what is collected: notes every planned file (`note`), then refuses what is to
    be refused at once (`settle`), and examines when all are read (`examine`).
    """

    source: CollectionSource
    returned: bool = False
    sets: SetsFound = field(default_factory=SetsFound)
    single: list[ImageFile] = field(default_factory=list)
    archives: list[ImageFile] = field(default_factory=list)
    too_many_archives: int = 0
    images: list[FoundImage] = field(default_factory=list)
    unlisted: str | None = None
    unrecognised: str | None = None

    def note(self, planned: Planned) -> None:
        if planned.kind != "file" or planned.unreadable is not None:
            return
        if self.source.only is not None:
            self.single.append(part_of(planned))
            return
        self.sets.note(planned)
        if self.returned and planned.path.lower().endswith(_ARCHIVE_NAMES):
            if len(self.archives) < MOST_ARCHIVES:
                self.archives.append(part_of(planned))
            else:
                self.too_many_archives += 1

    def settle(self, tolerance: Tolerance) -> None:
        """Recognise what was noted. Refuses a set that lacks a file, unless tolerated; and a
        return that is none.
        """
        if self.single:
            self._settle_single()
        for found in self.sets.sets:
            self._admit(found, _format(self.at_source(found.parts[0]), container_format))
        for part in self.sets.raw:
            self._admit(ImageFiles([part]), _format(self.at_source(part), _raw_format))
        self.archives = [part for part in self.archives if self._archive(part) is not None]
        if self.returned and not self.archives:
            raise Refused(returns_refusals.UNKNOWN.because(path=printable_path(self.source.path)))
        if not tolerance.damaged:
            refuse_if_any(self._incomplete())

    def _settle_single(self) -> None:
        first, *_ = self.single
        try:
            kind = image_format(self.at_source(first))
        except OSError:
            return  # reading it will show
        if kind == "raw":
            self._admit(ImageFiles([first]), kind)
        elif kind is not None:
            for part in self.single:
                self.sets.note(_as_planned(part))
            if not self.sets.sets and not self.sets.stray:
                self._admit(ImageFiles([first]), kind)
        elif self.returned:
            self.archives = [first]
        elif self._archive(first) is not None:
            self.unlisted = first.path

    def _archive(self, part: ImageFile) -> str | None:
        return _format(self.at_source(part), archive_format)

    def _admit(self, files: ImageFiles, kind: str | None) -> None:
        if kind is None:
            return
        if len(self.images) == MOST_IMAGES:
            self.sets.too_many += 1
            return
        found = FoundImage(files, kind)
        if kind in {"ewf-1", "ewf-logical"} and files.following is not None:
            last = files.parts[-1]
            try:
                goes_on = ends_in(self.at_source(last)) == "next"
            except OSError:
                goes_on = False
            if goes_on:
                folder, slash, _ = files.first.rpartition("/")
                name = printable_path(files.following).rpartition("/")[2]
                found.missing = f"{DATA_FOLDER}{folder}{slash}{name}"
        self.images.append(found)

    def _stray(self) -> Iterator[Reason]:
        """Yield a reason for each later file of an image whose first is not among what is collected."""
        for part, first in self.sets.stray:
            if _format(self.at_source(part), container_format) is not None:
                missing = printable_path(first)
                yield media_refusals.FIRST_MISSING.because(path=part.path, first=missing)

    def _incomplete(self) -> Iterator[Reason]:
        yield from self._stray()
        for found in self.images:
            if found.missing is not None:
                missing = found.missing.removeprefix(DATA_FOLDER)
                yield media_refusals.SEGMENT_MISSING.because(path=missing, first=found.files.first)

    def at_source(self, part: ImageFile) -> bytes:
        return os.fsencode(self.source.folder) + b"/" + part.source

    def examine(
        self,
        inventory: Spool,
        spools: Spools,
        *,
        tolerance: Tolerance,
        copied: bytes | None,
        progress: ReportProgress,
        read: int,
    ) -> ExaminedBag:
        """Examine all that was recognised: the copies below `copied`, the folder of a bag's
        data, or (None) the files at the source. `read` bytes were read before, for progress.

        Raises:
            Refused: an image is damaged, or changed at the source, unless tolerated.
        """
        left = [*self._left(), *self._stray()]
        if not self.images and not self.archives:
            return ExaminedBag(unlisted=self.unlisted, remarks=tuple(left))
        examination = Examination(inventory, spools, self._where(copied), tolerance)
        examination.announce(self.images, self.archives, progress, read)
        for found in self.images:
            examination.image(found)
        for part in self.archives:
            examination.archive(part)
        examination.remarks += left
        return examination.examined(changed=copied is None)

    def _where(self, copied: bytes | None) -> WhereNow:
        if copied is None:
            return self.at_source
        return lambda part: copied + b"/" + part.path.encode()

    def _left(self) -> Iterator[Reason]:
        """Yield what was beyond the limits, or is not what it was said to be."""
        if self.unrecognised is not None:
            yield returns_refusals.NOT_RECOGNISED.because(path=self.unrecognised)
        if self.sets.too_many:
            yield media_refusals.TOO_MANY.because(count=self.sets.too_many, limit=MOST_IMAGES)
        if self.too_many_archives:
            count = self.too_many_archives
            yield returns_refusals.TOO_MANY.because(count=count, limit=MOST_ARCHIVES)


def examining_copies(folder: bytes, plan: Iterable[Planned], *, returned: bool) -> Examining:
    """Return what came by a pipe is recognised where it was written, in the folder of a bag's data.
    It may not come again, so nothing is refused for what it is.
    """
    (piped,) = plan
    path = piped.path.encode()
    examining = Examining(CollectionSource(Path(os.fsdecode(folder)), path), returned)
    examining.note(replace(piped, source=path))
    try:
        examining.settle(FORGIVING)
    except Refused:
        examining.unrecognised = piped.path
    return examining


def _raw_format(start: bytes) -> str | None:
    return "raw" if looks_like_disk(start) else None


def _as_planned(part: ImageFile) -> Planned:
    return Planned(part.path, part.source, "file", part.size, {}, part.fingerprint)


def _format(path: bytes, recognise: Callable[[bytes], str | None]) -> str | None:
    """Return the format by the first bytes; None also for what cannot be read, which reading will
    show.
    """
    try:
        file = open_untouched(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return recognise(os.pread(file, LOOKED_AT, 0))
    except OSError:
        return None
    finally:
        os.close(file)
