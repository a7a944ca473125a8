# SPDX-License-Identifier: Apache-2.0
"""A node moves to PostgreSQL and S3 and back: nothing is lost, and no two of its databases are ever open."""

import os
from pathlib import Path

import pytest
from django.db import connection

from casts.faults.every_step import killed_at_every_step
from casts.storage.any_rows import every_row
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.migrations import refuse_other_tables
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.moving.run import move_node
from rogatory.bootstrap.ports.object_store import check_objects
from rogatory.errors import Refused
from rogatory.storage.row_archive.log_rows import check_log_rows
from rogatory.storage.row_archive.moves import Move
from rogatory.storage.store import DatabaseStore
from rogatory.storage.tables.signatures import SignerCertificate

pytestmark = pytest.mark.judge

DRIVER = Path(__file__).with_name("moving_driver.py")
PART = 20_000
"""Bytes, so that even the small home of the tests has several parts."""


def closed_codes(home):
    """Return the codes by which a process is refused that would work on the database of these settings."""
    database = NodeDatabase(home)
    try:
        with database.used():
            refuse_other_tables()
    except Refused as refused:
        return refused.codes
    finally:
        database.close()
    return ()


def test_a_node_moves_to_servers_and_back_and_everything_is_as_it_was(movable, servers):
    rows, objects, settings = movable.everything()
    before = movable.home
    before.nonces.parent.mkdir(exist_ok=True)
    before.nonces.write_bytes(b"nonces of the time before")
    assert len(rows) > 60
    assert sum(map(len, rows.values())) > 900

    moved = move_node(before.path, movable.to(**servers), begins=True)

    there = read_home(before.path)
    assert (there.database_url, there.object_store.bucket) == (servers["database_url"], "evidence")
    assert movable.rows() == rows
    assert movable.objects() == objects
    assert moved.rows == sum(map(len, rows.values()))
    with movable.database() as database, database.used():
        assert SignerCertificate.objects.count() == 2
    check_objects(there, os.urandom)
    assert closed_codes(there) == ()
    assert closed_codes(before) == ("node-moved",)
    assert not (before.path / "move").exists()
    assert not before.nonces.exists()

    move_node(before.path, None, begins=True)

    assert movable.everything() == (rows, objects, settings)
    assert closed_codes(before) == ()
    assert closed_codes(there) == ("node-moved",)
    kept = sorted(path.name for path in before.path.glob("moved/*/*"))
    assert kept == ["books.sqlite3", "objects", "packages"]


@pytest.mark.processes
def test_a_move_that_is_killed_at_every_step_loses_nothing_either_way(movable, servers):
    rows, objects, settings = movable.everything()

    kills = killed_at_every_step(DRIVER, movable.home.path, movable.to(**servers), PART)

    assert {name.rpartition(" ")[0] for name in kills if name[-1].isdigit()} == {
        "closed", "read", "tables", "filled", "compared", "objects", "left", "opened", "aside",
        "settings", "done",
    }  # fmt: skip
    assert len(kills) > 30
    assert movable.rows() == rows
    assert movable.objects() == objects
    assert not (movable.home.path / "move").exists()

    assert len(killed_at_every_step(DRIVER, movable.home.path, "-", PART)) > 30
    assert movable.everything() == (rows, objects, settings)
    with movable.database() as database, database.used():
        assert [one.phase for one in Move.objects.all()] == ["here"]


def test_an_event_that_waits_for_its_leaf_gets_it_before_the_rows_are_read(movable, servers):
    move_node(movable.home.path, movable.to(database_url=servers["database_url"]), begins=True)
    with movable.database() as database, database.used():
        store = DatabaseStore()
        size = store.log_size()
        with connection.cursor() as cursor:
            cursor.execute(WAITING, ["ef" * 32, "dc" * 32])

    move_node(movable.home.path, None, begins=True)

    with movable.database() as database, database.used():
        rows = every_row()
        assert rows["storage_waitingevent"] == []
        assert store.log_size() == size + 1
        check_log_rows(f"{movable.home.network}/xb")
        with connection.cursor() as cursor:
            cursor.execute("SELECT digest FROM storage_logevent ORDER BY place DESC LIMIT 1")
            assert cursor.fetchone() == ("ef" * 32,)


WAITING = """
    INSERT INTO storage_waitingevent
        (digest, object, action, event, p256, mldsa65, salt, commitment, logged, thread, officer)
    SELECT %s, object, action, event, p256, mldsa65, salt, %s, logged, thread, officer
    FROM storage_logevent ORDER BY place DESC LIMIT 1
"""
