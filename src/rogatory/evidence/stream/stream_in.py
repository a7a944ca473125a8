# SPDX-License-Identifier: Apache-2.0
"""One pass back: read, check the segments, decrypt, read the tar, hash, write.

Three threads, as on the way out: one reads, checks and decrypts; the caller's reads the tar
and hashes; one writes. Nothing of the stream is believed but its form: what it means is judged
when all of it lies in the `.partial` folder.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rogatory.disk import HeldNames, faults_at, free_space, shown
from rogatory.errors import Refused, Unreachable
from rogatory.evidence import refusals
from rogatory.evidence.hashing import Hasher
from rogatory.evidence.layout import DATA_FOLDER, OFFSETS, PACKAGE, SEGMENTS
from rogatory.evidence.options import ReportProgress
from rogatory.evidence.pipeline.folder_writer import FolderWriter, Written
from rogatory.evidence.pipeline.packer import DEPTH, new_buffer, new_ring
from rogatory.evidence.pipeline.pipeline import Lane, Pipeline
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.sealed_files import SealedFiles
from rogatory.evidence.sealed.segments import DIGEST_SIZE, Segmenter
from rogatory.evidence.spool import Spool
from rogatory.evidence.stream.tar_format import Locator, offset_line
from rogatory.evidence.stream.tar_reader import TarMember, TarReader
from rogatory.seal.age import (
    NONCE_SIZE,
    SEALED_CHUNK,
    FileKey,
    PayloadCipher,
    chunk_count,
    plain_size,
)
from rogatory.wire.words import P_

_CHUNKS = 16
"""Chunks decrypted at once: a plain buffer holds as many."""


@dataclass(slots=True)
class Arrived:
    """The contents of the stream: tag files by path and digest, payload lines in order; and which
    of its names the disk holds under others.
    """

    payload: Spool
    tags: dict[str, str] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    held: HeldNames = field(default_factory=HeldNames)


MOST_TAG_FILES = 10_000
"""Tag files are kept in memory by name; a request has a dozen, an attack a million."""


def found_line(digest: str, size: int, path: str) -> bytes:
    """Return one line of what was found: digest, size, path."""
    return f"{digest} {size} {path}\n".encode()


def read_found(spool: Spool) -> Iterator[tuple[str, str, int]]:
    """Yield path, digest and size of each payload file that was found, in order."""
    for line in spool.lines():
        digest, size, path = line.decode().rstrip("\n").split(" ", 2)
        yield path, digest, int(size)


LOOK_EVERY = 64 << 20
"""Bytes of the stream between two looks at what the disk has left."""


class StreamReader:
    """Opens one sealed package into a folder; stops when what is to come will not fit there."""

    def __init__(self, files: SealedFiles, seal: Seal, key: FileKey, payload: Spool) -> None:
        self._files, self._seal, self._key = files, seal, key
        self._arrived = Arrived(payload)
        self._offsets = hashlib.sha256()
        self._offsets_size = 0
        self._data_lines = [0, 0]

    def read(self, folder: bytes, progress: ReportProgress) -> Arrived:
        """Read all of the stream, its data below `folder`.

        Raises:
            Refused: a segment, a chunk or the form of the stream is wrong.
        """
        with (
            self._files.opened(PACKAGE) as package,
            self._files.opened(SEGMENTS) as digests,
            Pipeline() as line,
        ):
            free: Lane[memoryview] = line.lane()
            plain: Lane[tuple[memoryview, int]] = line.lane()
            to_write: Lane[Written] = line.lane()
            new_ring(free, depth=DEPTH)
            line.start("decrypt", self._decrypting(package, digests, free, plain))
            writer = FolderWriter(folder, to_write, free, held=self._arrived.held)
            line.start("write", writer.work)
            self._receive(plain, to_write, _SpaceLeft(folder), progress)
        return self._arrived

    def _decrypting(
        self,
        package: int,
        digests: int,
        free: Lane[memoryview],
        plain: Lane[tuple[memoryview, int]],
    ) -> Callable[[], None]:
        start, size = len(self._seal.header), self._seal.payload_size

        def work() -> None:
            check = SegmentCheck(self._seal.segment_size, digests)
            sealed = new_buffer(_CHUNKS * SEALED_CHUNK + 4096)
            nonce = bytes(read_exactly(package, sealed[:NONCE_SIZE], start))
            cipher = PayloadCipher(self._key, nonce)
            check.update(memoryview(nonce))
            at, index, last = NONCE_SIZE, 0, chunk_count(plain_size(size)) - 1
            while index <= last:
                wanted = min(_CHUNKS * SEALED_CHUNK, size - at)
                part = read_exactly(package, sealed[:wanted], start + at)
                check.update(part)
                out = free.take()
                count = min(_CHUNKS, last - index + 1)
                written = cipher.decrypt_into(index, index + count > last, part, out)
                plain.put((out, written))
                at += wanted
                index += count
            check.finish()
            plain.put((free.take(), 0))

        return work

    def _receive(
        self,
        plain: Lane[tuple[memoryview, int]],
        to_write: Lane[Written],
        space: "_SpaceLeft",
        progress: ReportProgress,
    ) -> None:
        reader = TarReader(self._seal.package)
        hasher = Hasher()
        done, total = 0, plain_size(self._seal.payload_size)
        while True:
            view, size = plain.take()
            spans: list[tuple[TarMember, int, int, bool]] = []
            for span in reader.feed(view[:size]):
                member, start, stop, last = span
                if digests := hasher.run(view[start:stop], last=last):
                    self._record(member, digests[0])
                if member.path != OFFSETS:
                    spans.append(span)
            if size == 0:
                self._check_end(reader.finish(), reader.members)
            to_write.put(Written(view, spans, end=size == 0))
            done += size
            if spans:
                # A big file's space is reserved as it begins: only what follows it is to come.
                member = spans[-1][0]
                space.look(done, total - min(member.start + member.size, total))
            progress(done, total)
            if size == 0:
                return

    def _record(self, member: TarMember, digest: str) -> None:
        arrived, path = self._arrived, member.path
        if path == OFFSETS:
            self._check_offsets(member, digest)
            return
        line = offset_line(path, member.start, member.size)
        if path.startswith(DATA_FOLDER):
            arrived.payload.write(found_line(digest, member.size, path))
            arrived.files += 1
            arrived.bytes += member.size
            if not self._data_lines[1]:
                self._data_lines[0] = self._offsets_size
            self._data_lines[1] += len(line)
        else:
            arrived.tags[path] = digest
            if len(arrived.tags) > MOST_TAG_FILES:
                raise Refused(refusals.TAR_FORM.because(problem=P_("it has too many tag files")))
        self._offsets.update(line)
        self._offsets_size += len(line)

    def _check_offsets(self, member: TarMember, digest: str) -> None:
        self._offsets_start = member.start
        if digest != self._offsets.hexdigest():
            raise Refused(refusals.OFFSETS.because())

    def _check_end(self, found: Locator, members: int) -> None:
        start, size = self._data_lines
        if not size:
            start = found.data_start  # an empty part may lie anywhere
        start_of_table = getattr(self, "_offsets_start", None)
        expected = Locator(start_of_table or 0, self._offsets_size, start, size, members)
        if start_of_table is None or found != expected:
            raise Refused(refusals.LOCATOR.because())


class _SpaceLeft:
    """Looks now and then whether others have filled the disk meanwhile."""

    def __init__(self, folder: bytes) -> None:
        self._folder, self._looked = folder, 0

    def look(self, done: int, to_come: int) -> None:
        if done - self._looked < LOOK_EVERY:
            return
        self._looked = done
        free = free_space(self._folder)
        if free < to_come:
            path = shown(self._folder)
            raise Unreachable(refusals.DISK_FULL.because(path=path, free=free, needed=to_come))


class SegmentCheck:
    """Compares each segment's digest as it ends."""

    def __init__(self, segment_size: int, digests: int) -> None:
        self._segmenter = Segmenter(segment_size)
        self._digests = digests
        self._index = 0

    def update(self, data: memoryview) -> None:
        for digest in self._segmenter.update(data):
            self._compare(digest)

    def finish(self) -> None:
        for digest in self._segmenter.finish():
            self._compare(digest)

    def _compare(self, digest: bytes) -> None:
        with faults_at(SEGMENTS):
            listed = os.pread(self._digests, DIGEST_SIZE, self._index * DIGEST_SIZE)
        if listed != digest:
            raise Refused(refusals.SEAL_SEGMENT.because(index=self._index))
        self._index += 1


def read_exactly(file: int, space: memoryview, offset: int) -> memoryview:
    """Fill all of `space`, from an offset; refuse as cut short what ends before."""
    at = 0
    with faults_at(PACKAGE):
        while at < len(space):
            count = os.preadv(file, [space[at:]], offset + at)
            if count == 0:
                raise Refused(refusals.TAR_SHORT.because())
            at += count
    return space
