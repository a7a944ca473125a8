# SPDX-License-Identifier: Apache-2.0
"""Sizes beyond 2^31, 2^32, 2^40 and chunks beyond 2^32: by offsets in sparse files, for real."""

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.evidence.sparse_package import BEHIND, HUGE, Sparse, sparse_package
from casts.evidence.states import Sealing
from rogatory.evidence.collecting.source import scan, source_at
from rogatory.evidence.opening.byte_range import ByteRange
from rogatory.evidence.opening.extract import extract_wanted
from rogatory.evidence.opening.extract_range import extract_range
from rogatory.evidence.opening.listing import list_sealed
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.opening.selection import parse_wanted
from rogatory.evidence.sealed.segments import segment_count
from rogatory.evidence.stream.tar_format import (
    BLOCK,
    LARGEST_MEMBER,
    LARGEST_USTAR_SIZE,
    Locator,
    member_header,
    offset_line,
    parse_locator,
    parse_offset_line,
)
from rogatory.evidence.stream.tar_reader import parse_member
from rogatory.seal.age import (
    CHUNK,
    SEALED_CHUNK,
    chunk_count,
    chunk_place,
    chunks_covering,
    payload_size,
    plain_size,
)

TIB = 1 << 40
EDGES = [0, (1 << 31) - 16, (1 << 32) - 16, (1 << 33) + 1, TIB - 5]


@pytest.fixture(scope="module")
def tebibyte(sealing: Sealing, tmp_path_factory) -> Sparse:
    """One file of 1 TiB and 77 bytes, and one behind it."""
    huge = TIB + 77
    folder = tmp_path_factory.mktemp("tebibyte")
    return sparse_package(folder, sealing, huge, [*EDGES, huge - 32], listed=True)


def _given(sealing: Sealing):
    return {"identities": [sealing.receiver.identity], "trust": sealing.trust}


def test_bytes_at_every_edge_of_a_file_of_a_tebibyte(tebibyte, sealing, tmp_path) -> None:
    begun = time.process_time()
    for at, data in tebibyte.pieces.items():
        out = tmp_path / str(at)
        done = extract_range(
            tebibyte.package, "a-huge.img", ByteRange(at, len(data)), out, **_given(sealing)
        )
        assert out.read_bytes() == data
        assert (done.start, done.size) == (at, TIB + 77)
    assert time.process_time() - begun < 10


def test_a_whole_file_behind_a_tebibyte(tebibyte, sealing, tmp_path) -> None:
    extract_wanted(tebibyte.package, ["b-behind.txt"], tmp_path / "out", **_given(sealing))
    assert (tmp_path / "out").read_bytes() == b"far behind"
    extract_wanted(tebibyte.package, ["*.txt"], tmp_path / "many", **_given(sealing))
    assert (tmp_path / "many" / BEHIND).read_bytes() == b"far behind"


def test_a_tebibyte_is_listed(tebibyte, sealing) -> None:
    with list_sealed(tebibyte.package, **_given(sealing)) as found:
        sizes = {one.item.path: one.item.size for one in found.items()}
    assert sizes == {"a-huge.img": TIB + 77, "b-behind.txt": 10}


def test_the_package_takes_no_space(tebibyte) -> None:
    status = (tebibyte.package / "package.age").stat()
    assert status.st_size > TIB
    assert status.st_blocks * 512 < 16 << 20


def test_chunks_beyond_two_to_the_thirty_second(sealing) -> None:
    """Of a file of 2^48 bytes: where the disk can name such a place (tmpfs can)."""
    huge = (1 << 48) + 99
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        try:
            made = sparse_package(folder, sealing, huge, [1 << 47, huge - 32], listed=False)
        except OSError:
            pytest.skip("no file system here takes a file of 2^48 bytes")
        assert chunk_count(made.size) > 1 << 32
        with (made.package / "package.age").open("rb") as package:
            inside = Inside(package.fileno(), made.seal, made.key)
            (drawn,) = inside.drawn(parse_wanted(["a-huge.img"]))
            assert (drawn.path, drawn.size) == (HUGE, huge)
            for at, data in made.pieces.items():
                assert inside.reader.read(drawn.start + at, len(data)) == data
            (behind,) = inside.drawn(parse_wanted(["b-behind.txt"]))
            assert behind.start > 1 << 48
            assert inside.reader.read(behind.start, behind.size) == b"far behind"
            assert hashlib.sha256(b"far behind").hexdigest() == behind.sha256
    finally:
        shutil.rmtree(folder)


def test_a_sparse_source_of_a_tebibyte_is_planned_without_being_read(tmp_path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with (source / "disk.img").open("wb") as file:
        file.truncate(TIB)
        os.pwrite(file.fileno(), b"partition", 446)
        os.pwrite(file.fileno(), b"end", TIB - 3)
    begun = time.process_time()
    (planned,) = [one for one in scan(source_at(source)) if one.size]
    assert planned.size == TIB
    assert time.process_time() - begun < 5


# The arithmetic, for every size that a JSON number can say.

_SIZES = st.integers(0, LARGEST_MEMBER) | st.sampled_from(
    [edge + near for edge in (1 << 31, 1 << 32, 1 << 40, 1 << 48, 8**11) for near in (-1, 0, 1)]
)


@given(_SIZES)
def test_payload_and_plain_sizes_are_each_others(size: int) -> None:
    payload = payload_size(size)
    assert plain_size(payload) == size
    last = chunk_place(chunk_count(size) - 1, payload)
    assert (last.last, last.end) == (True, payload)
    with pytest.raises(ValueError, match="has no chunk"):
        chunk_place(chunk_count(size), payload)


@given(_SIZES, st.integers(0, LARGEST_MEMBER), st.integers(1, 1 << 40))
def test_the_chunks_of_a_range_hold_it_and_no_more(size: int, start: int, length: int) -> None:
    start, end = min(start, size), min(start + length, size)
    found = chunks_covering(start, end - start)
    if start == end:
        assert not found
        return
    assert found.start * CHUNK <= start < (found.start + 1) * CHUNK
    assert (found.stop - 1) * CHUNK < end <= found.stop * CHUNK
    assert chunk_place(found.start, payload_size(size)).start == 16 + found.start * SEALED_CHUNK


@given(_SIZES, st.integers(20, 26))
def test_segments_cover_a_payload_and_no_more(size: int, power: int) -> None:
    payload, segment = payload_size(size), 1 << power
    count = segment_count(payload, segment)
    assert (count - 1) * segment < payload <= count * segment


@given(_SIZES)
def test_a_header_says_any_size(size: int) -> None:
    header = member_header("top/data/x", size)
    assert parse_member(header) == ("top/data/x", size, False)
    assert (len(header) > BLOCK) is (size > LARGEST_USTAR_SIZE)


@given(_SIZES, _SIZES, st.integers(0, 1 << 40), st.integers(0, 1 << 40))
def test_table_and_locator_say_any_place(start: int, size: int, low: int, more: int) -> None:
    assert parse_offset_line(offset_line("data/x", start, size)) == ("data/x", start, size)
    locator = Locator(start, low + more, low, more, 3)
    assert parse_locator(locator.encode()) == locator


@given(_SIZES, _SIZES, st.integers(1, 1 << 48))
def test_a_range_lies_within_its_file_or_is_refused(size: int, start: int, length: int) -> None:
    from rogatory.errors import Refused

    for wanted in (ByteRange(start, length), ByteRange(start, None)):
        try:
            low, taken = wanted.within(size)
        except Refused:
            assert start + (wanted.length or 1) > size
        else:
            assert 0 <= low < low + taken <= size
