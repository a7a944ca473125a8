# SPDX-License-Identifier: Apache-2.0
"""Checking that a bundle's files are exactly those of its list: none missing, changed or added."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice

from rogatory.errors import Reason, refuse_if_any
from rogatory.evidence.verification.bag_check import HashedFile
from rogatory.node.court import layout, refusals
from rogatory.node.court.hashing import HashedBag, Rest
from rogatory.node.court.listing import files_in
from rogatory.node.court.reading import BundleFiles
from rogatory.wire.words import N_, FilledText

MOST_REASONS = 200
"""The most reasons of this check: of a bundle whose every file was changed, the first two hundred
are shown.
"""


def check_complete(files: BundleFiles, listing: bytes, bag: HashedBag, rest: Rest) -> str:
    """Decide that the bundle is complete.

    1. Every file that the list names is there, with its size and digest.
    2. Nothing else lies in the bundle, but what no list can name.
    3. `SHA256SUMS` says the same as the list.

    Raises:
        Refused: with every reason, at most `MOST_REASONS` of 1 and 2.
    """
    found = heapq.merge(rest.files, bag.all(), key=_key)
    lines = files.read(layout.SUMS, len(listing)) if files.there(layout.SUMS) else b""
    listed = ListedFiles(files_in(listing), lines)
    reasons = [
        *rest.reasons,
        *bag.strays,
        *islice(_compare(iter(listed), found), MOST_REASONS),
    ]  # 1, 2
    if lines and not reasons and not listed.sums_agree():
        reasons.append(refusals.SUMS_DIFFER.because())  # 3
    refuse_if_any(reasons)
    return FilledText(N_("{count} files"), count=listed.count)


class ListedFiles:
    """The files that the list names, compared with SHA256SUMS and counted on the way."""

    def __init__(self, files: Iterator[HashedFile], sums: bytes) -> None:
        self._files = files
        self._lines = iter(sums.splitlines(keepends=True))
        self._agree = True
        self.count = 0

    def __iter__(self) -> Iterator[HashedFile]:
        for path, digest, size in self._files:
            self.count += 1
            if path != layout.SUMS and self._agree:
                self._agree = next(self._lines, b"") == f"{digest}  {path}\n".encode()
            yield path, digest, size

    def sums_agree(self) -> bool:
        """Decide whether both said the same to the end; to be asked when all files were read."""
        return self._agree and next(self._lines, None) is None


def _compare(listed: Iterator[HashedFile], found: Iterable[HashedFile]) -> Iterator[Reason]:
    """Yield where the list and the folder differ, both being in byte order of path."""
    files = iter(found)
    line, file = next(listed, None), next(files, None)
    while line is not None or file is not None:
        if file is None or (line is not None and _key(line) < _key(file)):
            assert line is not None
            yield refusals.MISSING.because(path=line[0])
            line = next(listed, None)
        elif line is None or _key(file) < _key(line):
            yield refusals.UNLISTED.because(path=ascii(file[0])[1:-1])
            file = next(files, None)
        else:
            if file[1:] != line[1:]:
                yield refusals.DIGEST.because(path=file[0])
            line, file = next(listed, None), next(files, None)


def _key(found: HashedFile) -> bytes:
    return found[0].encode("utf-8", "surrogateescape")
