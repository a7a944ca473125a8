# SPDX-License-Identifier: Apache-2.0
"""The names in one folder in byte order, in bounded memory however many there are."""

import heapq
import os
import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from rogatory.disk.paths import Location

MOST_NAMES_HELD = 200_000
"""About 20 MB. Ten million names in one folder, held at once, would take a gigabyte."""

_READ = 64 << 10


def sorted_names(
    folder: int,
    *,
    spill: Location | None = None,
    held: int = MOST_NAMES_HELD,
    known_as: Callable[[bytes], bytes] | None = None,
) -> Iterator[bytes]:
    """Yield names in an open folder, those of folders with a slash behind, in byte order of that.

    So a folder is where the paths of its contents are in byte order. Beyond `held` names, sorted
    runs go to unnamed files in the folder `spill` (the system's, if None) and are merged.
    `known_as` gives the true name of a name on disk; that is what is returned and sorted.
    """
    runs: list[IO[bytes]] = []
    names: list[bytes] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                slash = b"/" if entry.is_dir(follow_symlinks=False) else b""
                name = os.fsencode(entry.name)
                names.append((known_as(name) if known_as else name) + slash)
                if len(names) >= held:
                    runs.append(_run(names, spill))
                    names = []
        names.sort()
        if not runs:
            yield from names
        else:
            yield from heapq.merge(names, *(_names_of(run) for run in runs))
    finally:
        for run in runs:
            run.close()


def _run(names: list[bytes], spill: Location | None) -> IO[bytes]:
    names.sort()
    # No name holds NUL, which so ends each.
    run = tempfile.TemporaryFile(dir=None if spill is None else os.fsdecode(spill))  # noqa: SIM115 - closed by the reader
    run.write(b"\0".join([*names, b""]))
    run.seek(0)
    return run


def _names_of(run: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while part := run.read(_READ):
        *whole, rest = (rest + part).split(b"\0")
        yield from whole
