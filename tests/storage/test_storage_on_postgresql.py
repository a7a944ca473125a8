# SPDX-License-Identifier: Apache-2.0
"""The same tests of the store over PostgreSQL: its programs are real, and the test process has a database of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from casts.servers.postgresql_server import PostgresqlServer

FOLDER = Path(__file__).parent
"""With the tests of the node's own log, whose signers overlap there."""
WITHOUT_DATABASE = ("files", "object_store")
"""Folders whose tests touch no database: over PostgreSQL they would prove the same again."""

MOST_SKIPPED = 45
"""Tests of what SQLite alone has: its files, its one writer and its shared commits."""

LEAST_PASSED = 60
"""Tests of a share, so that none is empty."""

SHARES = 3
"""Parts of the tests, each with a server of its own."""

OVER_DATABASES = [
    *sorted(
        one
        for one in FOLDER.iterdir()
        if one.name.startswith("test_") or (one.is_dir() and any(one.rglob("test_*.py")))
        if one != Path(__file__) and one.name not in WITHOUT_DATABASE
    ),
    FOLDER.parent / "node" / "custody_log",
]


@pytest.mark.judge
@pytest.mark.processes
@pytest.mark.skipif(connection.vendor != "sqlite", reason="these are the tests over PostgreSQL")
@pytest.mark.parametrize("share", range(SHARES))
def test_the_store_keeps_its_promises_on_postgresql(share):
    server = PostgresqlServer()
    try:
        server.start()
        environment = {
            name: value
            for name, value in os.environ.items()
            if name == "PYTEST_DEBUG_TEMPROOT" or not name.startswith("PYTEST_")
        }
        environment["ROGATORY_TEST_DATABASE"] = server.create("rogatory")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *OVER_DATABASES[share::SHARES],
        ]
        done = subprocess.run(
            command,
            env=environment,
            cwd=FOLDER.parents[1],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    finally:
        server.remove()
    ended = [line for line in done.stdout.splitlines() if re.search(r"\d+ passed", line)][-1]
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|skipped)", ended)}
    assert counts["passed"] > LEAST_PASSED, ended
    assert counts.get("skipped", 0) <= MOST_SKIPPED, ended
