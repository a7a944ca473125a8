# SPDX-License-Identifier: Apache-2.0
"""Copying objects from one store to the other: each is read back and compared.

1. The tombstones and marks of removed objects, first: nothing that was removed seems to be lost.
2. The objects, by their digests, in order.
3. The packages that rows name, segment by segment: those that are here. Others are still to be fetched.

How far it is, is written down now and then, so that a killed process goes on there. What is copied twice
has the effect of once: every store keeps what it has.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from blake3 import blake3
from django.db import connection

from rogatory.bootstrap.moving import refusals
from rogatory.disk.new_file import replace
from rogatory.disk.reading import read_file
from rogatory.errors import Refused
from rogatory.storage.files.objects import LocalObjects
from rogatory.storage.files.package_layout import Layout
from rogatory.storage.files.refusals import OBJECT_DAMAGED
from rogatory.storage.object_store.objects import BucketObjects

type MovedStore = LocalObjects | BucketObjects

MARK_KINDS = ("tombstones", "removals", "claims")
LARGEST_MARK = 64
"""Bytes. A mark is a moment."""
_BYTES_BETWEEN_NOTES = 64 << 20
_COPIED_BETWEEN_NOTES = 256
_AT_ONCE = 1000

_PACKAGES = "SELECT seal FROM storage_package WHERE seal >= %s ORDER BY seal LIMIT %s"
_SEGMENTS = """
    SELECT "index", blake3 FROM storage_segment
    WHERE package_id = %s AND "index" > %s AND present ORDER BY "index" LIMIT %s
"""


class ObjectCopy:
    """The copying of one move; its progress is in a file."""

    def __init__(
        self, source: MovedStore, target: MovedStore, notes: Path, report: Callable[[int], None]
    ) -> None:
        """Copy from one store to the other; `report` is given the number of objects and segments copied by
        this process so far, whenever progress was written down.
        """
        self._source, self._target = source, target
        self._notes, self._report = notes, report
        self._failed, self._first_failed = 0, ""
        self._copied = self._since = self._bytes = 0

    def run(self) -> None:
        """Copy what is not yet copied, with the source's database as that of this process.

        Raises:
            Refused: bytes are missing or damaged, at the end: everything else was copied.
            Unreachable: a store or the disk does not answer.
        """
        stage, after = self._read()
        if stage == "marks":
            self._copy_marks()
            stage, after = "objects", ""
            self._note(stage, after)
        if stage == "objects":
            for digest in self._source.digests(after):
                self._try(digest, partial(self._copy_object, digest))
                self._note_sometimes("objects", digest)
            stage, after = "packages", ""
            self._note(stage, after)
        if stage == "packages":
            self._copy_packages(after)
        if self._failed:
            # What failed is tried again by the next run, which begins anew.
            self._notes.unlink(missing_ok=True)
            raise Refused(
                refusals.OBJECTS_FAIL.because(count=self._failed, name=self._first_failed)
            )
        self._note("done", "")

    def _copy_marks(self) -> None:
        for kind in MARK_KINDS:
            for digest in self._source.marks.names(kind):
                found = self._source.marks.read(f"{kind}/{digest}", limit=LARGEST_MARK)
                if found is not None:
                    self._target.marks.create(f"{kind}/{digest}", found)

    def _copy_object(self, digest: str) -> int:
        data = self._source.get(digest)
        if not self._has(digest):
            self._target.put(data)
        return len(self._target.get(digest))

    def _has(self, digest: str) -> bool:
        # Putting takes away the mark of a removal under way, which belongs to the object.
        with suppress(Refused):
            self._target.get(digest)
            return True
        return False

    def _copy_packages(self, after: str) -> None:
        begun, _slash, last = after.partition("/")
        for seal in packages_from(begun):
            layout = self._begun(seal)
            for index, digest in present_segments(seal, int(last) if seal == begun else -1):
                name = f"{seal}/{index}"
                if layout is None:
                    self._fail(name)
                    break
                self._try(name, partial(self._copy_segment, seal, index, digest))
                self._note_sometimes("packages", name)

    def _begun(self, seal: str) -> Layout | None:
        """Begin a package that was begun where it comes from."""
        try:
            layout = self._source.layout(seal)
        except Refused:
            return None
        self._target.begin_package(seal, layout.header, layout.payload_size, layout.segment_size)
        return layout

    def _copy_segment(self, seal: str, index: int, digest: bytes) -> int:
        data = self._source.get_segment(seal, index)
        if blake3(data).digest() == digest:
            self._target.put_segment(seal, index, data)
            if self._target.get_segment(seal, index) == data:
                return len(data)
        raise Refused(OBJECT_DAMAGED.because(digest=f"{seal}.age"))

    def _try(self, name: str, copy: Callable[[], int]) -> None:
        try:
            self._bytes += copy()
        except Refused:
            self._fail(name)
        self._copied += 1
        self._since += 1

    def _fail(self, name: str) -> None:
        self._first_failed = self._first_failed or name
        self._failed += 1

    def _note_sometimes(self, stage: str, after: str) -> None:
        if self._since >= _COPIED_BETWEEN_NOTES or self._bytes >= _BYTES_BETWEEN_NOTES:
            self._note(stage, after)

    def _note(self, stage: str, after: str) -> None:
        self._since = self._bytes = 0
        replace(self._notes, json.dumps([stage, after]).encode())
        self._report(self._copied)

    def _read(self) -> tuple[str, str]:
        if not self._notes.exists():
            return "marks", ""
        stage, after = json.loads(read_file(self._notes, limit=1 << 12))
        return str(stage), str(after)


def packages_from(seal: str) -> Iterator[str]:
    """Yield the packages that rows name, in order, from one on."""
    while found := _rows(_PACKAGES, seal, _AT_ONCE):
        yield from (one for (one,) in found)
        if len(found) < _AT_ONCE:
            return
        seal = f"{found[-1][0]}0"  # what comes next


def present_segments(seal: str, after: int) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a package that are here, in order; those after one."""
    while found := _rows(_SEGMENTS, seal, after, _AT_ONCE):
        yield from ((index, bytes(digest)) for index, digest in found)
        after = found[-1][0]


def _rows(statement: str, *values: str | int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[Any] = cursor.fetchall()
        return found
