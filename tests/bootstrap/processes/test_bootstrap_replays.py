# SPDX-License-Identifier: Apache-2.0
"""Somebody recorded a State's signed request, and sends it again after the door was killed, or its nonces were lost."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import time
from contextlib import closing

import pytest

from casts.servers.postgresql_server import (
    own_postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.servers.recorded_peer import Peer
from casts.steady.patience import until
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.processes.background import background_node, start_node
from rogatory.bootstrap.processes.supervisor import pid_of

pytestmark = pytest.mark.processes

DOOR = ("door",)


@pytest.fixture
def homes(federation):
    return {state: read_home(federation.node(state)) for state in ("XA", "XB")}


def killed(node):
    """Kill the supervisor and the door, and wait until both are gone."""
    door = pid_of(node.home, "door")
    os.kill(door, signal.SIGKILL)
    node.kill()
    address = node.home.address(node.home.node_url)

    def gone():
        try:
            socket.create_connection(address, timeout=1).close()
        except OSError:
            return True
        return False

    until(gone)


def assert_heard_at_once(peer):
    """An honest peer is heard: it signs its request again, and waits as long as it is asked to."""
    status, wait, codes = peer.ask(peer.signed())
    if status == 429:
        assert codes == ["request-forgotten"]
        assert wait <= 4
        time.sleep(wait)
        status, _wait, _codes = peer.ask(peer.signed())
    assert status == 200


def assert_turned_away(peer, recorded):
    status, wait, codes = peer.ask(recorded)
    assert (status, codes) == (429, ["request-forgotten"])
    assert 1 <= wait <= 60


def test_a_recorded_request_is_worth_nothing_after_the_door_was_killed(homes):
    """SIGKILL loses no nonce; a power cut does, and leaves the file as it was some time before."""
    peer, home = Peer(homes), homes["XB"]
    put_new_store(home)

    def rows():
        with closing(sqlite3.connect(home.database)) as database:
            return list(database.iterdump())

    node = start_node(home, names=DOOR)
    before = home.path / "before"
    shutil.copy(home.nonces, before)
    recorded = peer.signed()
    assert peer.ask(recorded)[0] == 200
    killed(node)

    node = start_node(home, names=DOOR)
    kept = rows()
    assert peer.ask(recorded)[0] == 401
    assert rows() == kept
    assert_heard_at_once(peer)
    killed(node)

    for end in ("-wal", "-shm"):
        home.nonces.with_name(home.nonces.name + end).unlink(missing_ok=True)
    before.replace(home.nonces)
    with background_node(home, DOOR):
        kept = rows()
        assert_turned_away(peer, recorded)
        assert rows() == kept
        assert_heard_at_once(peer)
        assert_turned_away(peer, recorded)


def test_a_recorded_request_is_worth_nothing_after_the_database_server_crashed(
    homes, own_postgresql
):
    """The door goes on meanwhile: only the tables show that the server lost something."""
    peer = Peer(homes)
    settings = homes["XB"].path / SETTINGS_FILE
    url = json.dumps(own_postgresql.create("xb"))
    settings.write_text(f"database_url = {url}\n{settings.read_text()}")
    home = read_home(homes["XB"].path)

    def rows():
        tables = ("requestbound", "peerline", "allowance", "message")
        dump = " || ".join(
            f"(SELECT coalesce(string_agg(row_{n}::text, ' ' ORDER BY row_{n}::text), '') FROM storage_{name} row_{n})"
            for n, name in enumerate(tables)
        )
        return own_postgresql.query("xb", f"SELECT {dump}")

    node = start_node(home, names=DOOR)
    recorded = peer.signed()
    assert peer.ask(recorded)[0] == 200
    killed(node)

    with background_node(home, DOOR):
        kept = rows()
        assert peer.ask(recorded)[0] == 401
        assert rows() == kept
        own_postgresql.kill()
        own_postgresql.start()
        assert own_postgresql.query("xb", "SELECT count(*) FROM storage_seennonce") == "0"
        assert_turned_away(peer, recorded)
        assert rows() == kept
        assert own_postgresql.query("xb", "SELECT count(*) FROM storage_seennonce") == "0"
        assert_heard_at_once(peer)
        assert_turned_away(peer, recorded)
