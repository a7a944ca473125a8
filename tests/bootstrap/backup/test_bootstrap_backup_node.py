# SPDX-License-Identifier: Apache-2.0
"""A State's node is backed up under traffic, lost and restored: no receipted message is lost, and nothing opens before."""

import secrets
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime

import pytest

from casts.node.backups import BackedUp
from casts.servers.desk import desk
from casts.steady import warm
from django_home import put_new_store
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.background import background_node
from rogatory.seal.age import write_identity_file

pytestmark = pytest.mark.processes

DOORS = ("door", "worker")


class AHome:
    """A home for `BackedUp` that is not compared row by row."""

    def __init__(self, path):
        self.home = read_home(path)


@pytest.fixture
def homes(federation, tmp_path, persons):
    for name, identity in persons.items():
        at = datetime(2026, 12, 1, tzinfo=UTC)
        (tmp_path / f"{name}.txt").write_bytes(write_identity_file(identity, at))
    node = BackedUp(AHome(federation.node("XA")), tmp_path, persons)
    other = read_home(federation.node("XB"))
    put_new_store(node.home)
    put_new_store(other)
    return node, other


def ran(*words, status=0):
    done = warm.command(*words)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def lost_and_restored(node, other, federation, setting):
    """Exchange messages while a backup is made and after it; lose the home, restore it, take back what came since."""
    with background_node(other, DOORS), background_node(node.home, DOORS):
        sent = desk(node.home, federation, "send", 2)
        desk(node.home, federation, "receipted")
        words = [sys.executable, "-m", "rogatory.main", "backup", "run", str(node.path)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as saving:
            sent += desk(node.home, federation, "send", 3)
            printed = saving.stdout.read()
        assert saving.returncode == 0
        assert "Backup" in printed
        setting.save()
        sent += desk(node.home, federation, "send", 2)
        desk(node.home, federation, "receipted")
    setting.show(node, other)
    escrow = node.escrow("lost.age")

    shutil.rmtree(node.path)
    folder = node.folder
    by_two = (
        "--escrow",
        escrow,
        "--first-identity",
        folder / "first.txt",
        "--second-identity",
        folder / "second.txt",
    )
    assert "rogatory node recover" in ran(
        "restore", node.path, *by_two, "--identity", folder / "backup.txt"
    )

    assert "[recovering]" in ran("node", "run", node.path, status=1)
    with background_node(other, DOORS):
        # The log has yet to begin a new epoch; everything else was taken back.
        printed = ran("node", "recover", node.path, status=4)
    assert "taken back" in printed
    assert "Internal work since the backup on these requests is lost" in printed
    for digest in sent[-2:]:
        assert f"draft, approvals and decisions of our message {digest}" in printed
    no_recovery_recipient_is_listed(node)
    here = desk(node.home, federation, "known", *sent)
    assert here == [["receipted", digest] for digest in sent]
    assert desk(other, federation, "known", *sent) == here


def no_recovery_recipient_is_listed(node):
    """Name no recipients: the directory of this exercise lists workstations alone, who are to open no backup."""
    node.set(**{name: value for name, value in node.table.items() if name != "recipients"})
    assert "[backup-recipients]" in ran("backup", "run", node.path, status=1)


class OnFiles:
    """A copy of the database is put back by hand first, while no witness has seen what came since."""

    def __init__(self, path):
        self.path, self.copy = path / "books.sqlite3", path.parent / "copy.sqlite3"

    def save(self):
        with (
            closing(sqlite3.connect(self.path)) as here,
            closing(sqlite3.connect(self.copy)) as there,
        ):
            here.backup(there)

    def show(self, node, other):
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(f"{self.path.name}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.copy, self.path)
        with background_node(other, DOORS):
            assert "[restored-incomplete]" in ran("node", "run", node.path, status=1)


def test_no_receipted_message_is_lost_on_files(homes, federation):
    node, other = homes
    lost_and_restored(node, other, federation, OnFiles(node.path))


class OnServers:
    """The database is emptied, and the objects are restored under another prefix."""

    def __init__(self, postgresql):
        self._postgresql = postgresql

    def save(self):
        """Copy nothing."""

    def show(self, node, other):
        fresh = self._postgresql.create(f"n{secrets.token_hex(6)}")
        path = node.path / "node.toml"
        text = path.read_text().replace(node.home.object_store.prefix, secrets.token_hex(8), 1)
        lines = [one for one in text.splitlines() if not one.startswith("database_url")]
        path.write_text("\n".join([f'database_url = "{fresh}"', *lines]) + "\n")


def test_no_receipted_message_is_lost_on_servers(homes, federation, postgresql, seaweed):
    node, other = homes
    node.begin_on(postgresql.create(f"n{secrets.token_hex(6)}"), seaweed)
    lost_and_restored(node, other, federation, OnServers(postgresql))
