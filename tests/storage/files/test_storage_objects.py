# SPDX-License-Identifier: Apache-2.0
"""Objects and sealed packages: kept by digest, segments at their places. On the disk, in memory, over S3."""

import pytest

from rogatory.errors import Refused
from rogatory.storage.files.objects import LocalObjects
from rogatory.wire.digests import sha256

SEAL = "5e" * 32
HEADER = b"age-encryption.org/v1\n-> x\n--- mac\n"
SEGMENT = 1024
SEGMENTS = [b"a" * SEGMENT, b"b" * SEGMENT, b"c" * 100]
PAYLOAD = b"".join(SEGMENTS)


def begin(objects, payload=PAYLOAD):
    objects.begin_package(SEAL, HEADER, len(payload), SEGMENT)


def test_bytes_come_back_by_their_digest_however_often_they_are_put(objects):
    for data in (b"", b"x", bytes(100_000)):
        assert objects.put(data) == objects.put(data) == sha256(data)
        assert objects.get(sha256(data)) == data


@pytest.mark.parametrize("digest", ["00" * 32, "../../etc/passwd", "", "AB" * 32])
def test_what_was_never_put_is_refused(objects, digest):
    with pytest.raises(Refused):
        objects.get(digest)


def test_segments_in_any_order_make_the_file(objects):
    begin(objects)
    begin(objects)
    for index in (2, 0, 1, 0):
        objects.put_segment(SEAL, index, SEGMENTS[index])
    assert [objects.get_segment(SEAL, n) for n in range(3)] == SEGMENTS


@pytest.mark.parametrize(
    ("index", "size"),
    [(0, SEGMENT - 1), (0, SEGMENT + 1), (2, SEGMENT), (3, 100), (-1, 100), (0, 0)],
)
def test_a_segment_that_has_no_place_is_refused_and_changes_nothing(objects, index, size):
    begin(objects)
    objects.put_segment(SEAL, 0, SEGMENTS[0])
    with pytest.raises(Refused) as refused:
        objects.put_segment(SEAL, index, bytes(size))
    assert refused.value.codes == ("segment-outside",)
    assert objects.get_segment(SEAL, 0) == SEGMENTS[0]


@pytest.mark.parametrize("index", [3, -1])
def test_a_segment_beyond_the_package_is_not_read(objects, index):
    begin(objects)
    objects.put_segment(SEAL, 0, SEGMENTS[0])
    with pytest.raises(Refused):
        objects.get_segment(SEAL, index)


def test_a_package_that_nobody_began_has_no_segments(objects, tmp_path):
    for ask in (
        lambda: objects.get_segment(SEAL, 0),
        lambda: objects.put_segment(SEAL, 0, SEGMENTS[0]),
        lambda: objects.hand_out_package(SEAL, str(tmp_path / "out")),
        lambda: objects.adopt_package(SEAL, __file__),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.codes == ("package-absent",)
    assert not (tmp_path / "out").exists()


def test_a_package_cannot_be_begun_again_with_other_sizes(objects):
    begin(objects)
    with pytest.raises(Refused) as refused:
        begin(objects, PAYLOAD + b"x")
    assert refused.value.codes == ("package-differs",)


def test_a_finished_file_is_adopted_served_by_segment_and_handed_out(objects, tmp_path):
    source, out = tmp_path / "package.age", tmp_path / "out.age"
    source.write_bytes(HEADER + PAYLOAD)
    begin(objects)
    objects.adopt_package(SEAL, str(source))
    objects.adopt_package(SEAL, str(source))
    assert [objects.get_segment(SEAL, n) for n in range(3)] == SEGMENTS
    objects.hand_out_package(SEAL, str(out))
    assert out.read_bytes() == HEADER + PAYLOAD


def test_segments_that_came_one_by_one_are_handed_out_as_the_file(objects, tmp_path):
    begin(objects)
    for index in (1, 2, 0):
        objects.put_segment(SEAL, index, SEGMENTS[index])
    objects.hand_out_package(SEAL, str(tmp_path / "out.age"))
    assert (tmp_path / "out.age").read_bytes() == HEADER + PAYLOAD


def test_nothing_is_handed_out_over_a_file_that_is_there(objects, tmp_path):
    begin(objects)
    for index, data in enumerate(SEGMENTS):
        objects.put_segment(SEAL, index, data)
    (tmp_path / "out.age").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        objects.hand_out_package(SEAL, str(tmp_path / "out.age"))
    assert refused.value.codes == ("disk-exists",)
    assert (tmp_path / "out.age").read_bytes() == b"mine"


@pytest.mark.parametrize("content", [HEADER + PAYLOAD + b"x", b"X" + (HEADER + PAYLOAD)[1:], b""])
def test_a_file_that_is_not_the_one_announced_is_not_adopted(objects, tmp_path, content):
    source = tmp_path / "package.age"
    source.write_bytes(content)
    begin(objects)
    with pytest.raises(Refused) as refused:
        objects.adopt_package(SEAL, str(source))
    assert refused.value.codes == ("package-differs",)
    with pytest.raises(Refused):
        objects.hand_out_package(SEAL, str(tmp_path / "out.age"))
    assert not (tmp_path / "out.age").exists()


@pytest.fixture
def disk(tmp_path):
    for name in ("objects", "packages"):
        (tmp_path / name).mkdir()
    return LocalObjects(tmp_path / "objects", tmp_path / "packages")


def test_bytes_that_changed_on_the_disk_are_refused(disk, tmp_path):
    digest = disk.put(b"evidence of handling")
    path = tmp_path / "objects" / digest[:2] / digest
    path.write_bytes(b"evidence of Handling")
    with pytest.raises(Refused) as refused:
        disk.get(digest)
    assert refused.value.codes == ("object-damaged",)


def test_a_package_is_the_age_file_itself_from_the_first_segment_on(disk, tmp_path):
    begin(disk)
    assert not (tmp_path / "packages" / f"{SEAL}.age").exists()
    disk.put_segment(SEAL, 1, SEGMENTS[1])
    data = (tmp_path / "packages" / f"{SEAL}.age").read_bytes()
    assert data == HEADER + bytes(SEGMENT) + SEGMENTS[1] + bytes(100)


def test_a_file_on_the_same_disk_is_adopted_without_copying(disk, tmp_path):
    source = tmp_path / "package.age"
    source.write_bytes(HEADER + PAYLOAD)
    begin(disk)
    disk.adopt_package(SEAL, str(source))
    assert source.samefile(tmp_path / "packages" / f"{SEAL}.age")
    assert len(list((tmp_path / "packages").iterdir())) == 2
    disk.hand_out_package(SEAL, str(tmp_path / "out.age"))
    assert source.samefile(tmp_path / "out.age")


def test_another_process_finds_the_layout_that_the_first_one_kept(disk, tmp_path):
    begin(disk)
    disk.put_segment(SEAL, 2, SEGMENTS[2])
    other = LocalObjects(tmp_path / "objects", tmp_path / "packages")
    assert other.get_segment(SEAL, 2) == SEGMENTS[2]
