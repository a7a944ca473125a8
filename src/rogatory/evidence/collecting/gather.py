# SPDX-License-Identifier: Apache-2.0
"""One pass from the source into a folder: read, hash, write, a thread each."""

import os
import select
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.bag.tag_files import PayloadRecord
from rogatory.evidence.collecting.journal import CollectJournal
from rogatory.evidence.collecting.source import CollectionSource, Piped
from rogatory.evidence.hashing import Digests, Hasher
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.options import ReportProgress
from rogatory.evidence.pipeline.file_reading import open_stack
from rogatory.evidence.pipeline.folder_writer import BIG_FILE, FileMark, FolderWriter, Written
from rogatory.evidence.pipeline.packer import Batch, Packer, new_ring
from rogatory.evidence.pipeline.partial_files import PartialFile, Parts
from rogatory.evidence.pipeline.pipeline import Lane, Pipeline, PipelineStoppedError
from rogatory.evidence.pipeline.plan import Planned, StoragePlan, system_error_name
from rogatory.evidence.stream.stream_out import Recorder

type Finished = tuple[Planned, os.stat_result]


@dataclass(frozen=True, slots=True)
class Gathering:
    """A plan to gather by, the folder, the further digests, and who receives the progress."""

    plan: StoragePlan
    folder: bytes
    record: PayloadRecord
    further: Sequence[str]
    progress: ReportProgress


def gather(
    source: CollectionSource,
    gathering: Gathering,
    journal: CollectJournal | None = None,
    parts: Parts | None = None,
) -> None:
    """Store all that was planned, below `data/`; what an earlier run stored is only recorded.
    Without a journal there are no marks.
    """
    _make_data(gathering.folder)
    stored: Lane[Finished | PartialFile | None] = Lane()
    try:
        with Pipeline() as line:
            line.on_stop(stored.close)
            _start(line, source, gathering, journal, parts, stored)
    except BaseException:
        # What was written when it stopped is safe as well, once it is synced.
        for item in stored.rest():
            if journal is not None and item is not None:
                journal.take(item)
        raise


def _start(
    line: Pipeline,
    source: CollectionSource,
    gathering: Gathering,
    journal: CollectJournal | None,
    parts: Parts | None,
    stored: Lane[Finished | PartialFile | None],
) -> None:
    free: Lane[memoryview] = line.lane()
    to_hash: Lane[Batch] = line.lane()
    to_write: Lane[Written] = line.lane()
    new_ring(free)

    def done(planned: Planned, found: os.stat_result) -> None:
        stored.put((planned, found))

    def marked(mark: FileMark, found: os.stat_result) -> None:
        planned: Planned = mark.member
        # What was read with a defect is to be read again, and from its beginning.
        if not planned.changed and planned.failed is None:
            known = planned.path, planned.fingerprint, planned.size
            stored.put(PartialFile(*known, found.st_ino, mark.offset, mark.digests))

    if journal is not None:
        line.start("journal", lambda: journal.work(stored))
    plan, further = gathering.plan, gathering.further
    writer = FolderWriter(
        gathering.folder,
        to_write,
        free,
        DATA_FOLDER,
        done if journal is not None else None,
        marked=marked,
        begun=parts.begun if parts is not None else None,
    )

    def writing() -> None:
        writer.work()
        stored.put(None)

    line.start("read", lambda: _pack(source, plan, free, to_hash, further))
    line.start("write", writing)
    with Hasher(further) as hasher:
        recorder = Recorder(gathering.record.add, plan.bytes, gathering.progress, hasher, parts)
        _hash(to_hash, to_write, recorder, parts)


def _make_data(folder: bytes) -> None:
    with Beneath(folder) as beneath:
        beneath.make_folder(DATA_FOLDER.rstrip("/"))


def _pack(
    source: CollectionSource,
    plan: StoragePlan,
    free: Lane[memoryview],
    to_hash: Lane[Batch],
    further: Sequence[str],
) -> None:
    packer = Packer(free, to_hash.put, further=further, loose=True)
    with open_stack(source.folder) as stack:
        for planned in plan:
            if planned.to_read:
                packer.add(stack, planned)
            else:
                packer.note(planned)
    packer.finish(end=True)


def _hash(
    to_hash: Lane[Batch], to_write: Lane[Written], recorder: Recorder, parts: Parts | None
) -> None:
    while True:
        batch = to_hash.take()
        recorder.take(batch)
        data = [span for span in batch.spans if span[0].to_read]
        marks = parts.take_marks() if parts is not None else ()
        to_write.put(Written(batch.view, data, release=batch.full, end=batch.end, marks=marks))
        if batch.end:
            return


def gather_piped(piped: Piped, gathering: Gathering) -> None:
    """Collect what comes by a pipe, of a length known only at its end, as one file."""
    folder, further, progress = gathering.folder, gathering.further, gathering.progress
    _make_data(folder)
    # Until the end is seen nobody knows its size; as a big file it is written past the cache.
    planned = piped.planned(max(piped.size or 0, BIG_FILE))
    with Pipeline() as line:
        free: Lane[memoryview] = line.lane()
        to_hash: Lane[Batch] = line.lane()
        to_write: Lane[Written] = line.lane()
        new_ring(free)
        reader = _PipeReader(piped.fd, free, to_hash)
        line.on_stop(reader.stop)
        line.start("read", reader.work)
        line.start("write", FolderWriter(folder, to_write, free, DATA_FOLDER).work)
        with Hasher(further) as hasher:
            size, digests = _hash_piped(planned, hasher, to_hash, to_write, piped, progress)
    reader.close()
    if piped.size not in {None, size}:
        raise Refused(refusals.STREAM_SIZE.because(found=size, announced=piped.size or 0))
    planned.size = size
    gathering.plan.add(planned)
    gathering.record.add(planned, digests)


def _hash_piped(
    planned: Planned,
    hasher: Hasher,
    to_hash: Lane[Batch],
    to_write: Lane[Written],
    piped: Piped,
    progress: ReportProgress,
) -> tuple[int, Digests]:
    total = 0
    while True:
        batch = to_hash.take()
        digests = hasher.run(batch.view[: batch.size], last=batch.end)
        total += batch.size
        if piped.size is not None and total > piped.size:
            raise Refused(refusals.STREAM_SIZE.because(found=total, announced=piped.size))
        to_write.put(Written(batch.view, [(planned, 0, batch.size, batch.end)], end=batch.end))
        progress(total, piped.size or total)
        if digests is not None:
            return total, digests


class _PipeReader:
    """Fills buffers from a pipe; a second pipe wakes it when it waits for nothing any more."""

    def __init__(self, fd: int, free: Lane[memoryview], to_hash: Lane[Batch]) -> None:
        self._fd, self._free, self._to_hash = fd, free, to_hash
        self._waking, self._waker = os.pipe()

    def stop(self) -> None:
        with suppress(OSError):
            os.write(self._waker, b".")

    def close(self) -> None:
        os.close(self._waking)
        os.close(self._waker)

    def work(self) -> None:
        ended = False
        while not ended:
            view = self._free.take()
            at = 0
            while at < len(view) and not ended:
                count = self._read(view[at:])
                at += count
                ended = count == 0
            self._to_hash.put(Batch(view, at, [], end=ended))

    def _read(self, space: memoryview) -> int:
        try:
            poll = select.poll()
            poll.register(self._fd, select.POLLIN)
            poll.register(self._waking, select.POLLIN)
            if any(fd == self._waking for fd, _ in poll.poll()):
                raise PipelineStoppedError
            return os.readv(self._fd, [space])
        except OSError as error:
            problem = system_error_name(error)
            unreadable = refusals.SOURCE_UNREADABLE.because(path="standard input", problem=problem)
            raise Refused(unreadable) from error
