# SPDX-License-Identifier: Apache-2.0
"""The store of snapshots of the directory, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.snapshots import SeenSnapshot

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
OWN = SeenSnapshot("XA", 7, "ab" * 32, NOW, b"signed")
THEIRS = SeenSnapshot("XB", 7, "cd" * 32, NOW + timedelta(seconds=1))


def test_nothing_is_written_outside_a_transaction(books):
    for write in (
        lambda: books.put_snapshot(OWN),
        lambda: books.drop_snapshots("XA", 9),
        lambda: books.drop_snapshot(OWN),
    ):
        with pytest.raises(AssertionError):
            write()


def test_each_is_kept_once_and_gets_its_file_once(books):
    with books.transaction():
        assert books.put_snapshot(OWN)
        assert books.put_snapshot(THEIRS)
        assert not books.put_snapshot(replace(THEIRS, at=NOW + timedelta(days=1)))
        assert books.put_snapshot(replace(THEIRS, data=b"shown"))
        assert not books.put_snapshot(replace(THEIRS, data=b"another"))
    assert books.snapshots_of_version(7) == [OWN, replace(THEIRS, data=b"shown")]
    assert books.snapshots_of_version(8) == []
    assert books.snapshot_file("XB", THEIRS.digest) == b"shown"
    assert books.snapshot_file("XB", OWN.digest) is None


def test_those_of_a_state_come_without_files_the_newest_first(books):
    later = replace(OWN, version=9, digest="ef" * 32)
    with books.transaction():
        for each in (OWN, later, THEIRS):
            books.put_snapshot(each)
    assert books.snapshots_of_state("XA") == [replace(later, data=None), replace(OWN, data=None)]
    with books.transaction():
        books.drop_snapshots("XA", 9)
        books.drop_snapshot(THEIRS)
    assert books.snapshots_of_state("XA") == [replace(later, data=None)]
    assert books.snapshots_of_state("XB") == []
