# SPDX-License-Identifier: Apache-2.0
"""How SQLite's file is made and opened: the size of its pages, its log, and what a commit waits for."""

import sqlite3
from contextlib import closing

import pytest

from rogatory.bootstrap.home.database import (
    PAGE_BYTES,
    PAGES_TO_CHECKPOINT,
    all_databases,
)
from rogatory.bootstrap.home.folder import NewHome, create_home

FULL, NORMAL = 2, 1


@pytest.fixture
def home(tmp_path):
    new = NewHome(state="XA", root=b"{}", directory_url="https://directory.example.org")
    return create_home(tmp_path / "home", new=new)


def opened(home, name="default"):
    """A connection that has run what a node's connections run first."""
    options = all_databases(home)[name]
    found = sqlite3.connect(options["NAME"])
    found.executescript(options["OPTIONS"]["init_command"])
    return found


def pragma_of(connected, pragma):
    return connected.execute(f"PRAGMA {pragma}").fetchone()[0]


@pytest.mark.parametrize(("name", "synchronous"), [("default", FULL), ("nonces", NORMAL)])
def test_a_new_database_has_small_pages_and_a_long_log(home, name, synchronous):
    with closing(opened(home, name)) as made:
        made.execute("CREATE TABLE one (x)")
        assert pragma_of(made, "page_size") == PAGE_BYTES
        assert pragma_of(made, "journal_mode") == "wal"
        assert pragma_of(made, "wal_autocheckpoint") == PAGES_TO_CHECKPOINT
        assert pragma_of(made, "synchronous") == synchronous


def test_a_database_of_before_keeps_its_pages_and_its_rows(home):
    with closing(sqlite3.connect(home.database)) as before:
        before.executescript("PRAGMA page_size=4096;PRAGMA journal_mode=WAL;CREATE TABLE one (x)")
        before.execute("INSERT INTO one VALUES (1)")
        before.commit()
    with closing(opened(home)) as now:
        assert pragma_of(now, "page_size") == 4096
        now.execute("INSERT INTO one VALUES (2)")
        now.commit()
        assert now.execute("SELECT x FROM one").fetchall() == [(1,), (2,)]
        assert pragma_of(now, "integrity_check") == "ok"
