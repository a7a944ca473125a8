# SPDX-License-Identifier: Apache-2.0
"""The files of a home, looked at while this process has the database open."""

import contextlib
import sqlite3
import subprocess
import sys

import pytest

from django_home import new_home, put_new_store
from rogatory.bootstrap.doctor.home_files import home_files

OTHER = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    store.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


@pytest.fixture
def home(tmp_path):
    made = new_home(tmp_path / "home")
    put_new_store(made)
    return made


def writing_elsewhere(home):
    """Return why another process may not write; nothing if it may."""
    command = [sys.executable, "-I", "-c", OTHER, str(home.database)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_look_at_the_files_leaves_the_locks_of_this_process_alone(home):
    with contextlib.closing(sqlite3.connect(home.database, isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("BEGIN IMMEDIATE")
        assert writing_elsewhere(home) == "database is locked"
        found = home_files(home)
        assert found["unreadable"] == []
        assert writing_elsewhere(home) == "database is locked"
