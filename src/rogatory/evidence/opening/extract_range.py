# SPDX-License-Identifier: Apache-2.0
"""Bytes of one file of a sealed package, by its chunks alone or with the file read whole."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import DirectStream, NewFile
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.checks import Check
from rogatory.evidence.layout import MANIFEST, TAG_MANIFEST
from rogatory.evidence.opening.byte_range import ByteRange
from rogatory.evidence.opening.extract import REST_NOT_CHECKED, let_in, nobody
from rogatory.evidence.opening.member_extraction import MemberToExtract
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.pipeline.folder_writer import BIG_FILE
from rogatory.evidence.trust.anchors import Trust
from rogatory.seal.age import HybridIdentity
from rogatory.wire.words import N_

DIGEST_NOT_COMPUTED = N_(
    "these bytes are bound to the seal by its encryption, chunk by chunk; the digest of the whole "
    "file was not computed"
)


@dataclass(frozen=True, slots=True)
class ExtractedRange:
    """Bytes of a file. `sha256` is theirs; `listed` the file's in the manifest, `compared`
    whether the file was read whole and has it.
    """

    file: Path
    path: str
    start: int
    length: int
    size: int
    sha256: str
    listed: str
    compared: bool
    package: str
    bag: str
    checks: tuple[Check, ...]

    @property
    def remark(self) -> str:
        return REST_NOT_CHECKED if self.compared else DIGEST_NOT_COMPUTED


def extract_range(
    sealed: Path,
    path: str,
    wanted: ByteRange,
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    compare: bool = False,
    progress: ReportProgress = no_progress,
    holds: Callable[[ExtractedRange], None] = nobody,
) -> ExtractedRange:
    """Extract bytes of one file, at `out`. Of what must hold for a file, 1 to 4 do; 5 is checked
    where `compare` has the whole file read for it.

    Raises:
        Refused: as `extract`; or the range reaches beyond the file.
    """
    with let_in(sealed, identities, trust) as package:
        member = package.single(path)
        start, length = wanted.within(member.size)
        ranged = _Ranged(package.inside, member, start, length)
        with NewFile(out, secret=True) as new:
            stream = (
                DirectStream(new.fd, out, expected_size=length, holes=True)
                if length > BIG_FILE
                else None
            )
            for block in ranged.blocks(progress, compare=compare):
                (stream or new).write(block)
            if stream is not None:
                stream.finish()
            done = ExtractedRange(
                out, member.path, start, length, member.size, ranged.sha256, member.sha256,
                compare, package.inside.package, package.inside.bag, package.checks,
            )  # fmt: skip
            holds(done)
        return done


class _Ranged:
    """The bytes of a range, with the digest of what was yielded."""

    def __init__(self, inside: Inside, member: MemberToExtract, start: int, length: int) -> None:
        self._inside, self._member = inside, member
        self._start, self._length = start, length
        self.sha256 = ""

    def blocks(self, progress: ReportProgress, *, compare: bool) -> Iterator[memoryview]:
        """Yield the range; refuse, after the last, a file that does not have its digest, where that is compared."""
        member, taken, whole = self._member, hashlib.sha256(), hashlib.sha256()
        first, size = (0, member.size) if compare else (self._start, self._length)
        at = first
        for block in self._inside.reader.blocks(member.start + first, size):
            if compare:
                whole.update(block)
            low = max(self._start - at, 0)
            high = min(self._start + self._length - at, len(block))
            if low < high:
                taken.update(block[low:high])
                yield block[low:high]
            at += len(block)
            progress(at - first, size)
        if compare and whole.hexdigest() != member.sha256:
            manifest = MANIFEST if member.path not in self._inside.tags else TAG_MANIFEST
            raise Refused(refusals.BAG_DIGEST.because(path=member.path, manifest=manifest))
        self.sha256 = taken.hexdigest()
