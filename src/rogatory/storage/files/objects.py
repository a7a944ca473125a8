# SPDX-License-Identifier: Apache-2.0
"""The port `Objects` on the local disk.

Bytes lie under their SHA-256 and are compared with it whenever they are read. A sealed package
is one age file that grows segment by segment at fixed places, so that what was fetched is the
very file that a workstation opens. Everything is on the disk before a method returns.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from rogatory.disk.durable import sync_folder
from rogatory.disk.faults import faults_at
from rogatory.disk.named_files import NamedFiles
from rogatory.disk.new_file import NewFile, write_new
from rogatory.disk.reading import read_file
from rogatory.disk.temporary import remove_leftovers
from rogatory.errors import Refused
from rogatory.node.ports import FindNamed
from rogatory.storage.files import refusals
from rogatory.storage.files.adoption import adopt, hand_out
from rogatory.storage.files.arriving_segments import SpooledSegment, read_parts
from rogatory.storage.files.package_layout import (
    Layout,
    keep_layout,
    read_layout,
    segment_outside,
)
from rogatory.storage.files.removals import LONGEST_REMOVAL, Removals
from rogatory.wire.digests import parse_digest, sha256

LARGEST_OBJECT = 64 << 20
"""Nothing of the kind is larger (`segments.b3` of a terabyte has 2 MiB); a damaged file that
claims to be would fill the memory that reads it."""

_TWO_DIGITS = re.compile(r"[0-9a-f]{2}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class LocalObjects:
    def __init__(self, objects: Path, packages: Path) -> None:
        self._objects = objects
        self._packages = packages
        self._layouts: dict[str, Layout] = {}
        self.marks = NamedFiles(objects)
        self._removals = Removals(self.marks, self._erase)

    def digests(self, after: str = "") -> Iterator[str]:
        """Yield the digests of all bytes that are here, in order; those after one."""
        for folder in sorted(self._objects.iterdir()):
            if _TWO_DIGITS.match(folder.name) and folder.name >= after[:2]:
                names = sorted(path.name for path in folder.iterdir() if path.name > after)
                yield from (name for name in names if _DIGEST.match(name))

    def has_anything(self) -> bool:
        """Decide whether objects, packages or marks are here."""
        return any(next(folder.iterdir(), None) for folder in (self._objects, self._packages))

    def layout(self, seal: str) -> Layout:
        """Return how a package that was begun is laid out; refuses one that is not here."""
        return self._layout(seal)

    def put(self, data: bytes) -> str:
        digest = sha256(data)
        path = self._path(digest)
        if path.exists():
            self._removals.cancel(digest)
        # Removed before it was cancelled, it is absent.
        if not path.exists():
            _make_folder(path.parent)
            try:
                write_new(path, data)
            except Refused:
                if not path.exists():
                    raise
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest; refuses those that are not there or have changed."""
        path = self._path(parse_digest(digest))
        if not path.exists():
            raise self._removals.refusal_of_absent(digest)
        data = read_file(path, limit=LARGEST_OBJECT)
        if sha256(data) != digest:
            raise Refused(refusals.OBJECT_DAMAGED.because(digest=digest))
        return data

    def remove(self, digest: str, at: datetime) -> None:
        self._removals.begin(parse_digest(digest), at)

    def finish_removals(self, at: datetime, named: FindNamed) -> Sequence[str]:
        removed = self._removals.finish(at, named)
        self._remove_leftovers(at - LONGEST_REMOVAL)
        return removed

    def begin_package(self, seal: str, header: bytes, payload_size: int, segment_size: int) -> None:
        keep_layout(self._layout_path(seal), seal, Layout(header, payload_size, segment_size))

    def put_segment(self, seal: str, index: int, data: bytes) -> None:
        self._put_parts(seal, index, len(data), (data,))

    @contextmanager
    def arriving_segment(self, seal: str, index: int) -> Iterator[SpooledSegment]:
        """Take one segment part by part into an unnamed file beside the packages."""
        size, folder = self._layout(seal).size(index), self._packages
        with faults_at(folder):
            file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed below; what fails within is not this folder's
        with file:
            yield SpooledSegment(seal, index, size, file, folder, self._put_parts)

    def _put_parts(self, seal: str, index: int, size: int, parts: Iterable[bytes]) -> None:
        layout = self._layout(seal)
        if size != layout.size(index) or not size:
            raise segment_outside(seal, index, size)
        path, offset = self._age_path(seal), layout.offset(index)
        with faults_at(path):
            if not path.exists():
                _reserve(path, layout)
            descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                for part in parts:
                    _write_at(descriptor, part, offset)
                    offset += len(part)
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)

    def get_segment(self, seal: str, index: int) -> bytes:
        size, offset = self._inside(seal, index)
        with faults_at(self._age_path(seal)), self._kept(seal).open("rb") as file:
            data = os.pread(file.fileno(), size, offset)
        if len(data) != size:
            raise Refused(refusals.OBJECT_DAMAGED.because(digest=f"{seal}.age"))
        return data

    def segment_parts(self, seal: str, index: int) -> Iterator[bytes]:
        """Yield a segment part by part; refuses one that is not all there."""
        size, offset = self._inside(seal, index)
        with faults_at(self._age_path(seal)), self._kept(seal).open("rb") as file:
            for part in read_parts(file, offset, size):
                yield part
                size -= len(part)
        if size:
            raise Refused(refusals.OBJECT_DAMAGED.because(digest=f"{seal}.age"))

    def holds_package(self, seal: str, segments: int) -> bool:
        """Decide whether the file of a package has the size that its layout states; no segment is read.

        Raises:
            Refused: the package or its layout is not here.
        """
        layout = self._layout(seal)
        with faults_at(self._age_path(seal)):
            return (layout.segments, layout.file_size) == (
                segments,
                self._kept(seal).stat().st_size,
            )

    def adopt_package(self, seal: str, path: str) -> None:
        """Adopt a package as the port says; refuses a file whose header or size is not as announced
        before.
        """
        adopt(Path(path), self._age_path(seal), seal, self._layout(seal))

    def hand_out_package(self, seal: str, path: str) -> None:
        hand_out(self._kept(seal), Path(path))

    def _inside(self, seal: str, index: int) -> tuple[int, int]:
        """Return size and offset of a segment; refuses one that a package does not have."""
        layout = self._layout(seal)
        size = layout.size(index)
        if size <= 0:
            raise segment_outside(seal, index, 0)
        return size, layout.offset(index)

    def _remove_leftovers(self, before: datetime) -> None:
        """Remove what processes that were killed left under temporary names: an age file has its full size."""
        inside = [one for one in self._objects.iterdir() if one.is_dir()]
        for folder in (self._packages, *inside):
            remove_leftovers(folder, before=before)

    def _kept(self, seal: str) -> Path:
        path = self._age_path(seal)
        if not path.exists():
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
        return path

    def _erase(self, digest: str) -> None:
        path = self._path(digest)
        if path.exists():
            with faults_at(path):
                path.unlink(missing_ok=True)
            sync_folder(path.parent)

    def _path(self, digest: str) -> Path:
        return self._objects / digest[:2] / digest

    def _age_path(self, seal: str) -> Path:
        return self._packages / f"{parse_digest(seal)}.age"

    def _layout_path(self, seal: str) -> Path:
        return self._packages / f"{parse_digest(seal)}.layout"

    def _layout(self, seal: str) -> Layout:
        # A layout never changes, so one reading serves all segments of a package.
        if seal not in self._layouts:
            path = self._layout_path(seal)
            if not path.exists():
                raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
            self._layouts[seal] = read_layout(path)
        return self._layouts[seal]


def _make_folder(folder: Path) -> None:
    """Make the folder, durably: a file is only as safe as the name of the folder it is in."""
    if folder.exists():
        return
    with faults_at(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        parent = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(parent)
        finally:
            os.close(parent)


def _reserve(path: Path, layout: Layout) -> None:
    """Write the header and reserve space for all segments, so that a full disk is reported before
    the first one.
    """
    try:
        with NewFile(path) as new:
            new.write(layout.header)
            os.posix_fallocate(new.fd, 0, layout.file_size)
    except Refused:
        # Another thread made it meanwhile.
        if not path.exists():
            raise


def _write_at(descriptor: int, data: bytes, offset: int) -> None:
    rest = memoryview(data)
    while rest:
        written = os.pwrite(descriptor, rest, offset)
        rest, offset = rest[written:], offset + written
