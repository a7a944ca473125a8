# SPDX-License-Identifier: Apache-2.0
"""Whole nodes while a real PostgreSQL server is lost and its real standby promoted: with everything, and without the
last commits.
"""

import json

import pytest

from casts.servers.desk import desk
from casts.servers.home_on_postgresql import in_a_process
from casts.servers.postgresql_server import PostgresqlServer
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.processes.background import background_node, start_node
from rogatory.errors import ExitStatus, Unreachable
from rogatory.node.failover import refusals

pytestmark = [pytest.mark.processes, pytest.mark.judge]

DOORS = ("door", "worker")


@pytest.fixture
def servers():
    primary = PostgresqlServer()
    primary.start()
    primary.create("xb")
    standby = PostgresqlServer(follows=primary)
    standby.start()
    yield primary, standby
    primary.remove()
    standby.remove()


@pytest.fixture
def homes(federation, servers):
    """Arcadia on its own disk; Borealia on the servers, of which the one that takes writes is asked."""
    found = {state: read_home(federation.node(state)) for state in ("XA", "XB")}
    hosts, ports = (",".join(str(getattr(s, name)) for s in servers) for name in ("folder", "port"))
    url = f"postgresql://rogatory@/xb?host={hosts}&port={ports}"
    settings = found["XB"].path / SETTINGS_FILE
    settings.write_text(f"database_url = {json.dumps(url)}\n{settings.read_text()}")
    return {**found, "XB": read_home(found["XB"].path)}


def counts(server):
    """Messages, leaves and checkpoints of Borealia on a server."""
    tables = ("storage_message", "storage_logevent", "storage_checkpoint")
    return [int(server.query("xb", f"SELECT count(*) FROM {table}")) for table in tables]


def exchanged(homes, federation, count):
    sent = desk(homes["XA"], federation, "send", count)
    desk(homes["XA"], federation, "receipted")
    return sent


def test_a_synchronous_standby_has_everything_and_the_node_goes_on_by_itself(
    homes, federation, servers
):
    primary, standby = servers
    primary.set(synchronous_standby_names="standby")
    with background_node(homes["XA"], DOORS), background_node(homes["XB"], DOORS) as node:
        sent = exchanged(homes, federation, 2)
        assert server_file(homes["XB"]).read().server.timeline == 1
        primary.kill()
        standby.promote()
        sent += exchanged(homes, federation, 1)
        assert node.process.poll() is None
        here = desk(homes["XA"], federation, "known", *sent)
    assert here == [["receipted", digest] for digest in sent]
    assert counts(standby)[0] == len(sent)
    accepted = server_file(homes["XB"]).read()
    assert (accepted.server.timeline, accepted.promised) == (2, False)


RECOVER = """
from rogatory.bootstrap.recovery.recover import recover
found = recover(home.path)
print(*(f"{state} {one.taken}" for state, one in found.recovery.states.items()))
print(found.needs_epoch)
"""


def test_without_its_last_commits_the_node_stops_and_says_who_must_do_what(
    homes, federation, servers
):
    """A receipt left before its commit reached the standby: what is signed there now would be a second history."""
    primary, standby = servers
    home = homes["XB"]
    with background_node(homes["XA"], DOORS):
        node = start_node(home, names=DOORS)
        exchanged(homes, federation, 1)
        until(lambda: counts(standby) == counts(primary))
        standby.stop()
        exchanged(homes, federation, 1)
        lost = counts(primary)
        primary.kill()
        standby.start()
        before = counts(standby)
        assert before[0] == lost[0] - 1
        standby.promote()
        assert node.process.wait(PATIENCE) == ExitStatus.REFUSED
        printed = (home.logs / "supervisor.err").read_text()
        assert refusals.LOG_BEHIND.id in printed
        assert refusals.MESSAGES_BEHIND.id in printed
        assert "rogatory node recover" in printed
        # Nothing was signed there, and a new start changes nothing.
        assert counts(standby) == before
        with pytest.raises(Unreachable):
            start_node(home, names=DOORS)
        assert refusals.MESSAGES_BEHIND.id in (home.logs / "supervisor.err").read_text()
        assert counts(standby) == before
        assert server_file(home).read().server.timeline == 1
        # What is missing is at the other State, and comes back from there.
        taken, needs_epoch = in_a_process(home, RECOVER)
        assert (taken, needs_epoch) == ("XA 1", "True")
    assert counts(standby)[0] == lost[0]
    assert counts(standby)[1:] == before[1:]
