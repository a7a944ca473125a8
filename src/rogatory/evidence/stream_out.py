# SPDX-License-Identifier: Apache-2.0
"""One pass: read, hash, pack as tar, encrypt, digest the segments, write.

A buffer goes from thread to thread: one reads and packs, and hashes small files while they
are hot; one encrypts and digests the segments; the caller's hashes big files, which bounds the
whole, and records; one writes. The tag files can only be made when all data are hashed, so the
packing thread asks for them then, and ends the stream with them.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath, DirectStream
from rogatory.evidence.encrypting import Ciphertext, Encryptor, new_output_ring, writer
from rogatory.evidence.hashing import Digests, Hasher
from rogatory.evidence.layout import DATA_FOLDER, OFFSETS, PACKAGE
from rogatory.evidence.line import Lane, Line
from rogatory.evidence.options import Progress
from rogatory.evidence.packer import Batch, Packer, new_ring
from rogatory.evidence.plan import Plan, Planned
from rogatory.evidence.reading import open_stack
from rogatory.evidence.segments import SegmentList
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.tags import TagFile
from rogatory.evidence.tarstream import END, Locator, member_header, offset_line, padding
from rogatory.seal.age import PayloadCipher

type Record = Callable[[Planned, Digests | None], None]


@dataclass(frozen=True, slots=True)
class Payload:
    """How the encrypted payload came out."""

    size: int
    segments: int
    root: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sealed: the plan and where its files are, the top folder of the stream, the tag
    files before the data, and those after it, to be asked for when all data are recorded.
    """

    plan: Plan
    source: Path
    top: str
    head: Sequence[TagFile]
    tail: Callable[[], Sequence[TagFile]]
    record: Record
    sha512: bool


class StreamWriter:
    """Seals one package into a folder; `spools` is where what does not fit memory goes."""

    def __init__(
        self, outgoing: Outgoing, header: bytes, nonce: bytes, cipher: PayloadCipher
    ) -> None:
        self._outgoing = outgoing
        self._header, self._nonce, self._cipher = header, nonce, cipher

    def write(
        self, folder: bytes, segments: SegmentList, spools: Spools, progress: Progress
    ) -> Payload:
        with Beneath(folder) as beneath:
            file = beneath.create(PACKAGE)
        try:
            expected = self._outgoing.plan.room + len(self._header)
            return self._run(
                DirectStream(file, PACKAGE, expected_size=expected), segments, spools, progress
            )
        finally:
            os.close(file)

    def _run(
        self, stream: DirectStream, segments: SegmentList, spools: Spools, progress: Progress
    ) -> Payload:
        with Line() as line:
            free: Lane[memoryview] = line.lane()
            to_encrypt: Lane[Batch] = line.lane()
            to_hash: Lane[Batch] = line.lane()
            tails: Lane[Sequence[TagFile]] = line.lane()
            out_free: Lane[memoryview] = line.lane()
            to_write: Lane[Ciphertext] = line.lane()
            new_ring(free)
            new_output_ring(out_free)
            encryptor = Encryptor(
                self._header, self._nonce, self._cipher, segments, to_write, out_free
            )
            packing = _Packing(self._outgoing, free, to_encrypt, tails, spools.new())
            line.start("pack", packing.work)
            line.start("encrypt", encrypting(encryptor, to_encrypt, to_hash, free))
            line.start("write", writer(stream, to_write, out_free))
            hash_batches(self._outgoing, to_hash, free, progress)
            tails.put(self._outgoing.tail())
        count, root = segments.finish()
        return Payload(encryptor.payload_size, count, root)


def encrypting(
    encryptor: Encryptor, taken: Lane[Batch], to_hash: Lane[Batch], free: Lane[memoryview]
) -> Callable[[], None]:
    """The thread that encrypts: until the stream ends. What holds no data goes no further."""

    def work() -> None:
        while True:
            batch = taken.take()
            if batch.full:
                encryptor.encrypt(batch.view[: batch.size], last=batch.last)
            if batch.spans or batch.end:
                to_hash.put(batch)
            else:
                free.put(batch.view)
            if batch.last:
                return

    return work


def hash_batches(
    outgoing: Outgoing, to_hash: Lane[Batch], free: Lane[memoryview], progress: Progress
) -> None:
    """Hash all data and record everything planned, until the end of the data."""
    recorder = Recorder(outgoing.record, outgoing.plan.bytes, progress, sha512=outgoing.sha512)
    while True:
        batch = to_hash.take()
        recorder.take(batch)
        if batch.full:
            free.put(batch.view)
        if batch.end:
            return


class Recorder:
    """Hashes what is not hashed yet, and records whatever ends in a batch."""

    def __init__(self, record: Record, total: int, progress: Progress, *, sha512: bool) -> None:
        self._record, self._total, self._progress = record, total, progress
        self._hasher = Hasher(sha512=sha512)
        self._done = 0

    def take(self, batch: Batch) -> None:
        for planned, start, stop, last in batch.spans:
            if not planned.is_data:
                self._record(planned, None)
                continue
            self._done += stop - start
            digests = planned.digests or self._hasher.run(batch.view[start:stop], last=last)
            if digests is not None:
                self._record(planned, digests)
        self._progress(self._done, self._total)


class _Packing:
    """The packing thread: the members of the tar stream, one after the other."""

    def __init__(
        self,
        outgoing: Outgoing,
        free: Lane[memoryview],
        to_encrypt: Lane[Batch],
        tails: Lane[Sequence[TagFile]],
        offsets: Spool,
    ) -> None:
        self._outgoing, self._tails, self._offsets = outgoing, tails, offsets
        self._packer = Packer(free, to_encrypt.put, sha512=outgoing.sha512)
        self._members = 0

    def work(self) -> None:
        for tag in self._outgoing.head:
            self._tag(tag)
        self._packer.put(member_header(f"{self._outgoing.top}/{DATA_FOLDER}", 0, folder=True))
        self._members += 1
        data_start = self._offsets.size
        with open_stack(self._outgoing.source) as stack:
            for planned in self._outgoing.plan:
                if planned.is_data:
                    self._header(DATA_FOLDER + planned.path, planned.size)
                    self._packer.add(stack, planned)
                    self._packer.put(bytes(padding(planned.size)))
                else:
                    self._packer.note(planned)
        data_size = self._offsets.size - data_start
        self._packer.end_data()
        for tag in self._tails.take():
            self._tag(tag)
        self._end(data_start, data_size)

    def _end(self, data_start: int, data_size: int) -> None:
        self._packer.put(member_header(f"{self._outgoing.top}/{OFFSETS}", self._offsets.size))
        start, size = self._packer.position, self._offsets.size
        for block in self._offsets.blocks():
            self._packer.put(block)
        self._packer.put(bytes(padding(size)))
        self._packer.put(END)
        locator = Locator(start, size, data_start, data_size, self._members + 1)
        self._packer.put(locator.encode())
        self._packer.finish()

    def _tag(self, tag: TagFile) -> None:
        self._header(tag.path, tag.size)
        for block in tag.blocks():
            self._packer.put(block)
        self._packer.put(bytes(padding(tag.size)))

    def _header(self, path: str, size: int) -> None:
        self._packer.put(member_header(f"{self._outgoing.top}/{path}", size))
        self._offsets.write(offset_line(path, self._packer.position, size))
        self._members += 1
