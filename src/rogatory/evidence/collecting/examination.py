# SPDX-License-Identifier: Apache-2.0
"""One examination of the images and returns of a collection, after all its files were hashed."""

import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rogatory.errors import Reason, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.media.ewf_chunks import geometry_of
from rogatory.evidence.media.examine import Files, examine_image
from rogatory.evidence.media.sets import ImageFile, ImageFiles
from rogatory.evidence.options import ReportProgress, Tolerance, no_progress
from rogatory.evidence.pipeline.plan import fingerprint_of
from rogatory.evidence.returns.examine import examine_archive
from rogatory.evidence.spool import Spool, Spools
from rogatory.wire.words import P_

if TYPE_CHECKING:
    from rogatory.evidence.media.document import Image
    from rogatory.evidence.returns.document import Archive

type WhereNow = Callable[[ImageFile], bytes]
"""Where the file of a part can be read while it is examined."""


@dataclass(slots=True)
class FoundImage:
    """An image that will be examined: its files, its format, and the path that it lacks."""

    files: ImageFiles
    kind: str
    missing: str | None = None


class Examination:
    """Images and archives one after the other; `examined` then refuses what is not tolerated."""

    def __init__(
        self, inventory: Spool, spools: Spools, where: WhereNow, tolerance: Tolerance
    ) -> None:
        self._inventory, self._spools = inventory, spools
        self._where, self._tolerance = where, tolerance
        self._digests: dict[str, tuple[str, int]] = {}
        self._images: list[Image] = []
        self._archives: list[Archive] = []
        self._members: Spool | None = None
        self._parts: list[ImageFile] = []
        self._damage: list[tuple[str, Reason]] = []
        self.remarks: list[Reason] = []
        self._progress: ReportProgress = no_progress
        self._done = self._most = 0

    def announce(
        self,
        images: Sequence[FoundImage],
        archives: Sequence[ImageFile],
        progress: ReportProgress,
        read: int,
    ) -> None:
        """Announce all that will be examined: their digests are looked up, and progress goes on
        from the bytes that were read before.
        """
        paths = {part.path for found in images for part in found.files.parts}
        self._digests = _digests_of(self._inventory, paths | {part.path for part in archives})
        work = sum(self._length(found) for found in images) + sum(one.size for one in archives)
        self._progress, self._done, self._most = progress, read, read + work

    def _length(self, found: FoundImage) -> int:
        """Return the bytes that an examination goes through; a raw image is not read."""
        if found.kind not in {"ewf-1", "ewf-2"}:
            return 0
        volume = geometry_of(self._where(found.files.parts[0]))
        return sum(part.size for part in found.files.parts) if volume is None else volume.size

    def _report(self, done: int) -> None:
        self._progress(min(self._done + done, self._most), self._most)

    def image(self, found: FoundImage) -> None:
        parts = found.files.parts
        files = self._files(parts)
        if not files:
            return
        paths = [os.fsdecode(self._where(part)) for part in parts]
        findings = examine_image(
            files, paths, found.kind, missing=found.missing, report=self._report
        )
        self._done += self._length(found)
        self._damage += [(findings.image.path, reason) for reason in findings.damage]
        self.remarks += findings.remarks
        self._images.append(findings.image)
        self._parts += parts

    def archive(self, part: ImageFile) -> None:
        files = self._files([part])
        if not files:
            return
        if self._members is None:
            self._members = self._spools.new()
        path = os.fsdecode(self._where(part))
        findings = examine_archive(files[0], path, report=self._report, write=self._members.write)
        self._done += part.size
        self.remarks += findings.remarks
        self._archives.append(findings.archive)
        self._parts.append(part)

    def _files(self, parts: Sequence[ImageFile]) -> Files:
        """Return what the bag has of them; nothing if one vanished before it was read."""
        known = [(part.path, self._digests.get(part.path)) for part in parts]
        if not all(found for _, found in known):
            return []
        return [(DATA_FOLDER + path, *found) for path, found in known if found]

    def examined(self, *, changed: bool) -> ExaminedBag:
        """Return what came of it. Call `changed` to check whether what was read is still as
        planned.

        Raises:
            Refused: with every reason, where something is wrong that is not tolerated.
        """
        reasons = [] if self._tolerance.damaged else [reason for _, reason in self._damage]
        if changed and not self._tolerance.changed:
            reasons += [_changed(part) for part in self._parts if not self._same(part)]
        refuse_if_any(reasons)
        return ExaminedBag(
            images=tuple(self._images),
            archives=tuple(self._archives),
            remarks=tuple(self.remarks),
            damaged=tuple(
                (path, reason.code.what.format(**reason.fields)) for path, reason in self._damage
            ),
            members=self._members,
        )

    def _same(self, part: ImageFile) -> bool:
        """Return what was examined at the source must be what was read there before."""
        try:
            return fingerprint_of(os.lstat(self._where(part))) == part.fingerprint
        except OSError:
            return False


def _changed(part: ImageFile) -> Reason:
    problem = P_("its contents or attributes changed while it was examined")
    return refusals.SOURCE_CHANGED.because(path=part.path, problem=problem)


_PATH_FIELD = re.compile(rb'"path":("(?:[^"\\]|\\.)*")')


def _digests_of(inventory: Spool, wanted: set[str]) -> dict[str, tuple[str, int]]:
    """Return SHA-256 and size of the files wanted. Other lines are passed by without being parsed."""
    found: dict[str, tuple[str, int]] = {}
    keys = {json.dumps(path, ensure_ascii=False).encode() for path in wanted}
    for line in inventory.lines():
        named = _PATH_FIELD.search(line)
        if named is not None and named[1] in keys:
            item = json.loads(line)
            if "sha256" in item:
                found[item["path"]] = (item["sha256"], item["size"])
    return found
