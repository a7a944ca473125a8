# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - what is refused is the end of the block
"""Large files: exact content and size, whatever pieces they come in; nothing on failure."""

import os
import random
import resource

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.disk import (
    BLOCK,
    DirectStream,
    DirectWriter,
    aligned_buffer,
    free_space,
    kernel,
    write_new,
)
from rogatory.errors import Refused, Unreachable

_PIECES = st.lists(
    st.tuples(st.sampled_from([0, 1, 15, BLOCK - 1, BLOCK, 65552, 1 << 20]), st.booleans()),
    max_size=6,
)


def _aligned(data):
    buffer = aligned_buffer(max(1, len(data)))
    buffer[: len(data)] = data
    return buffer[: len(data)]


@given(_PIECES)
def test_the_file_is_what_was_written_in_whatever_pieces(tmp_path_factory, pieces):
    path = tmp_path_factory.mktemp("direct") / "file"
    generator = random.Random(len(pieces))
    whole = b""
    with DirectWriter(path) as file:
        for size, aligned in pieces:
            data = generator.randbytes(size)
            file.write(_aligned(data) if aligned else data)
            whole += data
            assert file.position == len(whole)
    assert path.read_bytes() == whole


def test_aligned_blocks_are_written_from_where_they_are(tmp_path):
    """The staging buffer is not touched, so a pipeline's own buffers are copied nowhere."""
    with DirectWriter(tmp_path / "file") as file:
        if not file.direct:
            pytest.skip("this file system has no O_DIRECT")
        for _ in range(3):
            file.write(aligned_buffer(4 << 20))
            assert file._stream._staged == 0
        file.write(aligned_buffer(BLOCK + 5))
        assert file._stream._staged == 5
    assert (tmp_path / "file").stat().st_size == (12 << 20) + BLOCK + 5


def test_space_reserved_beyond_the_end_is_given_back(tmp_path):
    with DirectWriter(tmp_path / "file", expected_size=8 << 20) as file:
        file.write(b"short")
    status = (tmp_path / "file").stat()
    assert status.st_size == 5
    assert status.st_blocks * 512 <= BLOCK


def test_too_little_space_is_reported_before_the_first_byte(tiny_disk, content):
    with (
        pytest.raises(Unreachable) as unreachable,
        DirectWriter(tiny_disk / "file", expected_size=2 << 20),
    ):
        pytest.fail("the block must not be entered")
    assert unreachable.value.codes == ("disk-full",)
    assert content(tiny_disk) == {}


def test_a_file_system_that_cannot_reserve_is_asked_for_its_free_space(tiny_disk, monkeypatch):
    def unsupported(fd, size):
        raise OSError(95, "Operation not supported")

    # As NFS answers before version 4.2.
    monkeypatch.setattr(kernel, "allocate", unsupported)
    with pytest.raises(Unreachable), DirectWriter(tiny_disk / "a", expected_size=2 << 20):
        pytest.fail("the block must not be entered")
    with DirectWriter(tiny_disk / "b", expected_size=1 << 10) as file:
        file.write(b"fits")
    assert [path.name for path in tiny_disk.iterdir()] == ["b"]


@pytest.mark.parametrize("size", [4096, 1 << 20])
def test_a_disk_that_fills_up_is_reported_and_nothing_stays(tiny_disk, content, size):
    with pytest.raises(Unreachable) as unreachable, DirectWriter(tiny_disk / "file") as file:
        for _ in range((4 << 20) // size):
            file.write(aligned_buffer(size))
    assert unreachable.value.codes == ("disk-full",)
    assert content(tiny_disk) == {}


def test_a_disk_that_fills_up_with_the_last_bytes_is_reported_and_nothing_stays(tiny_disk, content):
    write_new(tiny_disk / "other", bytes((1 << 20) - (16 << 10)))
    with pytest.raises(Unreachable) as unreachable, DirectWriter(tiny_disk / "file") as file:
        file.write(bytes(64 << 10))
    assert unreachable.value.codes == ("disk-full",)
    assert list(content(tiny_disk)) == ["other"]


def test_a_limit_on_file_size_is_reported_and_nothing_stays(tmp_path, content):
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, old[1]))
    try:
        with pytest.raises(Unreachable) as unreachable, DirectWriter(tmp_path / "file") as file:
            file.write(aligned_buffer(4 << 20))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert unreachable.value.codes == ("disk-size-limit",)
    assert content(tmp_path) == {}


def test_a_taken_name_is_refused_before_the_first_byte(tmp_path, content):
    (tmp_path / "file").write_bytes(b"first")
    with pytest.raises(Refused), DirectWriter(tmp_path / "file"):
        pytest.fail("the block must not be entered")
    assert content(tmp_path) == {"file": b"first"}


def test_where_the_file_system_refuses_direct_writes_the_cache_is_used(tmp_path, monkeypatch):
    true_write = os.write
    refused = []

    def refuse_once(fd, data):
        if not refused:
            refused.append(fd)
            raise OSError(22, "Invalid argument")
        return true_write(fd, data)

    fd = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    stream = DirectStream(fd, tmp_path / "file")
    if not stream.direct:
        pytest.skip("this file system has no O_DIRECT")
    monkeypatch.setattr(os, "write", refuse_once)
    stream.write(b"x" * 5000)
    assert stream.finish() == 5000
    monkeypatch.undo()
    os.close(fd)
    assert not stream.direct
    assert (tmp_path / "file").read_bytes() == b"x" * 5000


def test_free_space_is_that_of_the_disk_of_the_path(tiny_disk):
    before = free_space(tiny_disk)
    assert 0 < before <= 1 << 20
    (tiny_disk / "file").write_bytes(bytes(512 << 10))
    assert free_space(tiny_disk) == before - (512 << 10)
