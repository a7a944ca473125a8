# SPDX-License-Identifier: Apache-2.0
"""The object store over a real S3 server, and over a line to it that fails in every way that is known."""

import os
import secrets
import tracemalloc
from contextlib import suppress
from threading import Barrier, Thread

import pytest

from casts.servers.faulty_store import Fault
from casts.servers.line_to_store import (
    PATIENT,
    SOON,
    line,  # noqa: F401 - fixtures are handed on by name
)
from casts.servers.seaweed_server import KEY
from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.storage.object_store.bucket import PART, AccessKey, Bucket
from rogatory.storage.object_store.self_test import check_store
from rogatory.wire.digests import sha256

pytestmark = pytest.mark.judge

SEAL = "5e" * 32
HEADER = b"age-encryption.org/v1\n-> x\n--- mac\n"
SEGMENT = 1024
SEGMENTS = [b"a" * SEGMENT, b"b" * SEGMENT, b"c" * 100]


def begin(objects):
    objects.begin_package(SEAL, HEADER, sum(map(len, SEGMENTS)), SEGMENT)


def refusal(ask):
    with pytest.raises(RogatoryError) as raised:
        ask()
    return raised.value


@pytest.mark.parametrize("size", [0, 1, PART, PART + 1, 2 * PART + 5])
def test_objects_of_every_size_come_back_and_are_compared(line, size):
    data = os.urandom(size)
    objects = line.objects()
    assert objects.put(data) == objects.put(data) == sha256(data)
    assert objects.get(sha256(data)) == data
    assert line.straight.holds(f"objects/{sha256(data)[:2]}/{sha256(data)}", data)
    if size:
        assert not line.straight.holds(f"objects/{sha256(data)[:2]}/{sha256(data)}", bytes(size))


def test_of_many_writers_of_a_name_one_writes_and_all_read_the_same(seaweed):
    """Each knows by the answer whether it was the one."""
    bucket, barrier, wrote = seaweed.bucket(prefix=secrets.token_hex(8)), Barrier(8), []

    def write(each):
        barrier.wait()
        if bucket.create("name", each):
            wrote.append(each)

    threads = [Thread(target=write, args=(bytes([n]) * 100,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [bucket.read("name", limit=100)] == wrote


def test_a_segment_is_read_by_ranges_and_no_more_of_it_is_held(line, tmp_path):
    """A package of 40 MiB goes through a node that holds a part of it at a time."""
    size = 5 * PART
    source, out = tmp_path / "package.age", tmp_path / "out.age"
    source.write_bytes(HEADER + os.urandom(size))
    objects = line.objects()
    objects.begin_package(SEAL, HEADER, size, 4 * PART)
    objects.adopt_package(SEAL, str(source))
    line.store.requests.clear()
    tracemalloc.start()
    objects.hand_out_package(SEAL, str(out))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert out.read_bytes() == source.read_bytes()
    assert [command for command, _ in line.store.requests] == ["GET"] * 5
    assert most < 3 * PART + (9 << 20)  # the line's own copies of a part are in this process, too


def test_a_handing_over_that_was_cut_goes_on_where_it_stopped(line, tmp_path):
    source = tmp_path / "package.age"
    source.write_bytes(HEADER + b"".join(SEGMENTS))
    objects = line.objects()
    begin(objects)
    line.store.fails_after = 2
    error = refusal(lambda: objects.adopt_package(SEAL, str(source)))
    assert isinstance(error, Unreachable)
    line.store.fault, line.store.fails_after = Fault.NONE, None
    assert objects.get_segment(SEAL, 0) == SEGMENTS[0]
    assert refusal(lambda: objects.get_segment(SEAL, 2)).codes == ("package-absent",)
    out = tmp_path / "out.age"
    assert refusal(lambda: objects.hand_out_package(SEAL, str(out))).codes == ("package-absent",)
    assert not out.exists()
    objects.adopt_package(SEAL, str(source))
    objects.hand_out_package(SEAL, str(out))
    assert out.read_bytes() == source.read_bytes()


def test_a_repeated_writing_meets_its_own_success(line):
    line.store.fault = Fault.LOSES_ANSWERS
    objects = line.objects()
    begin(objects)
    objects.put_segment(SEAL, 0, SEGMENTS[0])
    digest = objects.put(b"a letter")
    assert [command for command, _ in line.store.requests].count("PUT") == 6
    assert objects.get(digest) == b"a letter"
    assert objects.get_segment(SEAL, 0) == SEGMENTS[0]


@pytest.mark.parametrize("fault", [Fault.FAILS, Fault.HANGS])
def test_a_store_that_fails_or_hangs_did_not_take_it_and_nothing_is_half_done(line, fault):
    objects = line.objects(SOON)
    begin(objects)
    kept = objects.put(b"kept")
    line.store.fault = fault
    asks = (
        lambda: objects.put(b"a letter"),
        lambda: objects.get(kept),
        lambda: objects.put_segment(SEAL, 0, SEGMENTS[0]),
        lambda: objects.get_segment(SEAL, 0),
    )
    for ask in asks:
        error = refusal(ask)
        assert isinstance(error, Unreachable)
        assert error.codes == ("object-store-fails",)
        assert ("500" in str(error)) == (fault is Fault.FAILS)
    line.store.fault = Fault.NONE
    assert refusal(lambda: objects.get(sha256(b"a letter"))).codes == ("object-absent",)
    assert refusal(lambda: objects.get_segment(SEAL, 0)).codes == ("package-absent",)
    assert objects.get(kept) == b"kept"
    objects.put(b"a letter")
    objects.put_segment(SEAL, 0, SEGMENTS[0])
    assert objects.get_segment(SEAL, 0) == SEGMENTS[0]


def test_a_body_that_breaks_off_did_not_arrive(line, tmp_path):
    objects = line.objects()
    begin(objects)
    for index, data in enumerate(SEGMENTS):
        objects.put_segment(SEAL, index, data)
    digest = objects.put(b"a letter")
    line.store.fault = Fault.TRUNCATES
    for ask in (
        lambda: objects.get(digest),
        lambda: objects.get_segment(SEAL, 0),
        lambda: objects.hand_out_package(SEAL, str(tmp_path / "out.age")),
    ):
        error = refusal(ask)
        assert isinstance(error, Unreachable)
        assert error.codes == ("object-store-fails",)
    assert list(tmp_path.iterdir()) == []
    line.store.fault = Fault.NONE
    assert objects.get(digest) == b"a letter"
    assert objects.get_segment(SEAL, 0) == SEGMENTS[0]


@pytest.mark.parametrize("fault", [Fault.SHORTENS, Fault.ALTERS])
def test_bytes_that_the_store_changed_are_not_taken(line, tmp_path, fault):
    objects = line.objects()
    begin(objects)
    digest = objects.put(b"a letter")
    line.store.fault = fault
    assert refusal(lambda: objects.get(digest)).codes == ("object-damaged",)
    second = refusal(lambda: objects.put(b"a letter"))
    assert isinstance(second, Unreachable)
    assert second.codes == ("object-damaged",)
    assert refusal(lambda: line.objects().get_segment(SEAL, 0)).codes == ("object-damaged",)
    line.store.fault = Fault.NONE
    assert objects.get(digest) == b"a letter"


@pytest.mark.parametrize(
    "layout",
    [
        b"",
        b"{}",
        b'{"header":"","payload_size":1,"segment_size":0}',
        b'{"header":"","payload_size":-1,"segment_size":1}',
        b'{"header":"","payload_size":1,"segment_size":99999999999}',
        b'{"header":"%","payload_size":1,"segment_size":1}',
        b'{"header":"","payload_size":"1","segment_size":1}',
    ],
)
def test_a_layout_that_was_replaced_in_the_store_is_refused(line, layout):
    line.straight.create(f"packages/{SEAL}/layout", layout)
    assert refusal(lambda: line.objects().get_segment(SEAL, 0)).codes == ("object-damaged",)


def test_another_segment_under_a_name_is_refused_and_stays(line):
    objects = line.objects()
    begin(objects)
    objects.put_segment(SEAL, 0, SEGMENTS[0])
    error = refusal(lambda: objects.put_segment(SEAL, 0, SEGMENTS[1]))
    assert isinstance(error, Unreachable)
    assert error.codes == ("object-damaged",)
    assert objects.get_segment(SEAL, 0) == SEGMENTS[0]


def test_a_good_store_passes_the_check_and_keeps_nothing_of_it(line):
    check_store(line.bucket(), os.urandom)
    (name,) = {path for command, path in line.store.requests if command == "DELETE"}
    assert line.straight.read(name.removeprefix(f"/evidence/{line.prefix}/"), limit=9) is None


@pytest.mark.parametrize(
    ("fault", "code", "kind"),
    [
        (Fault.OVERWRITES, "object-store-overwrites", Refused),
        (Fault.SHORTENS, "object-store-alters", Refused),
        (Fault.ALTERS, "object-store-alters", Refused),
        (Fault.TRUNCATES, "object-store-fails", Unreachable),
        (Fault.FAILS, "object-store-fails", Unreachable),
        (Fault.HANGS, "object-store-fails", Unreachable),
    ],
)
def test_a_store_that_is_none_fails_the_check_and_the_probe_is_removed(line, fault, code, kind):
    line.store.fault = fault
    error = refusal(lambda: check_store(line.bucket(SOON), bytes))
    assert isinstance(error, kind)
    assert error.codes == (code,)
    assert line.straight.read(f"probes/{bytes(16).hex()}", limit=9) is None


def test_a_store_whose_answers_get_lost_still_passes_the_check(line):
    line.store.fault = Fault.LOSES_ANSWERS
    check_store(line.bucket(), os.urandom)


def test_a_wrong_key_is_reported_and_no_key_is_shown_anywhere(line, seaweed):
    wrong = AccessKey(access_key_id=KEY.access_key_id, secret_access_key="another-secret")
    bucket = Bucket(seaweed.address(line.prefix), wrong, PATIENT)
    for ask in (lambda: bucket.create("x", b"x"), lambda: bucket.read("x", limit=1)):
        error = refusal(ask)
        assert isinstance(error, Unreachable)
        assert error.codes == ("object-store-denies",)
        assert "another-secret" not in f"{error!r} {error} {error.__cause__} {wrong!r}"
        assert KEY.access_key_id not in f"{error!r} {error} {error.__cause__} {wrong!r}"
    assert line.straight.read("x", limit=1) is None


def test_a_store_that_is_not_there_is_unreachable(seaweed, line):
    line.store.close()
    error = refusal(lambda: line.objects(SOON).put(b"a letter"))
    assert isinstance(error, Unreachable)
    assert error.codes == ("object-store-fails",)
    assert "127.0.0.1" not in str(error)
    with suppress(OSError):
        line.store.close()


def test_a_bucket_that_is_not_there_is_named(seaweed):
    address = seaweed.address("x")
    error = refusal(
        lambda: Bucket(
            type(address)(endpoint=address.endpoint, bucket="nobodys", region=address.region),
            KEY,
            PATIENT,
        ).read("x", limit=1)
    )
    assert isinstance(error, Unreachable)
    assert error.codes == ("object-store-bucket",)
