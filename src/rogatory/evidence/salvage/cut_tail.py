# SPDX-License-Identifier: Apache-2.0
"""The last chunk of a package that was cut short: what is there of it, without its proof.

The proof of a chunk is at its end, so a package that lost one byte loses its last 64 KiB, where a
small package has its lists of files. What is there can be decrypted all the same; nothing says that
it is what the sender wrote, so it serves for nothing but what a digest in the signed seal proves.
"""

import hashlib
import os
from collections.abc import Iterator
from io import BytesIO

from rogatory.errors import Refused
from rogatory.evidence.bag.earlier_forms import LARGEST_TAG_MANIFEST
from rogatory.evidence.bag.texts import read_manifest
from rogatory.evidence.layout import MANIFEST, TAG_MANIFEST
from rogatory.evidence.salvage.damaged_stream import HoleyReader
from rogatory.evidence.salvage.walking import LocatedMember, members
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.spool import Spool
from rogatory.seal.age import CHUNK, NONCE_SIZE, SEALED_CHUNK, FileKey, chunk_of, stream_of


class CutReader(HoleyReader):
    """Reads as `HoleyReader`, and gives what is there of the chunk in which the file ends."""

    def __init__(self, package: int, start: int, payload_size: int, key: FileKey) -> None:
        super().__init__(package, start, payload_size, key)
        there = os.fstat(package).st_size - start - NONCE_SIZE
        self._cut = max(0, there) // SEALED_CHUNK
        is_last = (self._cut + 1) * SEALED_CHUNK >= payload_size - NONCE_SIZE
        place = start + NONCE_SIZE + self._cut * SEALED_CHUNK
        sealed = os.pread(package, CHUNK, place)
        nonce = os.pread(package, NONCE_SIZE, start)
        known = max(0, min(CHUNK, self.size - self._cut * CHUNK))
        self._there = stream_of(key, nonce, self._cut, is_last, sealed)[:known]

    def pieces(self, offset: int, length: int) -> Iterator[tuple[int, memoryview | None]]:
        for size, piece in super().pieces(offset, length):
            if piece is None and chunk_of(offset) == self._cut:
                within = offset - self._cut * CHUNK
                found = self._there[within : within + size]
                if found:
                    yield len(found), memoryview(found)
                if len(found) < size:
                    yield size - len(found), None
            else:
                yield size, piece
            offset += size


def with_tail(
    reader: HoleyReader, package: int, seal: Seal, key: FileKey, plan: Spool
) -> HoleyReader:
    """Return the reader that gives the cut chunk too, where both lists of files that the seal
    vouches for can be read with it: each file is then judged by its digest. Else the reader as
    it is.
    """
    start = len(seal.header)
    if os.fstat(package).st_size >= start + seal.payload_size:
        return reader
    cut = CutReader(package, start, seal.payload_size, key)
    found = {
        one.path: one
        for one in members(cut, seal.package, plan)
        if one.path in {MANIFEST, TAG_MANIFEST}
    }
    return cut if _are_proved(cut, found, seal.bag) else reader


def _are_proved(cut: CutReader, found: dict[str, LocatedMember], bag: str) -> bool:
    if set(found) != {MANIFEST, TAG_MANIFEST} or found[TAG_MANIFEST].size > LARGEST_TAG_MANIFEST:
        return False
    try:
        listed = cut.read(found[TAG_MANIFEST].start, found[TAG_MANIFEST].size)
        if hashlib.sha256(listed).hexdigest() != bag:
            return False
        digests = dict(read_manifest(TAG_MANIFEST, BytesIO(listed), "sha256"))
    except Refused:
        return False
    return digests.get(MANIFEST) == _digest(cut, found[MANIFEST])


def _digest(cut: CutReader, one: LocatedMember) -> str | None:
    hashed = hashlib.sha256()
    for _, piece in cut.pieces(one.start, one.size):
        if piece is None:
            return None
        hashed.update(piece)
    return hashed.hexdigest()
