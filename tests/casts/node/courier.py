# SPDX-License-Identifier: Apache-2.0
"""A package on a courier's disk."""

import pytest

from casts.node.beginnings import begun
from casts.node.packages import OFFICER, SEGMENT, XA, accepted, handed_over, sealed
from rogatory.custody.events.event import parse_event
from rogatory.node.courier.selection import Selection
from rogatory.node.courier.take_in_disk import courier_in
from rogatory.node.courier.write_disk import courier_out

COUNT = 5


@pytest.fixture
def thread(world):
    return begun(world, "accepted", lambda: accepted(world, XA))


@pytest.fixture
def folder(world, tmp_path, thread):
    size = (2 * COUNT - 1) * SEGMENT // 2
    begun(world, "larger", lambda: sealed(world, tmp_path, thread, size=size), folder=tmp_path)
    return tmp_path / "sealed"


@pytest.fixture
def record(world, folder, thread):
    return handed_over(world, folder, thread, name="larger handed over")


@pytest.fixture
def write(world, record, tmp_path):
    """Writes the disk of a name at Borealia."""

    def written(name="disk", **given):
        selection = Selection(**({"packages": (record.seal,)} | given))
        return courier_out(world.node("XB"), tmp_path / name, selection, officer=OFFICER)

    return written


@pytest.fixture
def disk(write, tmp_path):
    write()
    return tmp_path / "disk"


def take(world, disk, code="XA"):
    return courier_in(world.node(code), disk)


def assert_whole(world, record):
    node = world.node("XA")
    assert node.store.package(record.seal).complete
    for index in range(record.segments):
        there = world.node("XB").objects.get_segment(record.seal, index)
        assert node.objects.get_segment(record.seal, index) == there
    (event,) = node.store.events_of(record.bag)
    assert event.action == "received"
    return parse_event(event.event).act


def segment_files(disk):
    return sorted(p for p in (disk / "segments").rglob("*") if p.is_file())


def corrupt(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
