# SPDX-License-Identifier: Apache-2.0
"""The home of a node that has worked: messages, a package, a custody log of several tiles; and copies of it to spoil."""

import contextlib
import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta

from casts.evidence.two_homes import two_homes
from casts.servers.home_on_postgresql import in_a_process
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.exercises.services import serve
from rogatory.seal.timestamping.authority import TimestampAuthority
from rogatory.transport.timestamp_application import TimestampApplication

GROW = """
import django
django.setup()
from rogatory.bootstrap.node import build_node
from rogatory.custody.events.act_codes import act
from rogatory.node.custody_log.log import publish_checkpoint
from rogatory.node.custody_log.own_events import own_event
node = build_node(home)
at, of = node.clock.now(), "ab" * 32
node.register.refresh(at)
event = own_event(node, act("message-received", from_="xa/central-authority", kind="notice"),
                  of=of, authority="xb/central-authority", at=at)
from rogatory.custody.events.event import build_event, parse_event
from rogatory.custody.log.commitment import new_salt
from dataclasses import replace
from datetime import timedelta
with node.store.transaction():
    for number in range(300):
        made = build_event(replace(parse_event(event.event), object=f"{number:064x}"))
        node.store.append_event(made, event.signatures, new_salt(node.random), at, None)
publish_checkpoint(node)
print(node.store.log_size())
"""
"""Three hundred events more: one tile is full. Their signatures are those of one of them; who asks for these finds out."""


@contextlib.contextmanager
def full_home(folder):
    """Provide Borealia's home, in which nothing runs, and its federation; a timestamp authority answers."""
    with two_homes(folder, lambda _federation: None) as made:
        made.package(3)
    home, federation = made.homes["XB"], made.federation
    assert int(in_a_process(home, GROW)[-1]) > 300
    keys, port = federation.state("XB"), free_port()
    authority = TimestampAuthority((keys / "tsa.key").read_bytes(), (keys / "tsa.pem").read_bytes())
    server = serve(TimestampApplication(authority, SystemClock(), os.urandom), port)
    set_in(home, timestamp_urls=[f"http://127.0.0.1:{port}/"])
    # No work of it becomes late while tests of many minutes share it.
    change(home, "UPDATE storage_job SET run_at = ?", stored(days=-1))
    with contextlib.closing(sqlite3.connect(home.database)) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        yield read_home(home.path), federation
    finally:
        server.shutdown()
        server.server_close()


def copied(home, folder):
    """Return a copy of a home in a folder, to be spoiled."""
    shutil.copytree(home.path, folder, ignore=shutil.ignore_patterns("bell", "*.pid"))
    return read_home(folder)


def set_in(home, **settings):
    """Set settings of node.toml, each a value that JSON and TOML write alike."""
    path = home.path / SETTINGS_FILE
    kept = [
        line
        for line in path.read_text().splitlines(keepends=True)
        if line.partition(" =")[0] not in settings
    ]
    new = [f"{name} = {json.dumps(value)}\n" for name, value in settings.items()]
    path.write_text("".join(new + kept))
    return read_home(home.path)


def change(home, statement, *values):
    """Change rows of a home's SQLite database behind the node's back; returns how many it were."""
    with contextlib.closing(sqlite3.connect(home.database)) as store, store:
        store.execute("PRAGMA ignore_check_constraints = 1")
        return store.execute(statement, values).rowcount


def row_of(home, table, **given):
    """Insert a row with some values, whatever else its table wants being empty."""
    with contextlib.closing(sqlite3.connect(home.database)) as store, store:
        store.execute("PRAGMA ignore_check_constraints = 1")
        columns = store.execute(f"PRAGMA table_info({table})").fetchall()
        row = {
            name: given.get(name, 0 if "int" in kind or kind == "bool" else "[]")
            for _, name, kind, needed, _, key in columns
            if name in given or (needed and not key)
        }
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
        store.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def stored(**age):
    """Return a moment of the past as SQLite keeps it."""
    return (datetime.now(UTC) - timedelta(**age)).strftime("%Y-%m-%d %H:%M:%S")
