# SPDX-License-Identifier: Apache-2.0
"""Objects are listed in order and copied from store to store, once, whatever interrupts it."""

import pytest

from rogatory.bootstrap.moving import objects as copying
from rogatory.bootstrap.moving.objects import ObjectCopy
from rogatory.bootstrap.moving.plan import home_at
from rogatory.bootstrap.ports.object_store import objects_of

pytestmark = pytest.mark.judge


@pytest.fixture(params=["disk", "s3"])
def store(request, movable, servers):
    if request.param == "disk":
        for name in ("objects", "packages"):
            (movable.home.path / name).rename(movable.home.path / f"old-{name}")
            (movable.home.path / name).mkdir()
        return objects_of(movable.home)
    return objects_of(home_at(movable.home, servers))


def test_objects_are_listed_in_order_and_from_any_one_on(store):
    assert not store.has_anything()
    assert list(store.digests()) == []
    digests = sorted(store.put(bytes([number]) * 9) for number in range(20))
    store.marks.create(f"removals/{digests[3]}", b"2026-11-30T00:00:00Z")
    assert store.has_anything()
    assert list(store.digests()) == digests
    for place in (0, 7, 19):
        assert list(store.digests(digests[place])) == digests[place + 1 :]
    assert list(store.digests("0" * 64)) == digests


def test_a_prefix_has_the_first_owner_that_is_noted(movable, servers):
    store = objects_of(home_at(movable.home, servers))
    assert store.owner() is None
    store.own("ab/xb")
    store.own("cd/xa")
    assert store.owner() == "ab/xb"
    assert not store.has_anything()


class Stopped(BaseException):
    pass


def test_copying_goes_on_after_what_was_noted(movable, servers, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "_COPIED_BETWEEN_NOTES", 3)
    source, target = objects_of(movable.home), objects_of(home_at(movable.home, servers))
    got, real = [], type(source).get

    def get(self, digest):
        got.append(digest)
        return real(self, digest)

    monkeypatch.setattr(type(source), "get", get)

    def stop(number):
        if number == 6:
            raise Stopped

    with movable.database() as database, database.used():
        with pytest.raises(Stopped):
            ObjectCopy(source, target, tmp_path / "notes", stop).run()
        assert len(list(target.digests())) == 6
        assert got == sorted(movable.digests)[:6]
        ObjectCopy(source, target, tmp_path / "notes", lambda _number: None).run()
        assert got == sorted(movable.digests)
        before = movable.objects()
        ObjectCopy(source, target, tmp_path / "notes", lambda _number: None).run()
    assert {digest: target.get(digest) for digest in target.digests()} == {
        digest: before[digest] for digest in movable.digests
    }
    assert list(target.marks.names("tombstones")) == before["removed"]
