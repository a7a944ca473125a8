# SPDX-License-Identifier: Apache-2.0
"""Whole age files: small ones at once, large ones through file-like objects.

These copy once more than `PayloadCipher` needs to; the data path of evidence has its own
buffers and threads.
"""

import io
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from rogatory.errors import Code, Refused
from rogatory.seal.age import armor, refusals
from rogatory.seal.age.chunks import CHUNK, SEALED_CHUNK, TAG
from rogatory.seal.age.file_key import NONCE_SIZE
from rogatory.seal.age.header import LARGEST_HEADER, parse_header
from rogatory.seal.age.payload import PayloadCipher, Readable
from rogatory.seal.age.recipients import AgeRecipient, Identity
from rogatory.seal.age.sealing import open_header, seal_header
from rogatory.wire.randomness import Random

_FIRST_READ = 8 << 10
"""Holds five hybrid recipients."""


class ByteSource(Protocol):
    """Where sealed bytes come from; fewer than asked for are fine, none means the end."""

    def read(self, size: int, /) -> bytes: ...


class Sink(Protocol):
    """Where sealed bytes go; takes all it is given."""

    def write(self, data: memoryview, /) -> object: ...


def encrypt(
    data: bytes, recipients: Sequence[AgeRecipient], random: Random, *, armored: bool = False
) -> bytes:
    """Return the age file of `data`, in armor if asked."""
    sink = io.BytesIO()
    with AgeWriter(sink, recipients, random) as writer:
        writer.write(data)
    sealed = sink.getvalue()
    return armor.encode(sealed) if armored else sealed


def decrypt(data: bytes, identities: Sequence[Identity]) -> bytes:
    """Return the plaintext of a whole age file, armored or not; nothing of it unless all verifies."""
    binary = armor.decode(data) if armor.is_armored(data) else data
    return AgeReader(io.BytesIO(binary), identities).readall()


class AgeWriter:
    """Seals what is written into it.

    The file is whole only after `finish`, which the end of a `with` block calls unless an
    exception passes: what an error cut short must not look complete.
    """

    def __init__(self, sink: Sink, recipients: Sequence[AgeRecipient], random: Random) -> None:
        sealed = seal_header(recipients, random)
        nonce = random(NONCE_SIZE)
        self._cipher = PayloadCipher(sealed.file_key, nonce)
        self._sink = sink
        self._plain = memoryview(bytearray(CHUNK))
        self._sealed = memoryview(bytearray(SEALED_CHUNK))
        self._held = 0
        self._index = 0
        self._finished = False
        sink.write(memoryview(sealed.header + nonce))

    def write(self, data: Readable) -> int:
        if self._finished:
            raise ValueError("the age file is finished")
        rest = memoryview(data)
        while rest:
            # A full chunk waits until it is known whether it is the last.
            if self._held == CHUNK:
                self._emit(last=False)
            part = rest[: CHUNK - self._held]
            self._plain[self._held : self._held + len(part)] = part
            self._held += len(part)
            rest = rest[len(part) :]
        return len(data)

    def finish(self) -> None:
        """Write the final chunk; once is enough."""
        if not self._finished:
            self._emit(last=True)
            self._finished = True

    def _emit(self, *, last: bool) -> None:
        out = self._sealed[: self._held + TAG]
        self._cipher.encrypt_chunk_into(self._index, last, self._plain[: self._held], out)
        self._sink.write(out)
        self._index += 1
        self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.finish()


class AgeReader(io.RawIOBase):
    """The plaintext of an age file, chunk by chunk; refuses at the first that does not verify.

    Until it has been read to its end, which verifies that the file is whole, what it gave may
    be the beginning of a longer one.
    """

    def __init__(self, source: ByteSource, identities: Sequence[Identity]) -> None:
        super().__init__()
        self._source = source
        self._pending = bytearray()
        header = self._read_header()
        file_key = open_header(header, identities)
        self._cipher = PayloadCipher(file_key, self._read_nonce())
        self._plain = memoryview(bytearray(CHUNK))
        self._ready = self._plain[:0]
        self._index = 0
        self._at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        out = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if not self._ready and not self._at_end:
            self._next_chunk()
        size = min(len(out), len(self._ready))
        out[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _next_chunk(self) -> None:
        self._fill(SEALED_CHUNK + 1)
        last = len(self._pending) <= SEALED_CHUNK
        sealed = bytes(self._pending[:SEALED_CHUNK])
        del self._pending[:SEALED_CHUNK]
        if len(sealed) < TAG:
            raise Refused(refusals.PAYLOAD_INCOMPLETE.because())
        plain = self._plain[: len(sealed) - TAG]
        try:
            self._cipher.decrypt_chunk_into(self._index, last, sealed, plain)
        except Refused as refused:
            code = self._misplaced(refused, last, sealed, plain)
            if code is None:
                raise
            raise Refused(code.because()) from refused
        self._ready = plain
        self._at_end = last
        self._index += 1

    def _misplaced(
        self,
        refused: Refused,
        last: bool,  # noqa: FBT001 - what was tried
        sealed: bytes,
        plain: memoryview,
    ) -> Code | None:
        """Return what is truly wrong if the chunk would verify as (not) the final one."""
        if refused.codes != (refusals.CHUNK.id,):
            return None
        try:
            self._cipher.decrypt_chunk_into(self._index, not last, sealed, plain)
        except Refused:
            return None
        return refusals.PAYLOAD_INCOMPLETE if last else refusals.PAYLOAD_TRAILING

    def _read_header(self) -> bytes:
        """Return the header, reading twice as much each time, up to the limit."""
        wanted = _FIRST_READ
        while True:
            more = self._fill(wanted)
            try:
                size = parse_header(bytes(self._pending)).size
            except Refused as refused:
                if not more or refused.codes != (refusals.HEADER_INCOMPLETE.id,):
                    raise
                wanted = min(2 * wanted, LARGEST_HEADER)
            else:
                header = bytes(self._pending[:size])
                del self._pending[:size]
                return header

    def _read_nonce(self) -> bytes:
        self._fill(NONCE_SIZE)
        if len(self._pending) < NONCE_SIZE:
            raise Refused(refusals.NONCE_INCOMPLETE.because())
        nonce = bytes(self._pending[:NONCE_SIZE])
        del self._pending[:NONCE_SIZE]
        return nonce

    def _fill(self, size: int) -> bool:
        """Read until that many bytes are pending; False once the source has ended."""
        while len(self._pending) < size:
            part = self._source.read(size - len(self._pending))
            if not part:
                return False
            self._pending += part
        return True
