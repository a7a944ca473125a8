# SPDX-License-Identifier: Apache-2.0
"""Hashes the files of a bag that lies in a folder, in order of path, and follows no link."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from rogatory.disk import HeldNames, PathEntry, faults_at, walk
from rogatory.errors import Reason, Refused
from rogatory.evidence import refusals
from rogatory.evidence.hashing import FURTHER, NewHash
from rogatory.evidence.held_names import read_names
from rogatory.evidence.layout import DATA_FOLDER, FoldGuard
from rogatory.evidence.names import is_plain_path
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.wire.words import P_

_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


def plain_files(bag: Path, held: HeldNames | None = None) -> Iterator[PathEntry]:
    """Yield the files of a bag; refuses links, devices, and names that are not allowed in one."""
    for found in files_or_reasons(bag, held):
        if isinstance(found, Reason):
            raise Refused(found)
        yield found


def files_or_reasons(bag: Path, held: HeldNames | None = None) -> Iterator[PathEntry | Reason]:
    """Yield the files of a bag by their true paths, and the reason for each thing that is not
    allowed in one. `held` is what the disk holds under other names; None reads it beside the bag.
    """
    for entry, reason in entries_and_reasons(bag, held):
        if reason is not None:
            yield reason
        elif entry is not None:
            yield entry


def entries_and_reasons(
    bag: Path, held: HeldNames | None = None
) -> Iterator[tuple[PathEntry | None, Reason | None]]:
    """Yield each file of a bag, those too whose names are not allowed in one, with the reason; and None in
    place of a file with the reason for each other thing.
    """
    guard, faults = FoldGuard(), list[Reason]()
    names = read_names(bag) if held is None else held
    for entry in walk(bag, known_as=names, faults=faults):
        path = entry.path.decode("utf-8", "surrogateescape")
        file = entry if entry.is_file else None
        is_plain = is_plain_path(path)
        readable = path if is_plain else ascii(path)[1:-1]
        if file is None and not entry.is_folder:
            problem = P_("only files and folders are allowed in a package")
            yield None, refusals.BAG_FORM.because(path=readable, problem=problem)
        elif not is_plain:
            yield file, refusals.NAME_NOT_PLAIN.because(path=readable)
        elif not guard.admit(path, folder=entry.is_folder):
            yield file, refusals.NAME_COLLISION.because(path=path)
        elif file is not None:
            yield file, None
    yield from ((None, reason) for reason in faults)


def digest_entry(entry: PathEntry, new: NewHash, buffer: memoryview) -> tuple[str, int]:
    """Return digest and size of a file."""
    digests, size = digests_of(entry, (new,), buffer)
    return digests[0], size


def digests_of(
    entry: PathEntry, kinds: Sequence[NewHash], buffer: memoryview
) -> tuple[tuple[str, ...], int]:
    """Return digests of several kinds, and the size, of a file that is read once."""
    found = [new() for new in kinds]
    size = 0
    with faults_at(entry.path):
        file = os.open(entry.name, _FILE, dir_fd=entry.folder)
        try:
            while count := os.readv(file, [buffer]):
                for each in found:
                    each.update(buffer[:count])
                size += count
        finally:
            os.close(file)
    return tuple(each.hexdigest() for each in found), size


def payload_digests(
    bag: Path, algorithm: str, held: HeldNames | None = None
) -> Iterator[tuple[str, str]]:
    """Yield path and digest of each payload file, by one of the further algorithms. What is not
    allowed in a bag counts as absent: the check of its form reports it.
    """
    buffer = new_buffer(CAPACITY)
    prefix = DATA_FOLDER.encode()
    for entry in files_or_reasons(bag, held):
        if isinstance(entry, PathEntry) and entry.path.startswith(prefix):
            yield entry.path.decode(), digest_entry(entry, FURTHER[algorithm].new, buffer)[0]
