# SPDX-License-Identifier: Apache-2.0
"""What a collection knows about disk images and provider's returns among what it collects.

Images are recognised by themselves: E01 sets wherever they lie, any other image where one file
or device is the source. A return is one only where somebody says so. What is examined is kept
byte for byte whatever comes of it.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.examined import Examined
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.media import refusals as media_refusals
from rogatory.evidence.media.document import Image
from rogatory.evidence.media.ewf_chunks import ends_in, geometry_of
from rogatory.evidence.media.examine import Files, examine_image
from rogatory.evidence.media.recognise import LOOKED_AT, container_format, image_format
from rogatory.evidence.media.sets import MOST_IMAGES, ImageFiles, Part, SetsFound, part_of
from rogatory.evidence.options import Progress, Tolerance
from rogatory.evidence.plan import Planned, fingerprint_of
from rogatory.evidence.returns import refusals as returns_refusals
from rogatory.evidence.returns.document import Archive
from rogatory.evidence.returns.examine import examine_archive
from rogatory.evidence.returns.formats import archive_format
from rogatory.evidence.source import Source, printable
from rogatory.evidence.spool import Spool, Spools

MOST_ARCHIVES = 300
"""Archives of one package whose members are listed: each takes a child and a node of the graph."""

_ARCHIVE_NAMES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")

type WhereNow = Callable[[Part], bytes]
"""Where the file of a part can be read while it is examined."""


@dataclass(slots=True)
class _Found:
    """An image that will be examined: its files, its format, and the path that it lacks."""

    files: ImageFiles
    kind: str
    missing: str | None = None


@dataclass(slots=True)
class Examining:
    """Told of every file that is planned (`note`), then what is to be refused at once (`settle`),
    and, when all are read, examines (`examine`).
    """

    source: Source
    returned: bool = False
    sets: SetsFound = field(default_factory=SetsFound)
    single: list[Part] = field(default_factory=list)
    archives: list[Part] = field(default_factory=list)
    too_many_archives: int = 0
    images: list[_Found] = field(default_factory=list)
    unlisted: str | None = None

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
        self.archives = [part for part in self.archives if self._archive(part) is not None]
        if self.returned and not self.archives:
            raise Refused(returns_refusals.UNKNOWN.because(path=printable(self.source.path)))
        if not tolerance.damaged:
            refuse_if_any(self._incomplete())

    def _settle_single(self) -> None:
        first, *_ = self.single
        try:
            kind = image_format(self.at_source(first))
        except OSError:
            return  # reading it will tell
        if kind is not None:
            sets = SetsFound()
            for part in self.single:
                sets.note(_as_planned(part))
            whole = sets.sets[0] if sets.sets and kind != "raw" else ImageFiles([first])
            self._admit(whole, kind)
        elif self.returned:
            self.archives = [first]
        elif self._archive(first) is not None:
            self.unlisted = first.path

    def _archive(self, part: Part) -> str | None:
        return _format(self.at_source(part), archive_format)

    def _admit(self, files: ImageFiles, kind: str | None) -> None:
        if kind is None:
            return
        found = _Found(files, kind)
        if kind == "ewf-1" and files.following is not None:
            last = files.parts[-1]
            try:
                goes_on = ends_in(self.at_source(last)) == "next"
            except OSError:
                goes_on = False
            if goes_on:
                folder, slash, _ = files.first.rpartition("/")
                name = printable(files.following).rpartition("/")[2]
                found.missing = f"{DATA_FOLDER}{folder}{slash}{name}"
        self.images.append(found)

    def _incomplete(self) -> Iterator[Reason]:
        for found in self.images:
            if found.missing is not None:
                first = DATA_FOLDER + found.files.first
                yield media_refusals.SEGMENT_MISSING.because(
                    path=found.missing.removeprefix(DATA_FOLDER),
                    first=first.removeprefix(DATA_FOLDER),
                )

    def at_source(self, part: Part) -> bytes:
        return os.fsencode(self.source.folder) + b"/" + part.source

    def examine(
        self,
        inventory: Spool,
        spools: Spools,
        *,
        tolerance: Tolerance,
        copied: bytes | None,
        progress: Progress,
        read: int,
    ) -> Examined:
        """Examine all that was recognised: the copies below `copied`, the folder of a bag's
        data, or (None) the files at the source. `read` bytes were read before, for progress.

        Raises:
            Refused: an image is damaged, or changed at the source, unless tolerated.
        """
        if not self.images and not self.archives:
            return Examined(unlisted=self.unlisted)
        digests = _digests_of(inventory, self._wanted())
        where = self.at_source if copied is None else _below(copied)
        run = _Run(self, digests, where, tolerance, _Telling(progress, read, self._total(where)))
        return run.examined(spools)

    def _wanted(self) -> set[str]:
        paths = {part.path for found in self.images for part in found.files.parts}
        return paths | {part.path for part in self.archives}

    def _total(self, where: WhereNow) -> int:
        total = sum(part.size for part in self.archives)
        for found in self.images:
            if found.kind in {"ewf-1", "ewf-2"}:
                volume = geometry_of(where(found.files.parts[0]))
                stored = sum(part.size for part in found.files.parts)
                total += volume.size if volume is not None else stored
        return total


def _as_planned(part: Part) -> Planned:
    return Planned(part.path, part.source, "file", part.size, {}, part.fingerprint)


def _below(folder: bytes) -> WhereNow:
    return lambda part: folder + b"/" + part.path.encode()


def _format(path: bytes, tell: Callable[[bytes], str | None]) -> str | None:
    """By the first bytes; None also for what cannot be read, which reading will tell."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        return tell(os.pread(file, LOOKED_AT, 0))
    except OSError:
        return None
    finally:
        os.close(file)


_PATH_FIELD = re.compile(rb'"path":("(?:[^"\\]|\\.)*")')


def _digests_of(inventory: Spool, wanted: set[str]) -> dict[str, tuple[str, int]]:
    """SHA-256 and size of the files wanted. Other lines are passed by without being parsed."""
    found: dict[str, tuple[str, int]] = {}
    keys = {json.dumps(path, ensure_ascii=False).encode() for path in wanted}
    for line in inventory.lines():
        named = _PATH_FIELD.search(line)
        if named is not None and named[1] in keys:
            item = json.loads(line)
            if "sha256" in item:
                found[item["path"]] = (item["sha256"], item["size"])
    return found


class _Telling:
    """Progress beyond what was read, one piece of work after the other."""

    def __init__(self, progress: Progress, read: int, total: int) -> None:
        self._progress, self._done, self._most = progress, read, read + total

    def told(self, done: int) -> None:
        self._progress(min(self._done + done, self._most), self._most)

    def next(self, size: int) -> None:
        self._done += size


class _Run:
    """One examination of everything that was recognised."""

    def __init__(
        self,
        found: Examining,
        digests: dict[str, tuple[str, int]],
        where: WhereNow,
        tolerance: Tolerance,
        telling: _Telling,
    ) -> None:
        self._found, self._digests, self._where = found, digests, where
        self._tolerance, self._telling = tolerance, telling
        self._damage: list[tuple[str, Reason]] = []
        self._changed: list[Reason] = []
        self._remarks: list[Reason] = []

    def examined(self, spools: Spools) -> Examined:
        found = self._found
        images = [self._image(one) for one in found.images if self._files(one.files.parts)]
        members = spools.new() if found.archives else None
        archives = [
            self._archive(part, members)
            for part in found.archives
            if members is not None and self._files([part])
        ]
        self._count_left()
        if not self._tolerance.damaged:
            self._changed += [reason for _, reason in self._damage]
        refuse_if_any(self._changed)
        return Examined(
            images=tuple(images),
            archives=tuple(archives),
            remarks=tuple(self._remarks),
            damaged=tuple(
                (path, reason.code.what.format(**reason.fields)) for path, reason in self._damage
            ),
            unlisted=found.unlisted,
            members=members if archives else None,
        )

    def _count_left(self) -> None:
        left = self._found.sets.too_many
        if left:
            reason = media_refusals.TOO_MANY.because(count=left, limit=MOST_IMAGES)
            self._remarks.append(reason)
        left = self._found.too_many_archives
        if left:
            reason = returns_refusals.TOO_MANY.because(count=left, limit=MOST_ARCHIVES)
            self._remarks.append(reason)

    def _files(self, parts: Sequence[Part]) -> Files:
        """What the bag has of them; nothing if one vanished before it was read."""
        known = [(part.path, self._digests.get(part.path)) for part in parts]
        if not all(found for _, found in known):
            return []
        return [(DATA_FOLDER + path, *found) for path, found in known if found]

    def _image(self, one: _Found) -> Image:
        parts = one.files.parts
        findings = examine_image(
            self._files(parts),
            [os.fsdecode(self._where(part)) for part in parts],
            one.kind,
            missing=one.missing,
            told=self._telling.told,
        )
        self._telling.next(findings.image.size or 0 if one.kind != "raw" else 0)
        self._damage += [(findings.image.path, reason) for reason in findings.damage]
        self._remarks += findings.remarks
        self._note_changes(parts)
        return findings.image

    def _archive(self, part: Part, members: Spool) -> Archive:
        (file,) = self._files([part])
        findings = examine_archive(
            file,
            os.fsdecode(self._where(part)),
            told=self._telling.told,
            write=members.write,
        )
        self._telling.next(part.size)
        self._remarks += findings.remarks
        self._note_changes([part])
        return findings.archive

    def _note_changes(self, parts: Sequence[Part]) -> None:
        """What was examined at the source must be what was read there before."""
        if self._where != self._found.at_source or self._tolerance.changed:
            return
        for part in parts:
            try:
                same = fingerprint_of(os.lstat(self._where(part))) == part.fingerprint
            except OSError:
                same = False
            if not same:
                problem = "its contents or attributes changed while it was examined"
                self._changed.append(
                    refusals.SOURCE_CHANGED.because(path=part.path, problem=problem)
                )
