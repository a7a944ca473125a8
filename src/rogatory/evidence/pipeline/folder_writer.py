# SPDX-License-Identifier: Apache-2.0
"""Writes the files of buffers into a folder: one thread, beneath the folder, following nothing."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rogatory.disk import GRAIN, Beneath, DirectStream, HeldNames, faults_at, write_with_holes
from rogatory.evidence.pipeline.pipeline import Lane

BIG_FILE = 4 << 20
"""From here on a file is written past the page cache; below, setting that up costs more."""


class SpanMember(Protocol):
    """The member that the data of a span belong to."""

    @property
    def path(self) -> str: ...
    @property
    def size(self) -> int: ...


@dataclass(frozen=True, slots=True)
class FileMark:
    """A place in a file, with the digests of all before it."""

    member: Any
    offset: int
    digests: tuple[str, ...]


@dataclass(slots=True)
class Written:
    """A buffer with the spans to write from it."""

    view: memoryview
    spans: Sequence[tuple[SpanMember, int, int, bool]] = ()
    release: bool = True
    end: bool = False
    marks: Sequence[FileMark] = ()


class FolderWriter:
    """`work` is the thread; it ends with the batch that says so."""

    def __init__(
        self,
        folder: bytes,
        lane: Lane[Written],
        free: Lane[memoryview],
        prefix: str = "",
        done: Callable[[Any, os.stat_result], None] | None = None,
        held: HeldNames | None = None,
        marked: Callable[[FileMark, os.stat_result], None] | None = None,
        begun: tuple[str, int] | None = None,
    ) -> None:
        """Keep who is called: `done` receives each member that is written as a whole, and its
        file's properties; `held` receives which names the disk holds under others (None: they
        are refused); `marked` receives each mark before which all is written; `begun` is the
        member that is there already, to continue after so many bytes.
        """
        self._done, self._held = done, held
        self._folder, self._lane, self._free, self._prefix = folder, lane, free, prefix
        self._file = -1
        self._marked, self._begun = marked, begun
        self._marks: list[FileMark] = []
        self._stream: DirectStream | None = None

    def work(self) -> None:
        with Beneath(self._folder) as beneath:
            try:
                while True:
                    batch = self._lane.take()
                    self._marks += batch.marks
                    for member, start, stop, last in batch.spans:
                        self._write(beneath, member, batch.view[start:stop], last=last)
                    if batch.release:
                        self._free.put(batch.view)
                    if batch.end:
                        return
            finally:
                if self._file >= 0:
                    os.close(self._file)

    def _write(self, beneath: Beneath, member: SpanMember, data: memoryview, *, last: bool) -> None:
        if self._file < 0:
            self._begin(beneath, member)
        if self._stream is not None:
            self._stream.write(data)
            self._report_marks(member, self._stream.written)
        else:
            with faults_at(self._folder):
                write_with_holes(self._file, data)
        if last:
            if self._stream is not None:
                self._stream.finish()
            elif member.size >= GRAIN:  # it may end in a hole
                with faults_at(self._folder):
                    os.ftruncate(self._file, os.lseek(self._file, 0, os.SEEK_CUR))
            file, self._file, self._stream = self._file, -1, None
            self._marks = [mark for mark in self._marks if mark.member is not member]
            if self._done is not None:
                self._done(member, os.fstat(file))
            os.close(file)

    def _report_marks(self, member: SpanMember, written: int) -> None:
        while self._marks and self._marks[0].member is member and self._marks[0].offset <= written:
            mark = self._marks.pop(0)
            with faults_at(self._folder):
                if (
                    os.fstat(self._file).st_size < mark.offset
                ):  # zeros before it: nothing was written
                    os.ftruncate(self._file, mark.offset)
            if self._marked is not None:
                self._marked(mark, os.fstat(self._file))

    def _begin(self, beneath: Beneath, member: SpanMember) -> None:
        path = self._prefix + member.path
        if self._begun is not None and self._begun[0] == member.path:
            self._file = beneath.reopen(path)
            with faults_at(self._folder):
                os.ftruncate(self._file, self._begun[1])
                os.lseek(self._file, self._begun[1], os.SEEK_SET)
        elif self._held is None:
            self._file = beneath.create(path)
        else:
            self._file = self._held.create(beneath, path.encode())
        if member.size >= BIG_FILE:
            self._stream = DirectStream(self._file, path, holes=True)
