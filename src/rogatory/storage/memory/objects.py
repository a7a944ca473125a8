# SPDX-License-Identifier: Apache-2.0
"""The port `Objects` in memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rogatory.disk.new_file import write_new
from rogatory.errors import Refused
from rogatory.node.ports import FindNamed
from rogatory.storage.files import refusals
from rogatory.storage.files.arriving_segments import GatheredSegment
from rogatory.storage.files.package_layout import (
    Layout,
    refuse_other_file,
    refuse_other_layout,
    segment_outside,
)
from rogatory.storage.files.removals import Removals
from rogatory.wire.digests import parse_digest, sha256


class MemoryMarks:
    def __init__(self) -> None:
        self._marks: dict[str, bytes] = {}

    def create(self, name: str, data: bytes) -> bool:
        return self._marks.setdefault(name, data) is data

    def read(self, name: str, *, limit: int) -> bytes | None:
        found = self._marks.get(name)
        return found and found[:limit]

    def remove(self, name: str) -> None:
        self._marks.pop(name, None)

    def names(self, within: str) -> Iterable[str]:
        return [name.rpartition("/")[2] for name in self._marks if name.startswith(f"{within}/")]


class MemoryObjects:
    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}
        self._layouts: dict[str, Layout] = {}
        self._removals = Removals(MemoryMarks(), lambda digest: self._objects.pop(digest, None))
        self._files: dict[str, bytearray] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data)
        if digest in self._objects:
            self._removals.cancel(digest)
        self._objects[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        if parse_digest(digest) not in self._objects:
            raise self._removals.refusal_of_absent(digest)
        return self._objects[digest]

    def remove(self, digest: str, at: datetime) -> None:
        self._removals.begin(parse_digest(digest), at)

    def finish_removals(self, at: datetime, named: FindNamed) -> Sequence[str]:
        return self._removals.finish(at, named)

    def digests(self, after: str = "") -> Iterator[str]:
        return iter(sorted(one for one in self._objects if one > after))

    def begin_package(self, seal: str, header: bytes, payload_size: int, segment_size: int) -> None:
        layout = Layout(header, payload_size, segment_size)
        refuse_other_layout(seal, self._layouts.setdefault(parse_digest(seal), layout), layout)

    def put_segment(self, seal: str, index: int, data: bytes) -> None:
        layout = self._layout(seal)
        if len(data) != layout.size(index) or not data:
            raise segment_outside(seal, index, len(data))
        empty = bytearray(layout.header + bytes(layout.payload_size))
        at = layout.offset(index)
        self._files.setdefault(seal, empty)[at : at + len(data)] = data

    @contextmanager
    def arriving_segment(self, seal: str, index: int) -> Iterator[GatheredSegment]:
        yield GatheredSegment(seal, index, self._layout(seal).size(index), self.put_segment)

    def segment_parts(self, seal: str, index: int) -> Iterator[bytes]:
        """Yield a segment in one part."""
        yield self.get_segment(seal, index)

    def get_segment(self, seal: str, index: int) -> bytes:
        layout = self._layout(seal)
        size = layout.size(index)
        if size <= 0:
            raise segment_outside(seal, index, 0)
        if seal not in self._files:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        return bytes(self._files[seal][layout.offset(index) :][:size])

    def adopt_package(self, seal: str, path: str) -> None:
        layout, data = self._layout(seal), Path(path).read_bytes()
        refuse_other_file(seal, data[: len(layout.header)], len(data), layout)
        self._files[seal] = bytearray(data)

    def hand_out_package(self, seal: str, path: str) -> None:
        if seal not in self._files:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        write_new(path, bytes(self._files[seal]))

    def _layout(self, seal: str) -> Layout:
        if seal not in self._layouts:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        return self._layouts[seal]
