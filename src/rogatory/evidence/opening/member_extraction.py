# SPDX-License-Identifier: Apache-2.0
"""Draws members out of a sealed package: decrypt, hash, write, in three threads as for opening.

Members come in order of place. Chunks that hold them are decrypted once, those between two far
ones not at all; many small files share a buffer.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rogatory.disk import DirectStream, HeldNames, faults_at
from rogatory.errors import Reason, Refused
from rogatory.evidence import refusals
from rogatory.evidence.hashing import Hasher
from rogatory.evidence.layout import MANIFEST
from rogatory.evidence.options import ReportProgress
from rogatory.evidence.pipeline.folder_writer import BIG_FILE, FolderWriter, Written
from rogatory.evidence.pipeline.packer import DEPTH, new_ring
from rogatory.evidence.pipeline.pipeline import Lane, Pipeline
from rogatory.evidence.stream.plain_reader import CHUNKS, ChunkReader
from rogatory.seal.age import CHUNK, chunk_count, chunk_of

MOST_REASONS = 100
"""Files named when their digests differ; a package that lies may lie about millions."""


@dataclass(frozen=True, slots=True)
class MemberToExtract:
    """A member that is wanted: where its data start in the stream, and its listed digest."""

    path: str
    start: int
    size: int
    sha256: str


@dataclass(slots=True)
class Totals:
    files: int = 0
    bytes: int = 0


type Spans = list[tuple[MemberToExtract, int, int, bool]]

type Writer = Callable[[Lane[Written], Lane[memoryview]], Callable[[], None]]
"""Makes the work of the thread that writes."""


def draw(
    chunks: ChunkReader,
    members: Iterator[MemberToExtract],
    writer: Writer,
    note: Callable[[MemberToExtract], None],
    progress: ReportProgress,
    total: int,
) -> Totals:
    """Write the members, each of which must have its digest; `note` receives each that has.

    Raises:
        Refused: files that do not have their digests, each named up to a limit.
    """
    totals = Totals()
    reasons: list[Reason] = []
    with Pipeline() as line:
        free: Lane[memoryview] = line.lane()
        plain: Lane[Written] = line.lane()
        to_write: Lane[Written] = line.lane()
        new_ring(free, depth=DEPTH)
        line.start("decrypt", lambda: _Runs(chunks, free, plain).work(members))
        line.start("write", writer(to_write, free))
        hasher = Hasher()
        while True:
            batch = plain.take()
            for member, start, stop, last in batch.spans:
                assert isinstance(member, MemberToExtract)
                totals.bytes += stop - start
                if digests := hasher.run(batch.view[start:stop], last=last):
                    totals.files += 1
                    if digests[0] == member.sha256:
                        note(member)
                    elif len(reasons) < MOST_REASONS:
                        reasons.append(_another_digest(member))
            to_write.put(batch)
            progress(totals.bytes, total)
            if batch.end:
                break
    if reasons:
        raise Refused(reasons)
    return totals


def _another_digest(member: MemberToExtract) -> Reason:
    return refusals.BAG_DIGEST.because(path=member.path, manifest=MANIFEST)


class _Runs:
    """Fills buffers with consecutive chunks as far as members need them."""

    def __init__(self, chunks: ChunkReader, free: Lane[memoryview], plain: Lane[Written]) -> None:
        self._chunks, self._free, self._plain = chunks, free, plain
        self._last = chunk_count(chunks.size) - 1
        self._view: memoryview | None = None
        self._spans: Spans = []
        self._first = self._count = self._written = 0

    def work(self, members: Iterator[MemberToExtract]) -> None:
        for member in members:
            self._member(member)
        self._hand_over(end=True)

    def _member(self, member: MemberToExtract) -> None:
        at, end = member.start, member.start + member.size
        if end > self._chunks.size:
            raise Refused(refusals.OFFSETS.because())
        if at == end:
            self._buffer()
            self._spans.append((member, 0, 0, True))
        while at < end:
            self._hold(chunk_of(at), chunk_of(end - 1))
            within = at - self._first * CHUNK
            taken = min(self._written - within, end - at)
            at += taken
            self._spans.append((member, within, within + taken, at == end))

    def _hold(self, index: int, last: int) -> None:
        """Hold chunk `index` in the buffer, and those behind it as far as there is space and
        need.
        """
        if self._count and self._first <= index < self._first + self._count:
            return
        if index != self._first + self._count or self._count == CHUNKS:
            self._hand_over()
        view = self._buffer()
        if not self._count:
            self._first = index
        count = min(CHUNKS - self._count, last - index + 1)
        self._written += self._chunks.decrypt(index, count, view[self._written :])
        self._count += count

    def _buffer(self) -> memoryview:
        if self._view is None:
            self._view = self._free.take()
        return self._view

    def _hand_over(self, *, end: bool = False) -> None:
        if self._spans or end:
            self._plain.put(Written(self._buffer(), self._spans, end=end))
            self._view = None
        self._spans, self._count, self._written = [], 0, 0


def into_folder(folder: bytes, held: HeldNames) -> Writer:
    """Return what writes each member at its path below the folder; `held` learns of names that do not fit there."""
    return lambda lane, free: FolderWriter(folder, lane, free, held=held).work


def into_file(file: int, path: bytes, size: int) -> Writer:
    """Return what writes the one member into an open file, which stays open."""
    return lambda lane, free: _OneFile(file, path, size, lane, free).work


class _OneFile:
    def __init__(
        self,
        file: int,
        path: bytes,
        size: int,
        lane: Lane[Written],
        free: Lane[memoryview],
    ) -> None:
        self._file, self._path, self._lane, self._free = file, path, lane, free
        self._size = size

    def work(self) -> None:
        big = self._size >= BIG_FILE
        stream = (
            DirectStream(self._file, self._path, expected_size=self._size, holes=True)
            if big
            else None
        )
        while True:
            batch = self._lane.take()
            for _, start, stop, _ in batch.spans:
                if stream is not None:
                    stream.write(batch.view[start:stop])
                else:
                    self._write(batch.view[start:stop])
            self._free.put(batch.view)
            if batch.end:
                break
        if stream is not None:
            stream.finish()

    def _write(self, data: memoryview) -> None:
        with faults_at(self._path):
            while data:
                data = data[os.write(self._file, data) :]
