# SPDX-License-Identifier: Apache-2.0
"""Processes of a node on PostgreSQL: a restarted server is found again, and two machines change the tables once."""

import os
import subprocess
import sys
import threading
from queue import Queue

import pytest

from casts.servers.pooler import pgbouncer
from casts.servers.postgresql_server import PostgresqlServer
from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.folder import NewHome, create_home

pytestmark = pytest.mark.judge


@pytest.fixture(scope="module")
def server():
    made = PostgresqlServer()
    made.start()
    yield made
    made.remove()


def a_home(path, url):
    new = NewHome(state="XB", root=b"{}", directory_url="http://127.0.0.1:9", database_url=url)
    return create_home(path, new)


class Process:
    """A process with Django set up on a home; what it prints is read line by line."""

    def __init__(self, home, script):
        environment = {
            "ROGATORY_HOME": str(home.path),
            "DJANGO_SETTINGS_MODULE": "rogatory.bootstrap.settings.tables",
            "PATH": os.environ["PATH"],
        }
        self.running = subprocess.Popen(
            [sys.executable, "-c", SET_UP + script],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines, self.seen = Queue(), []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        with self.running.stdout:
            for line in self.running.stdout:
                self._lines.put(line.strip())

    def until(self, wanted):
        """Return once it has printed that line; what it printed before is in `seen`."""
        while not self.seen or self.seen[-1] != wanted:
            self.seen.append(self._lines.get(timeout=PATIENCE))

    def say(self, line):
        self.running.stdin.write(f"{line}\n")
        self.running.stdin.flush()

    def ended(self):
        self.running.stdin.close()
        self.running.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while not self._lines.empty():
            self.seen.append(self._lines.get())
        return self.running.returncode


SET_UP = """
import os, sys, threading
from pathlib import Path
import django
django.setup()
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.migrations import migrate, refuse_other_tables
from rogatory.errors import Refused
home = read_home(Path(os.environ["ROGATORY_HOME"]))
"""

WORK = """
from datetime import UTC, datetime
from types import SimpleNamespace
from django.db import DatabaseError
from rogatory.bootstrap.processes import worker as module
from rogatory.storage.queue.bell import Bell
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions.writing import refresh_connections

def run(node, job):
    with node.store.transaction():
        node.queue.finish(job)
    print(job.key, flush=True)

module.run = run
migrate(home)
clock = SimpleNamespace(now=lambda: datetime.now(UTC))
node = SimpleNamespace(store=DatabaseStore(), queue=DatabaseQueue(), clock=clock, random=bytes)
stop = threading.Event()
thread = threading.Thread(target=module.Worker(node, Bell(home.bell)).work, args=(stop,))
thread.start()
print("at work", flush=True)
for line in sys.stdin:
    refresh_connections()
    with node.store.transaction():
        node.queue.enqueue("test", line.strip(), {}, clock.now())
stop.set()
thread.join()
"""


def test_a_worker_finds_a_restarted_server_again(server, tmp_path):
    home = a_home(tmp_path / "home", server.create("restarted"))
    process = Process(home, WORK)
    process.until("at work")
    process.say("before")
    process.until("before")
    server.restart()
    process.say("after")
    process.until("after")
    assert process.ended() == 0
    assert server.query("restarted", "SELECT count(*) FROM storage_job") == "0"


MIGRATE = """
sys.stdin.readline()
migrate(home)
refuse_other_tables()
print("migrated", flush=True)
"""


def test_machines_that_start_at_once_change_the_tables_once(server, tmp_path):
    url = server.create("several")
    processes = [Process(a_home(tmp_path / f"home-{n}", url), MIGRATE) for n in range(3)]
    for each in processes:
        each.say("go")
    for each in processes:
        assert each.ended() == 0, each.seen
    count = "SELECT count(*), count(DISTINCT (app, name)) FROM django_migrations"
    every, distinct = server.query("several", count).split("|")
    assert every == distinct


CHECK = """
try:
    refuse_other_tables()
except Refused as refused:
    print(*refused.codes, flush=True)
try:
    migrate(home)
    print("migrated", flush=True)
except Refused as refused:
    print(*refused.codes, flush=True)
"""


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("DELETE FROM django_migrations", ["tables-older"]),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '0999_later', now())",
            ["tables-newer", "tables-newer"],
        ),
    ],
)
def test_no_process_works_on_tables_of_another_version(server, tmp_path, change, codes):
    name = f"version_{len(codes)}"
    home = a_home(tmp_path / "home", server.create(name))
    first = Process(home, "migrate(home)")
    assert first.ended() == 0, first.seen
    server.query(name, change)
    before = server.query(name, "SELECT name FROM django_migrations ORDER BY id")
    process = Process(home, CHECK)
    process.ended()
    assert process.seen[: len(codes)] == codes
    if codes[0] == "tables-newer":
        assert server.query(name, "SELECT name FROM django_migrations ORDER BY id") == before


GUARDED = """
from django.db import connection
from rogatory.bootstrap.home.server_file import server_file
from rogatory.storage.failover.guard import ServerGuard
ServerGuard(server_file(home)).install()
connection.ensure_connection()
"""


@pytest.mark.parametrize("mode", ["session", "transaction"])
def test_a_pooler_is_refused_by_its_name_before_anything_is_done_through_it(server, tmp_path, mode):
    server.create(f"pooled_{mode}")
    with pgbouncer(server, mode) as through:
        process = Process(a_home(tmp_path / "home", through(f"pooled_{mode}")), MIGRATE)
        process.say("")
        assert process.ended() != 0
    assert "[database-server-pooled]" in "\n".join(process.seen)
    assert (
        server.query(f"pooled_{mode}", "SELECT count(*) FROM pg_class WHERE relname ~ 'storage'")
        == "0"
    )


def test_a_node_that_had_no_pooler_works_through_none_either(server, tmp_path):
    home = a_home(tmp_path / "home", server.create("pooled_later"))
    migrated = Process(home, MIGRATE)
    migrated.say("")
    assert migrated.ended() == 0
    with pgbouncer(server, "session") as through:
        text = home.path / "node.toml"
        text.write_text(text.read_text().replace(home.database_url, through("pooled_later")))
        process = Process(home, GUARDED)
        assert process.ended() != 0
    assert "[database-server-pooled]" in "\n".join(process.seen)
