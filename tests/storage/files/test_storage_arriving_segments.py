# SPDX-License-Identifier: Apache-2.0
"""Segments part by part: on the disk, in memory, over S3."""

import os

import pytest

from rogatory.errors import Refused
from rogatory.storage.files.arriving_segments import PART

SEAL = "5e" * 32
HEADER = b"age-encryption.org/v1\n-> x\n--- mac\n"
SEGMENT = 2 * PART + 7
LAST = PART + 1
SEGMENTS = [os.urandom(SEGMENT), os.urandom(SEGMENT), os.urandom(LAST)]


@pytest.fixture
def begun(objects):
    objects.begin_package(SEAL, HEADER, sum(map(len, SEGMENTS)), SEGMENT)
    objects.put_segment(SEAL, 0, SEGMENTS[0])
    return objects


def parts(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [PART, PART - 1, 64 << 10, SEGMENT])
@pytest.mark.parametrize("index", [1, 2])
def test_what_was_kept_is_the_segment_in_whatever_parts_it_came(begun, index, size):
    with begun.arriving_segment(SEAL, index) as arriving:
        for part in parts(SEGMENTS[index], size):
            arriving.write(part)
        arriving.keep()
    assert begun.get_segment(SEAL, index) == SEGMENTS[index]
    assert b"".join(begun.segment_parts(SEAL, index)) == SEGMENTS[index]
    assert begun.get_segment(SEAL, 0) == SEGMENTS[0]


def test_what_was_not_kept_changes_nothing(begun):
    """A peer that sends other bytes for a segment that another process has fetched meanwhile."""
    with begun.arriving_segment(SEAL, 0) as arriving:
        arriving.write(SEGMENTS[1])
    assert begun.get_segment(SEAL, 0) == SEGMENTS[0]


def test_what_breaks_off_changes_nothing(begun):
    def broken():
        with begun.arriving_segment(SEAL, 0) as arriving:
            arriving.write(SEGMENTS[1][:PART])
            raise ConnectionError

    with pytest.raises(ConnectionError):
        broken()
    assert begun.get_segment(SEAL, 0) == SEGMENTS[0]


@pytest.mark.parametrize(("index", "size"), [(0, SEGMENT + 1), (2, SEGMENT), (3, 1), (-1, 1)])
def test_more_than_the_segment_has_is_refused_as_it_comes(begun, index, size):
    def take():
        with begun.arriving_segment(SEAL, index) as arriving:
            for part in parts(bytes(size), PART):
                arriving.write(part)

    with pytest.raises(Refused) as refused:
        take()
    assert refused.value.codes == ("segment-outside",)
    assert begun.get_segment(SEAL, 0) == SEGMENTS[0]


@pytest.mark.parametrize("size", [0, SEGMENT - 1])
def test_less_than_the_segment_has_is_not_kept(begun, size):
    with begun.arriving_segment(SEAL, 0) as arriving:
        arriving.write(bytes(size))
        with pytest.raises(Refused) as refused:
            arriving.keep()
        assert refused.value.codes == ("segment-outside",)
    assert begun.get_segment(SEAL, 0) == SEGMENTS[0]


def test_a_package_that_nobody_began_takes_and_gives_no_parts(objects):
    def take():
        with objects.arriving_segment(SEAL, 0):
            pass

    for ask in (take, lambda: next(objects.segment_parts(SEAL, 0))):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.codes == ("package-absent",)


@pytest.mark.parametrize("index", [3, -1])
def test_a_segment_beyond_the_package_has_no_parts(begun, index):
    with pytest.raises(Refused) as refused:
        next(begun.segment_parts(SEAL, index))
    assert refused.value.codes == ("segment-outside",)


class TestOnTheDisk:
    @pytest.fixture
    def objects(self, tmp_path):
        from rogatory.storage.files.objects import LocalObjects

        for name in ("objects", "packages"):
            (tmp_path / name).mkdir()
        return LocalObjects(tmp_path / "objects", tmp_path / "packages")

    def test_no_part_is_larger_than_what_a_node_holds_at_once(self, begun):
        assert max(map(len, begun.segment_parts(SEAL, 0))) == PART

    def test_what_waits_has_no_name_in_the_folder(self, begun, tmp_path):
        before = sorted((tmp_path / "packages").iterdir())
        with begun.arriving_segment(SEAL, 1) as arriving:
            arriving.write(SEGMENTS[1])
            assert sorted((tmp_path / "packages").iterdir()) == before

    def test_a_file_that_ends_midway_is_damaged_after_the_parts_that_are_there(
        self, begun, tmp_path
    ):
        os.truncate(tmp_path / "packages" / f"{SEAL}.age", len(HEADER) + PART + 3)
        found = begun.segment_parts(SEAL, 0)
        assert [next(found), next(found)] == [SEGMENTS[0][:PART], SEGMENTS[0][PART : PART + 3]]
        with pytest.raises(Refused) as refused:
            next(found)
        assert refused.value.codes == ("object-damaged",)
