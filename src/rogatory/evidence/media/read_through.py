# SPDX-License-Identifier: Apache-2.0
"""Read an EWF image from end to end: its digests, its bad sectors, and what it states.

Two readers go through it side by side: ours, which knows from each chunk's checksum whether it
holds, and libewf, where it is installed. The digests are over the media with the sectors of bad
chunks as zeros. Where both readers give data they must give the same.
"""

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from rogatory.evidence.media.ewf_chunks import MOST_NOTES, Chunk, EwfReader, stated_at_end
from rogatory.evidence.media.ewf_sections import DamagedSectionError
from rogatory.evidence.media.libewf import Libewf
from rogatory.evidence.media.ranges import Ranges

STEP = 4 << 20
"""Bytes of media in one step: memory is a few of them."""

MOST_EXPANSION = 4096
"""Bytes of media for each byte of an image that our reader does not read: one that claims more
was made to be read for days.
"""

FREELY_CLAIMED = 1 << 30
"""Bytes of media for each byte of an image that our reader does not read, and bytes in any case:
one that claims more than its chunks could hold is aimed at our time. The most that is known is an
Ex01 of an empty disk, whose tables spend 16 bytes on a chunk of 32 KiB."""

ZEROS = bytes(1 << 20)


class _ProgressSink(Protocol):
    def progress(self, done: int) -> None: ...


def work(arguments: Mapping[str, Any], answers: _ProgressSink) -> dict[str, Any]:
    """Do the job `read-image`: `paths`, the segment files in order, and `ours`, whether the format
    is one that our own reader reads.
    """
    paths: list[str] = arguments["paths"]
    notes: list[str] = []
    second: Libewf | None = None
    missing = False
    try:
        second = Libewf(paths)
    except ModuleNotFoundError:
        missing = True
    except (OSError, MemoryError) as error:
        notes.append(f"libewf does not open it: {_short(error)}")
    found = _with_ours(paths, second, answers, notes) if arguments["ours"] else None
    if found is None and second is not None:
        found = _with_libewf(second, answers, paths, notes)
    if found is None:
        found = {"digests": {}, "media": None}
    header = second.header() if second else None
    version = second.version if second else None
    return {
        "header": header,
        "libewf": version,
        "libewf_missing": missing,
        "notes": notes[:MOST_NOTES],
        **found,
    }


def _short(error: BaseException) -> str:
    return str(error)[:300]


class _Digests:
    """SHA-256, and those that are to be compared."""

    def __init__(self, stored: Mapping[str, str]) -> None:
        names = ["sha256", *sorted(set(stored) & {"md5", "sha1"})]
        self._made = {name: hashlib.new(name, usedforsecurity=False) for name in names}

    def update(self, data: bytes) -> None:
        for each in self._made.values():
            each.update(data)

    def agree_with(self, stored: Mapping[str, str], more: bytes) -> bool:
        """Decide whether the stored digests are those of what was taken with `more` behind it."""
        compared = [name for name in stored if name in self._made]
        for name in compared:
            made = self._made[name].copy()
            made.update(more)
            if made.hexdigest() != stored[name]:
                return False
        return bool(compared) and bool(more)

    def found(self) -> dict[str, str]:
        return {name: each.hexdigest() for name, each in self._made.items()}


def _with_ours(
    paths: list[str], second: Libewf | None, answers: _ProgressSink, notes: list[str]
) -> dict[str, Any] | None:
    """Read the image with our own reader; return None, with a note, where it finds no image."""
    names = [path.encode("utf-8", "surrogateescape") for path in paths]
    reader = EwfReader(names)
    chunks = reader.chunks()
    try:
        first = next(chunks, None)
        stored = stated_at_end(names[-1]).digests
    except (DamagedSectionError, OSError) as error:
        notes.append(_short(error))
        return None
    volume = reader.stated.volume
    assert volume is not None
    digests = _Digests(stored)
    bad, differing = Ranges(), Ranges()
    compared = second if second is not None and second.size == volume.size else None
    if second is not None and compared is None:
        notes.append(f"libewf finds {second.size} bytes of media, not {volume.size}")
    with ThreadPoolExecutor(2) as pool:
        for step, theirs in _steps(first, chunks, volume.chunk_size, compared, pool):
            at = 0
            for chunk in step:
                sector = chunk.index * volume.sectors_per_chunk
                count = -(-chunk.size // volume.bytes_per_sector)
                digests.update(chunk.data if chunk.data is not None else _zeros(chunk.size))
                if chunk.data is None:
                    bad.add(sector, count)
                elif theirs is not None and theirs[at : at + chunk.size] != chunk.data:
                    differing.add(sector, count)
                at += chunk.size
            answers.progress(step[-1].index * volume.chunk_size + step[-1].size)
    stated = reader.stated
    notes += stated.notes
    if stated.lost:
        first_lost = -(-volume.size // volume.chunk_size) - stated.lost
        sector = first_lost * volume.sectors_per_chunk
        bad.add(sector, volume.sectors - sector)
    known = stated.digests or stored
    beyond = len(reader.beyond) if digests.agree_with(known, reader.beyond) else 0
    if beyond:
        digests.update(reader.beyond)
    return {
        "beyond": beyond,
        "damaged": bad.as_json(),
        "differing": differing.as_json(),
        # A medium of which a part is nowhere has no digest.
        "digests": {} if stated.lost else digests.found(),
        "errors": stated.errors,
        "media": {"bytes_per_sector": volume.bytes_per_sector, "size": volume.size + beyond},
        "stored": known,
    }


def _zeros(size: int) -> bytes:
    return ZEROS[:size] if size <= len(ZEROS) else bytes(size)


def _steps(
    first: Chunk | None,
    chunks: Iterator[Chunk],
    chunk_size: int,
    second: Libewf | None,
    pool: ThreadPoolExecutor,
) -> Iterator[tuple[list[Chunk], memoryview | None]]:
    """Yield chunks, and what libewf has at their place, read while those before are hashed."""
    count = max(STEP // chunk_size, 1)

    def ours(before: list[Chunk]) -> list[Chunk]:
        return [*before, *islice(chunks, count - len(before))]

    def theirs(number: int) -> bytes:
        assert second is not None
        return second.read(number * count * chunk_size, count * chunk_size)

    number = 0
    ahead: Future[list[Chunk]] = pool.submit(ours, [first] if first else [])
    beside = pool.submit(theirs, 0) if second else None
    while step := ahead.result():
        block = beside.result() if beside else None
        number += 1
        ahead = pool.submit(ours, [])
        beside = pool.submit(theirs, number) if second else None
        yield step, None if block is None else memoryview(block)


def _with_libewf(
    second: Libewf, answers: _ProgressSink, paths: list[str], notes: list[str]
) -> dict[str, Any] | None:
    """Return what libewf hands out, whose chunks nobody checked; None, with a note, if that is
    endless.
    """
    container = sum(Path(path).stat().st_size for path in paths)
    if second.size > max(FREELY_CLAIMED, MOST_EXPANSION * container):
        notes.append(f"it claims {second.size} bytes of media, more than it can hold")
        return None
    stored = second.digests()
    digests = _Digests(stored)
    unread = Ranges()
    for at in range(0, second.size, STEP):
        size = min(STEP, second.size - at)
        data = second.read(at, size)
        if len(data) < size:
            sector = second.bytes_per_sector
            first = (at + len(data)) // sector
            unread.add(first, -(-(at + size) // sector) - first)
            data += bytes(size - len(data))
        digests.update(data)
        answers.progress(at + size)
    return {
        "damaged": unread.as_json(),
        "digests": digests.found(),
        "media": {"bytes_per_sector": second.bytes_per_sector, "size": second.size},
        "stored": stored,
    }
