# SPDX-License-Identifier: Apache-2.0
"""A move from one PostgreSQL server to another: the new one is accepted with it, but not in place of one that was not."""

import json
from datetime import timedelta

import pytest

from casts.servers.postgresql_server import PostgresqlServer
from casts.steady import warm
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.bootstrap.processes.background import background_node, start_node
from rogatory.errors import Unreachable
from rogatory.node.failover import refusals

pytestmark = [pytest.mark.processes, pytest.mark.judge]

DOORS = ("door", "worker")


@pytest.fixture
def servers():
    """Two servers, each of its own: no standby of the other."""
    found = [PostgresqlServer() for _ in range(2)]
    for each in found:
        each.start()
    yield found
    for each in found:
        each.remove()


def begun(home, server):
    """Let the node of a home begin on a server, and stop it."""
    settings = home.path / SETTINGS_FILE
    url = json.dumps(server.create("xb"))
    settings.write_text(f"database_url = {url}\n{settings.read_text()}")
    with background_node(read_home(home.path), DOORS):
        return read_home(home.path), accepted(server)


def moved(home, server, tmp_path):
    """Move to an empty database of a server; the settings are those of the home afterwards."""
    to = tmp_path / "servers.toml"
    to.write_text(write_table({"database_url": server.create("xb")}))
    done = warm.command("node", "move", home.path, "--to", to)
    assert done.returncode == 0, done.stdout + done.stderr
    return read_home(home.path)


def accepted(server):
    return json.loads(
        server.query("xb", "SELECT value FROM storage_setting WHERE name = 'database-server'")
    )


def test_the_new_server_is_accepted_with_the_move_and_nobody_is_asked(
    federation, servers, tmp_path
):
    """The other State does not run: a node that asked it would stay closed."""
    first, second = servers
    home, before = begun(read_home(federation.node("XB")), first)
    home = moved(home, second, tmp_path)
    now = accepted(second)
    assert now["system"] != before["system"]
    assert server_file(home).read().server.system == now["system"]
    with background_node(home, DOORS):
        assert accepted(second)["accepted"] == now["accepted"]


def test_a_server_is_not_accepted_by_a_move_away_from_one_that_was_not(
    federation, servers, tmp_path
):
    """The home remembers a later server than the one whose rows are moved: an old one came back."""
    first, second = servers
    home, before = begun(read_home(federation.node("XB")), first)
    known = server_file(home).read()
    later = type(known)(
        type(known.server)("7" * 19, 1), known.accepted + timedelta(minutes=1), False, known.looked
    )
    server_file(home).write(later)
    home = moved(home, second, tmp_path)
    assert accepted(second)["system"] == before["system"]
    assert server_file(home).read() == later
    with pytest.raises(Unreachable):
        start_node(home, names=DOORS)
    assert refusals.UNCONFIRMED.id in (home.logs / "supervisor.err").read_text()
    assert accepted(second)["system"] == before["system"]
