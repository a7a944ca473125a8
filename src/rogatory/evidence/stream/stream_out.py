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

from rogatory.disk import Beneath, DirectStream
from rogatory.evidence.bag.tag_files import TagFile
from rogatory.evidence.hashing import Hasher
from rogatory.evidence.layout import PACKAGE
from rogatory.evidence.options import ReportProgress
from rogatory.evidence.pipeline.packer import Batch, Packer, Round, new_ring
from rogatory.evidence.pipeline.partial_files import Parts
from rogatory.evidence.pipeline.pipeline import Lane, Pipeline
from rogatory.evidence.sealed.segments import SegmentList
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.stream.encryption import Ciphertext, Encryptor, new_output_ring, writer
from rogatory.evidence.stream.forked_reader import ForkedReader, SharedRound, worth_forking
from rogatory.evidence.stream.stream_contents import Outgoing, RecordMember
from rogatory.evidence.stream.tar_packing import pack_data, pack_tail
from rogatory.seal.age import PayloadCipher


@dataclass(frozen=True, slots=True)
class EncryptedPayload:
    """How the encrypted payload came out."""

    size: int
    segments: int
    root: str


class StreamWriter:
    """Seals one package into a folder; `spools` is where what does not fit memory goes."""

    def __init__(
        self,
        outgoing: Outgoing,
        header: bytes,
        nonce: bytes,
        cipher: PayloadCipher,
        *,
        fork: bool = False,
    ) -> None:
        """Decide who reads; `fork` allows a child process to read many small files."""
        self._outgoing = outgoing
        self._fork = fork and worth_forking(outgoing)
        self._header, self._nonce, self._cipher = header, nonce, cipher

    def write(
        self, folder: bytes, segments: SegmentList, spools: Spools, progress: ReportProgress
    ) -> EncryptedPayload:
        with Beneath(folder) as beneath:
            file = beneath.create(PACKAGE)
        try:
            expected = self._outgoing.plan.space + len(self._header)
            return self._run(
                DirectStream(file, PACKAGE, expected_size=expected), segments, spools, progress
            )
        finally:
            os.close(file)

    def _run(
        self, stream: DirectStream, segments: SegmentList, spools: Spools, progress: ReportProgress
    ) -> EncryptedPayload:
        # Before any thread is started: a process with threads must not fork.
        spools.flush()
        reader = ForkedReader(self._outgoing) if self._fork else None
        try:
            payload_size = self._through(reader, stream, segments, spools.new(), progress)
        finally:
            if reader is not None:
                reader.close()
        count, root = segments.finish()
        return EncryptedPayload(payload_size, count, root)

    def _through(
        self,
        reader: ForkedReader | None,
        stream: DirectStream,
        segments: SegmentList,
        offsets: Spool,
        progress: ReportProgress,
    ) -> int:
        """Run all stages at once; return the size of the payload."""
        with Pipeline() as line:
            own = _ring(line)
            free: Round = own if reader is None else _Both(reader.free, own)
            to_encrypt: Lane[Batch] = line.lane()
            to_hash: Lane[Batch] = line.lane()
            tails: Lane[Sequence[TagFile]] = line.lane()
            out_free: Lane[memoryview] = line.lane()
            to_write: Lane[Ciphertext] = line.lane()
            new_output_ring(out_free)
            encryptor = Encryptor(
                self._header, self._nonce, self._cipher, segments, to_write, out_free
            )
            if reader is None:
                work = packing(self._outgoing, free, to_encrypt, tails, offsets)
            else:
                work = receiving(self._outgoing, reader, free, to_encrypt, tails, offsets)
                line.on_stop(reader.kill)
            line.start("pack", work)
            line.start("encrypt", encrypting(encryptor, to_encrypt, to_hash, free))
            line.start("write", writer(stream, to_write, out_free))
            hash_batches(self._outgoing, to_hash, free, progress)
            tails.put(self._outgoing.tail())
        return encryptor.payload_size


def _ring(line: Pipeline) -> Lane[memoryview]:
    free: Lane[memoryview] = line.lane()
    new_ring(free)
    return free


def packing(
    outgoing: Outgoing,
    free: Round,
    to_encrypt: Lane[Batch],
    tails: Lane[Sequence[TagFile]],
    offsets: Spool,
) -> Callable[[], None]:
    """Return the work of the thread that reads and packs."""

    def work() -> None:
        packer = Packer(free, to_encrypt.put, further=outgoing.further)
        counted = pack_data(outgoing, packer, offsets)
        packer.end_data()
        pack_tail(outgoing, packer, offsets, counted, tails.take)

    return work


def receiving(
    outgoing: Outgoing,
    reader: ForkedReader,
    free: Round,
    to_encrypt: Lane[Batch],
    tails: Lane[Sequence[TagFile]],
    offsets: Spool,
) -> Callable[[], None]:
    """Return the work of the thread that takes what a child packed, and packs what follows the data."""

    def work() -> None:
        for batch, end in reader.batches(offsets):
            to_encrypt.put(batch)
            if end is not None:
                counted, begun = end
                packer = Packer(free, to_encrypt.put, begun=begun)
                pack_tail(outgoing, packer, offsets, counted, tails.take)

    return work


class _Both:
    """Gives each buffer back to the round that it is of; new ones come from the parent's own."""

    def __init__(self, shared: SharedRound, own: Lane[memoryview]) -> None:
        self._shared, self._own = shared, own

    def take(self) -> memoryview:
        return self._own.take()

    def put(self, item: memoryview) -> None:
        if self._shared.holds(item):
            self._shared.put(item)
        else:
            self._own.put(item)


def encrypting(
    encryptor: Encryptor, taken: Lane[Batch], to_hash: Lane[Batch], free: Round
) -> Callable[[], None]:
    """Return the work of the thread that encrypts: until the stream ends. What holds no data goes no further."""

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
    outgoing: Outgoing, to_hash: Lane[Batch], free: Round, progress: ReportProgress
) -> None:
    """Hash all data and record everything planned, until the end of the data."""
    with Hasher(outgoing.further) as hasher:
        recorder = Recorder(outgoing.record, outgoing.plan.bytes, progress, hasher)
        while True:
            batch = to_hash.take()
            recorder.take(batch)
            if batch.full:
                free.put(batch.view)
            if batch.end:
                return


class Recorder:
    """Hashes what is not hashed yet, and records whatever ends in a batch."""

    def __init__(
        self,
        record: RecordMember,
        total: int,
        progress: ReportProgress,
        hasher: Hasher,
        parts: Parts | None = None,
    ) -> None:
        """Keep what is hashed for whom; `parts` receives the digests of what a long file has given, at its marks."""
        self._parts = parts
        self._record, self._total, self._progress = record, total, progress
        self._hasher = hasher
        self._done = 0

    def take(self, batch: Batch) -> None:
        for planned, start, stop, last in batch.spans:
            if not planned.to_read:
                self._done += planned.size if planned.is_data else 0
                self._record(planned, planned.kept)
                continue
            self._done += stop - start
            data = batch.view[start:stop]
            if self._parts is not None and planned.digests is None:
                self._done += self._parts.begin(planned, self._hasher)
                data = self._parts.hash_to_marks(planned, self._hasher, data)
            digests = planned.digests or self._hasher.run(data, last=last)
            if digests is not None:
                planned.digests = digests
                self._record(planned, digests)
        self._progress(self._done, self._total)
