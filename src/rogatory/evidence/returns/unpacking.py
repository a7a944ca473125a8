# SPDX-License-Identifier: Apache-2.0
"""Streams unpacked in blocks of bounded size: gzip, bzip2, xz, and the methods of zip."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Protocol

from rogatory.evidence.returns.members import Budget, ListingStoppedError

BLOCK = 1 << 18

LARGEST_DICTIONARY = 256 << 20
"""Bytes of memory that an xz or LZMA stream may ask for; xz -9 asks for 65 MiB."""


_SMALLEST_DICTIONARY = 4096


class DamagedStreamError(Exception):
    """A packed stream breaks: what is wrong."""


class NeedsMemory(Exception):
    """A packed stream asks for more memory than `LARGEST_DICTIONARY`; it may be sound."""

    def __init__(self) -> None:
        super().__init__(f"it needs more than {LARGEST_DICTIONARY} bytes of memory to be unpacked")


class PackedSource(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Unpacker(Protocol):
    """One packed stream. `unused` is what was given beyond its end."""

    @property
    def ended(self) -> bool: ...

    @property
    def unused(self) -> bytes: ...

    def give(self, data: bytes, most: int) -> bytes:
        """Give the next unpacked bytes, at most so many; `data` is empty until `hungry`."""

    @property
    def hungry(self) -> bool: ...


class Deflate:
    """Deflate, raw or (31) with gzip's frame."""

    def __init__(self, window: int) -> None:
        self._made = zlib.decompressobj(window)
        self._tail = b""

    @property
    def ended(self) -> bool:
        return self._made.eof

    @property
    def unused(self) -> bytes:
        return self._made.unused_data

    @property
    def hungry(self) -> bool:
        return not self._tail

    def give(self, data: bytes, most: int) -> bytes:
        try:
            out = self._made.decompress(self._tail + data, most)
        except zlib.error as error:
            raise DamagedStreamError(str(error)) from error
        self._tail = self._made.unconsumed_tail
        return out


class Blockwise:
    """bzip2 or LZMA, whose objects of the standard library have one shape."""

    def __init__(self, made: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._made = made

    @property
    def ended(self) -> bool:
        return self._made.eof

    @property
    def unused(self) -> bytes:
        return self._made.unused_data

    @property
    def hungry(self) -> bool:
        return self._made.needs_input

    def give(self, data: bytes, most: int) -> bytes:
        try:
            return self._made.decompress(data, most)
        except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
            if isinstance(error, lzma.LZMAError) and "limit" in str(error):
                raise NeedsMemory from error
            raise DamagedStreamError(str(error)) from error


class StoredData:
    """Data that are not packed; they end where the container says."""

    ended = False
    unused = b""
    hungry = True

    def give(self, data: bytes, most: int) -> bytes:
        assert len(data) <= most
        return data


def lzma_of_zip(properties: bytes, unpacked: int) -> Blockwise:
    """Return what unpacks LZMA as a zip has it: the properties precede the data. No dictionary is
    larger than what is unpacked, whatever the properties ask for.
    """
    if len(properties) != 5 or properties[0] >= 225:
        raise DamagedStreamError("the LZMA properties are none")
    first = properties[0]
    size = min(int.from_bytes(properties[1:], "little"), max(unpacked, _SMALLEST_DICTIONARY))
    if size > LARGEST_DICTIONARY:
        raise NeedsMemory
    filters = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": max(size, _SMALLEST_DICTIONARY),
        "lc": first % 9,
        "lp": first // 9 % 5,
        "pb": first // 45,
    }
    try:
        return Blockwise(lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[filters]))
    except (lzma.LZMAError, ValueError) as error:
        raise DamagedStreamError(str(error)) from error


_MADE: dict[str, Callable[[], Unpacker]] = {
    "gzip": lambda: Deflate(31),
    "bzip2": lambda: Blockwise(bz2.BZ2Decompressor()),
    "xz": lambda: Blockwise(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LARGEST_DICTIONARY)),
}

_MAGIC = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}


class UnpackedStream:
    """Reads a file packed as a whole, of one or several streams one after the other.

    `note` receives what follows the last stream without being one. Raises `ListingStoppedError`
    where the stream breaks, and where the budget is spent.
    """

    def __init__(self, source: PackedSource, packing: str, budget: Budget) -> None:
        self._source, self._packing, self._budget = source, packing, budget
        self._unpacker: Unpacker | None = _MADE[packing]()
        self._given = b""
        self._out = b""
        self.note: str | None = None

    def read(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end."""
        parts = [self._out[:size]]
        self._out = self._out[len(parts[0]) :]
        have = len(parts[0])
        while have < size:
            block = self._block()
            if not block:
                break
            part, self._out = block[: size - have], block[size - have :]
            parts.append(part)
            have += len(part)
        return b"".join(parts)

    def _block(self) -> bytes:
        while self._unpacker is not None:
            if self._unpacker.ended:
                self._following(self._unpacker.unused)
                continue
            data = self._given
            if self._unpacker.hungry and not data:
                data = self._source.read(BLOCK)
                if not data:
                    raise ListingStoppedError(f"the {self._packing} stream ends too early")
            self._given = b""
            try:
                out = self._unpacker.give(data, BLOCK)
            except NeedsMemory as error:
                raise ListingStoppedError(f"the {self._packing} stream: {error}") from error
            except DamagedStreamError as error:
                raise ListingStoppedError(
                    f"the {self._packing} stream is damaged ({error})"
                ) from error
            if out:
                self._budget.spend(len(out))
                return out
        return b""

    def _following(self, unused: bytes) -> None:
        """Begin another stream if one follows; zeros that fill a last block are ignored."""
        magic = _MAGIC[self._packing]
        self._given = (unused or self._source.read(BLOCK)).lstrip(b"\0")
        while not self._given and (more := self._source.read(BLOCK)):
            self._given = more.lstrip(b"\0")
        while self._given and len(self._given) < len(magic) and (more := self._source.read(BLOCK)):
            self._given += more
        if self._given.startswith(magic):
            self._unpacker = _MADE[self._packing]()
        else:
            self._unpacker = None
            if self._given:
                self.note = f"bytes that are no {self._packing} follow the archive"
