# SPDX-License-Identifier: Apache-2.0
"""The port `Objects` in a bucket of an S3-compatible store.

Each object is written once, in one request. Bytes have their SHA-256 as their name and are compared with it
whenever they are read. A sealed package is its layout and an object for each segment; its age file
exists only where a workstation takes it out. A name that is taken already is read back and compared: a
request that was repeated meets its own success.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rogatory.disk.faults import faults_at
from rogatory.disk.new_file import NewFile
from rogatory.errors import Refused, Unreachable
from rogatory.node.ports import FindNamed
from rogatory.storage.files import refusals
from rogatory.storage.files.arriving_segments import GatheredSegment
from rogatory.storage.files.objects import LARGEST_OBJECT
from rogatory.storage.files.package_layout import (
    LARGEST_LAYOUT,
    Layout,
    parse_layout,
    refuse_other_file,
    refuse_other_layout,
    segment_outside,
)
from rogatory.storage.files.removals import Removals
from rogatory.storage.object_store.bucket import Bucket
from rogatory.wire.digests import parse_digest, sha256

_OWNER = "owner"
_LARGEST_OWNER = 200


class BucketObjects:
    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._layouts: dict[str, Layout] = {}
        self.marks = bucket
        self._removals = Removals(bucket, lambda digest: bucket.remove(_object_name(digest)))

    def digests(self, after: str = "") -> Iterator[str]:
        """Yield the digests of all bytes that are here, in order; those after one."""
        begin = _object_name(after) if after else None
        return self._bucket.names("objects", after=begin)

    def has_anything(self) -> bool:
        """Decide whether objects or packages are here."""
        return any(next(self._bucket.names(one), None) for one in ("objects", "packages"))

    def owner(self) -> str | None:
        """Return the node whose objects these are, if a move noted it."""
        found = self._bucket.read(_OWNER, limit=_LARGEST_OWNER)
        return None if found is None else found.decode("ascii", "replace")

    def own(self, node: str) -> None:
        """Note whose objects these are; the first one that is noted stays."""
        self._bucket.create(_OWNER, node.encode("ascii"))

    def layout(self, seal: str) -> Layout:
        """Return how a package that was begun is laid out; refuses one that is not here."""
        return self._layout(seal)

    def put(self, data: bytes) -> str:
        digest = sha256(data)
        name = _object_name(digest)
        if not self._bucket.create(name, data):
            self._removals.cancel(digest)
            # Removed before it was cancelled, it is absent.
            if not self._bucket.holds(name, data) and not self._bucket.create(name, data):
                raise _differs(digest)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes of a digest; refuses those that are not there or have changed."""
        data = self._bucket.read(_object_name(parse_digest(digest)), limit=LARGEST_OBJECT)
        if data is None:
            raise self._removals.refusal_of_absent(digest)
        if sha256(data) != digest:
            raise Refused(refusals.OBJECT_DAMAGED.because(digest=digest))
        return data

    def remove(self, digest: str, at: datetime) -> None:
        self._removals.begin(parse_digest(digest), at)

    def finish_removals(self, at: datetime, named: FindNamed) -> Sequence[str]:
        return self._removals.finish(at, named)

    def begin_package(self, seal: str, header: bytes, payload_size: int, segment_size: int) -> None:
        layout = Layout(header, payload_size, segment_size)
        if not self._bucket.create(_layout_name(seal), layout.to_bytes()):
            refuse_other_layout(seal, self._layout(seal), layout)

    def put_segment(self, seal: str, index: int, data: bytes) -> None:
        layout = self._layout(seal)
        if len(data) != layout.size(index) or not data:
            raise segment_outside(seal, index, len(data))
        name = _segment_name(seal, index)
        if not self._bucket.create(name, data) and not self._bucket.holds(name, data):
            raise _differs(f"{seal}.age")

    def get_segment(self, seal: str, index: int) -> bytes:
        return b"".join(self.segment_parts(seal, index))

    @contextmanager
    def arriving_segment(self, seal: str, index: int) -> Iterator[GatheredSegment]:
        """Take one segment part by part into memory: the bucket takes it whole, or not at all."""
        yield GatheredSegment(seal, index, self._layout(seal).size(index), self.put_segment)

    def holds_package(self, seal: str, segments: int) -> bool:
        """Decide whether all segments of a package are in the bucket; none is read.

        Raises:
            Refused: the package or its layout is not here.
        """
        names = set(self._bucket.names(f"packages/{parse_digest(seal)}"))
        wanted = {f"{index:08}" for index in range(segments)}
        return self._layout(seal).segments == segments and wanted <= names

    def adopt_package(self, seal: str, path: str) -> None:
        """Copy the file into the bucket, segment by segment; refuses one whose header or size is not as
        announced before. What was copied before a failure is not copied again.
        """
        layout = self._layout(seal)
        with faults_at(path), Path(path).open("rb") as file:
            header, size = file.read(len(layout.header)), os.fstat(file.fileno()).st_size
            refuse_other_file(seal, header, size, layout)
            for index in range(layout.segments):
                self.put_segment(seal, index, file.read(layout.size(index)))

    def hand_out_package(self, seal: str, path: str) -> None:
        """Write header and segments into a new file, a part of a segment at a time."""
        layout = self._layout(seal)
        with NewFile(path) as new:
            new.write(layout.header)
            for index in range(layout.segments):
                for part in self.segment_parts(seal, index):
                    new.write(part)

    def segment_parts(self, seal: str, index: int) -> Iterator[bytes]:
        """Yield a segment by ranges of an object; refuses one that is not all there."""
        size = self._layout(seal).size(index)
        if size <= 0:
            raise segment_outside(seal, index, 0)
        try:
            yield from self._bucket.parts(_segment_name(seal, index), size)
        except FileNotFoundError:
            raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal)) from None
        except ValueError:
            raise Refused(refusals.OBJECT_DAMAGED.because(digest=f"{seal}.age")) from None

    def _layout(self, seal: str) -> Layout:
        # A layout never changes, so one reading serves all segments of a package.
        if seal not in self._layouts:
            data = self._bucket.read(_layout_name(seal), limit=LARGEST_LAYOUT)
            if data is None:
                raise Refused(refusals.PACKAGE_ABSENT.because(seal=seal))
            try:
                self._layouts[seal] = parse_layout(data)
            except (Refused, ValueError):
                raise Refused(refusals.OBJECT_DAMAGED.because(digest=f"{seal}.age")) from None
        return self._layouts[seal]


def _differs(what: str) -> Unreachable:
    """Return the failure of a put that met other bytes. Who put them did nothing wrong: refused, another
    State's message would be turned away for good.
    """
    return Unreachable(refusals.OBJECT_DAMAGED.because(digest=what))


def _object_name(digest: str) -> str:
    return f"objects/{digest[:2]}/{digest}"


def _layout_name(seal: str) -> str:
    return f"packages/{parse_digest(seal)}/layout"


def _segment_name(seal: str, index: int) -> str:
    return f"packages/{parse_digest(seal)}/{index:08}"
