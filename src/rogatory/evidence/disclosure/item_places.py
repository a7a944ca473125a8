# SPDX-License-Identifier: Apache-2.0
"""Where the items that are handed over lie: in a bag, or inside a sealed package."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

from rogatory.disk import Beneath, faults_at
from rogatory.errors import Refused
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.held_names import read_names
from rogatory.evidence.inventory import LONGEST_LINE, Item, read_lines
from rogatory.evidence.layout import DATA_FOLDER, INVENTORY
from rogatory.evidence.opening.extract import AdmittedPackage
from rogatory.evidence.opening.member_extraction import MemberToExtract, draw
from rogatory.evidence.opening.offsets_table import MemberPlace
from rogatory.evidence.options import ReportProgress
from rogatory.evidence.pipeline.folder_writer import FolderWriter

_BLOCK = 1 << 20


class Holding(Protocol):
    """The inventory, and the data of items in its order."""

    def inventory(self) -> Iterator[bytes]:
        """Yield its lines; the caller compares what they come to with the items root."""
        ...

    def put(
        self,
        items: Callable[[], Iterator[Item]],
        folder: Path,
        progress: ReportProgress,
        total: int,
    ) -> None:
        """Write the file of each item to its place in a disclosure.

        Raises:
            Refused: a file does not have size and digest of its item.
        """
        ...


class InBag:
    """A bag in a folder."""

    def __init__(self, bag: Path) -> None:
        self._bag, self._names = bag, read_names(bag)
        self._buffer = memoryview(bytearray(_BLOCK))
        self._done = 0

    def inventory(self) -> Iterator[bytes]:
        with (
            Beneath(self._bag) as beneath,
            faults_at(INVENTORY),
            os.fdopen(beneath.open_read(INVENTORY), "rb") as stream,
        ):
            yield from read_lines(stream)

    def put(
        self,
        items: Callable[[], Iterator[Item]],
        folder: Path,
        progress: ReportProgress,
        total: int,
    ) -> None:
        with Beneath(self._bag) as bag, Beneath(folder) as out:
            for item in items():
                self._copy(bag, out, item, progress, total)

    def _copy(
        self, bag: Beneath, out: Beneath, item: Item, progress: ReportProgress, total: int
    ) -> None:
        digest, size = hashlib.sha256(), 0
        read = bag.open_read(self._names.place((DATA_FOLDER + item.path).encode()))
        try:
            written = out.create(f"{layout.DATA}/{item.path}")
            try:
                while count := os.readv(read, [self._buffer]):
                    digest.update(self._buffer[:count])
                    _write_all(written, self._buffer[:count])
                    size += count
                    progress(self._done + size, total)
            finally:
                os.close(written)
        finally:
            os.close(read)
        if (digest.hexdigest(), size) != (item.sha256, item.size):
            raise Refused(refusals.PACKAGE_DIFFERS.because(path=DATA_FOLDER + item.path))
        self._done += size


class InPackage:
    """A sealed package that was let in: of the payload, only what is wanted is decrypted."""

    def __init__(self, package: AdmittedPackage) -> None:
        self._package = package

    def inventory(self) -> Iterator[bytes]:
        rest = b""
        for block in self._package.inside.blocks(INVENTORY):
            *whole, rest = (rest + bytes(block)).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Refused(refusals.PACKAGE_DIFFERS.because(path=INVENTORY))
            yield from (line + b"\n" for line in whole)
        if rest:
            raise Refused(refusals.PACKAGE_DIFFERS.because(path=INVENTORY))

    def put(
        self,
        items: Callable[[], Iterator[Item]],
        folder: Path,
        progress: ReportProgress,
        total: int,
    ) -> None:
        inside = self._package.inside
        members = _placed(items(), inside.places(DATA_FOLDER.encode()))
        draw(
            self._package.chunks,
            members,
            lambda lane, free: FolderWriter(os.fsencode(folder), lane, free).work,
            lambda _drawn: None,
            progress,
            total,
        )


def _placed(items: Iterator[Item], places: Iterator[MemberPlace]) -> Iterator[MemberToExtract]:
    """Find each item in the table, both being in byte order of path; refuse one that is not there in its size."""
    for item in items:
        path = DATA_FOLDER + item.path
        found = next((place for place in places if place[0] >= path), None)
        if found is None or (found[0], found[2]) != (path, item.size):
            raise Refused(refusals.PACKAGE_DIFFERS.because(path=path))
        assert item.sha256 is not None
        yield MemberToExtract(f"{layout.DATA}/{item.path}", found[1], found[2], item.sha256)


def _write_all(file: int, data: memoryview) -> None:
    while data:
        data = data[os.write(file, data) :]
