# SPDX-License-Identifier: Apache-2.0
"""Fills buffers with the data of what was planned, reading each file straight into its place.

One thread packs. Small files share a buffer, so threads hand over once a mebibyte and not once
a file; a big file fills buffer after buffer. A file gives exactly the bytes that were
announced for it: what is missing is zero, what is too much stays behind, and both are noted.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rogatory.disk.direct import aligned_buffer
from rogatory.evidence.hashing import SMALL_FILE, Hasher
from rogatory.evidence.pipeline.file_reading import (
    FolderStack,
    note_after,
    note_before,
    open_planned,
)
from rogatory.evidence.pipeline.plan import Planned, system_error_name

CAPACITY = 1 << 20
"""Sixteen age chunks; reads are fastest at this size, since a buffer stays in the cache."""

DEPTH = 6
"""Buffers in the round: enough that no thread waits for a slow moment of another."""

MOST_SPANS = 2048
"""Of things without data, or as good as none, however many come before a buffer is full."""

type FileSpan = tuple[Planned, int, int, bool]
"""The member that data belong to, where they begin and end in the buffer, and whether the member
ends there."""


@dataclass(slots=True)
class Batch:
    """A buffer on its way from thread to thread, with what lies in it.

    `full`: it is as full as it will be, and goes round again at the end of the way; otherwise
    it is still being filled behind `spans`. `last`: it ends the stream. `end`: it ends the data.
    """

    view: memoryview
    size: int
    spans: list[FileSpan]
    full: bool = True
    last: bool = False
    end: bool = False


def new_buffer(size: int = CAPACITY) -> memoryview:
    """Return a buffer of a page's alignment for one part of the stream."""
    return aligned_buffer(size)


class Round(Protocol):
    """Where free buffers come from and go back to."""

    def take(self) -> memoryview: ...
    def put(self, item: memoryview) -> None: ...


def new_ring(free: Round, size: int = CAPACITY, depth: int = DEPTH) -> None:
    for _ in range(depth):
        free.put(new_buffer(size))


@dataclass(frozen=True, slots=True)
class StartedBuffer:
    """A buffer that somebody else began to fill: up to where, and what was packed before it."""

    view: memoryview
    at: int
    before: int


class Packer:
    """`send` is called with each batch, in order, from the thread that packs."""

    def __init__(
        self,
        free: Round,
        send: Callable[[Batch], None],
        *,
        further: Sequence[str] = (),
        begun: StartedBuffer | None = None,
        loose: bool = False,
    ) -> None:
        """Take the first buffer; `loose` lets one be handed over before it is full."""
        self._free, self._send, self._loose = free, send, loose
        self._hasher = Hasher(further)
        self._view = free.take() if begun is None else begun.view
        self._at = 0 if begun is None else begun.at
        self._before = 0 if begun is None else begun.before
        self._spans: list[FileSpan] = []

    @property
    def position(self) -> int:
        """Bytes packed so far."""
        return self._before + self._at

    def put(self, data: bytes) -> None:
        """Put bytes that belong to no planned file: headers, padding, tag files."""
        taken = 0
        while taken < len(data):
            self._free_space()
            size = min(CAPACITY - self._at, len(data) - taken)
            self._view[self._at : self._at + size] = data[taken : taken + size]
            self._at += size
            taken += size

    def note(self, planned: Planned) -> None:
        """Hand on something that has no data, in its place in the order."""
        self._spans.append((planned, self._at, self._at, True))
        self._hand_on_many()

    def add(self, stack: FolderStack, planned: Planned) -> None:
        """Add the data of one file."""
        file = open_planned(stack, planned)
        if file is None:
            self._fill(planned, None)
            self._hand_on_many()
            return
        try:
            readable = note_before(file, planned)
            if planned.begun:
                os.lseek(file, planned.begun, os.SEEK_SET)
            read = self._fill(planned, file if readable else None)
            if readable and planned.failed is None:
                note_after(file, planned, read)
        finally:
            os.close(file)
        self._hand_on_many()

    def _hand_on_many(self) -> None:
        if len(self._spans) < MOST_SPANS:
            return
        if self._loose:
            # With its buffer: a stage that is behind is then waited for.
            self._hand_over(last=False)
            self._view = self._free.take()
        else:
            spans, self._spans = self._spans, []
            self._send(Batch(self._view, self._at, spans, full=False))

    def _fill(self, planned: Planned, file: int | None) -> int:
        """Fill in exactly the announced bytes; return how many of them came from the file, also earlier."""
        if planned.size:
            # A file begins where its first byte lies: an empty span at the end of a full buffer
            # would be on its way to other threads while the file is still being read here.
            self._free_space()
        left, read, start = planned.size - planned.begun, planned.begun, self._at
        while left:
            if self._at == CAPACITY:
                self._spans.append((planned, start, self._at, False))
                self._free_space()
                start = 0
            space = self._view[self._at : min(self._at + left, CAPACITY)]
            count = _read(file, space, planned) if file is not None else 0
            if count == 0:
                file = None
                count = len(space)
                space[:] = bytes(count)
            else:
                read += count
            self._at += count
            left -= count
        self._spans.append((planned, start, self._at, True))
        if planned.size <= SMALL_FILE and self._at - start == planned.size:  # all of it
            planned.digests = self._hasher.whole(self._view[start : self._at])
        return read

    def _free_space(self) -> None:
        # Only when more is to come: the last buffer must be known as such when it is full.
        if self._at == CAPACITY:
            self._hand_over(last=False)
            self._view = self._free.take()

    def end_data(self) -> None:
        """Hand on what is packed; the buffer is filled further, with what belongs to no file."""
        spans, self._spans = self._spans, []
        self._send(Batch(self._view, self._at, spans, full=False, end=True))

    @property
    def begun(self) -> StartedBuffer:
        """Return where a run that resumes has to begin."""
        return StartedBuffer(self._view, self._at, self._before)

    def finish(self, *, end: bool = False) -> None:
        """Hand on the last buffer; `end` if it ends the data as well as the stream."""
        self._hand_over(last=True, end=end)

    def _hand_over(self, *, last: bool, end: bool = False) -> None:
        batch = Batch(self._view, self._at, self._spans, last=last, end=end)
        self._before += self._at
        self._at, self._spans = 0, []
        self._send(batch)


def _read(file: int, space: memoryview, planned: Planned) -> int:
    try:
        return os.readv(file, [space])
    except OSError as error:
        planned.failed = system_error_name(error)
        return 0
