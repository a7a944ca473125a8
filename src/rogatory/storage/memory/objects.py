# SPDX-License-Identifier: Apache-2.0
"""The port `Objects` in memory. A package that was adopted is read from its folder."""

from pathlib import Path

from rogatory.errors import Refused
from rogatory.storage.files import refusals
from rogatory.storage.files.package_layout import Layout
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.words import P_


class MemoryObjects:
    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}
        self._layouts: dict[str, Layout] = {}
        self._files: dict[str, bytearray] = {}
        self._adopted: dict[str, str] = {}

    def put(self, data: bytes) -> str:
        digest = sha256(data)
        self._objects[digest] = data
        return digest

    def get(self, digest: str) -> bytes:
        if parse_digest(digest) not in self._objects:
            raise Refused(refusals.OBJECT_ABSENT.because(digest=digest))
        return self._objects[digest]

    def begin_package(self, seal: str, header: bytes, payload_size: int, segment_size: int) -> None:
        layout = Layout(header, payload_size, segment_size)
        if self._layouts.setdefault(parse_digest(seal), layout) != layout:
            problem = P_("has another header or other sizes than were announced")
            raise Refused(refusals.PACKAGE_DIFFERS.because(seal=seal, problem=problem))

    def put_segment(self, seal: str, index: int, data: bytes) -> None:
        layout = self._layout(seal)
        if len(data) != layout.size(index) or not data:
            raise _outside(seal, index, len(data))
        empty = bytearray(layout.header + bytes(layout.payload_size))
        at = layout.offset(index)
        self._files.setdefault(seal, empty)[at : at + len(data)] = data

    def get_segment(self, seal: str, index: int) -> bytes:
        layout = self._layout(seal)
        size = layout.size(index)
        if size <= 0:
            raise _outside(seal, index, 0)
        if seal not in self._files:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        return bytes(self._files[seal][layout.offset(index) :][:size])

    def adopt_package(self, seal: str, path: str) -> None:
        data = Path(path).read_bytes()
        layout = self._layouts.get(parse_digest(seal))
        if layout and (not data.startswith(layout.header) or len(data) != layout.file_size):
            problem = P_("is not the one that its seal says")
            raise Refused(refusals.PACKAGE_DIFFERS.because(seal=seal, problem=problem))
        self._files[seal] = bytearray(data)
        self._adopted[seal] = path

    def package_path(self, seal: str) -> str:
        """Return the path that an adopted package came from; one made of segments lies nowhere."""
        if seal not in self._adopted:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        return self._adopted[seal]

    def _layout(self, seal: str) -> Layout:
        if seal not in self._layouts:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        return self._layouts[seal]


def _outside(seal: str, index: int, size: int) -> Refused:
    return Refused(refusals.SEGMENT_OUTSIDE.because(seal=seal, index=index, size=size))
