# SPDX-License-Identifier: Apache-2.0
"""The store of snapshots of the directory, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.snapshots import SeenSnapshot

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
OWN = SeenSnapshot("XA", 7, "ab" * 32, NOW, b"signed")
THEIRS = SeenSnapshot("XB", 7, "cd" * 32, NOW + timedelta(seconds=1))


def test_nothing_is_written_outside_a_transaction(store):
    for write in (
        lambda: store.put_snapshot(OWN),
        lambda: store.drop_snapshots("XA", 9),
        lambda: store.drop_snapshot(OWN),
    ):
        with pytest.raises(AssertionError):
            write()


def test_each_is_kept_once_and_gets_its_file_once(store):
    with store.transaction():
        assert store.put_snapshot(OWN)
        assert store.put_snapshot(THEIRS)
        assert not store.put_snapshot(replace(THEIRS, at=NOW + timedelta(days=1)))
        assert store.put_snapshot(replace(THEIRS, data=b"shown"))
        assert not store.put_snapshot(replace(THEIRS, data=b"another"))
    assert store.snapshots_of_version(7) == [OWN, replace(THEIRS, data=b"shown")]
    assert store.snapshots_of_version(8) == []
    assert store.snapshot_file("XB", THEIRS.digest) == b"shown"
    assert store.snapshot_file("XB", OWN.digest) is None


def test_those_of_a_state_come_without_files_the_newest_first(store):
    later = replace(OWN, version=9, digest="ef" * 32)
    with store.transaction():
        for each in (OWN, later, THEIRS):
            store.put_snapshot(each)
    assert store.snapshots_of_state("XA") == [replace(later, data=None), replace(OWN, data=None)]
    with store.transaction():
        store.drop_snapshots("XA", 9)
        store.drop_snapshot(THEIRS)
    assert store.snapshots_of_state("XA") == [replace(later, data=None)]
    assert store.snapshots_of_state("XB") == []
