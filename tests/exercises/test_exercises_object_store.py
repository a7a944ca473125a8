# SPDX-License-Identifier: Apache-2.0
"""The main flow over object stores: a request, evidence handed over, fetched, and taken out by a workstation.

Borealia has its objects in a bucket and its rows in SQLite; Arcadia has both on servers.
"""

import json
import os

import psycopg
import pytest

from casts.evidence.two_homes import MIB, SEGMENTS, Network, two_homes
from casts.servers.postgresql_server import PostgresqlServer
from casts.servers.seaweed_server import (
    KEY,
    REGION,
    seaweed,  # noqa: F401 - fixtures are handed on by name
)
from casts.steady import warm
from casts.steady.patience import until
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.bootstrap.processes.background import background_node
from rogatory.exercises import case
from rogatory.exercises.cast import EXAMINER

pytestmark = [pytest.mark.processes, pytest.mark.judge]


class OnServers(Network):
    """Arcadia's rows are on PostgreSQL."""

    def rows(self, state, sql, *values):
        url = self.homes[state].database_url
        if url is None:
            return super().rows(state, sql, *values)
        with psycopg.connect(url) as connection:
            return connection.execute(sql.replace("?", "%s"), values).fetchall()


@pytest.fixture
def network(seaweed, tmp_path):
    server = PostgresqlServer()
    server.start()

    def move(federation):
        for state in ("XA", "XB"):
            home = federation.node(state)
            table = {"endpoint": seaweed.endpoint, "bucket": "evidence", "region": REGION}
            stores = write_table({"object_store": {**table, "prefix": f"{state}/{os.getpid()}"}})
            before = (home / "node.toml").read_text()
            if state == "XA":
                before = f"database_url = {json.dumps(server.create('xa'))}\n{before}"
            (home / "node.toml").write_text(f"{before}\n{stores}")
            key = home / "keys" / "object-store.key"
            key.write_text(f"{KEY.access_key_id}:{KEY.secret_access_key}\n")
            key.chmod(0o600)

    try:
        with two_homes(tmp_path, move, OnServers) as made:
            yield made
    finally:
        server.remove()


def test_evidence_goes_from_bucket_to_bucket_and_out_to_a_workstation(network, tmp_path):
    folder = network.sealed(SEGMENTS)
    facts = network.hand_over(folder)
    seal = facts["seal"]
    with background_node(network.homes["XA"], ("door", "worker")):
        network.say("XB", "XA", "delivery", case.delivery(facts), network.thread)
        until(lambda: network.is_complete("XA", seal))

    for home in network.homes.values():
        assert list(home.objects.iterdir()) == list(home.packages.iterdir()) == []
        logs = "".join(path.read_text() for path in home.logs.iterdir())
        assert KEY.secret_access_key not in logs
        assert KEY.access_key_id not in logs
    one, other = (objects_of(home) for home in network.homes.values())
    for index in range(SEGMENTS):
        assert one.get_segment(seal, index) == other.get_segment(seal, index)
    assert len(one.get_segment(seal, 0)) == MIB
    assert network.moved(seal) == (SEGMENTS, facts["payload_size"])
    assert network.events("XA", facts["bag"]) == ["received"]
    assert network.events("XB", facts["bag"]) == ["dispatched"]

    out = tmp_path / "out"
    words = ("evidence", "fetch", seal, "--node", network.homes["XA"].path, "--out", out,
             "--officer", EXAMINER.known_as("XA"))  # fmt: skip
    ran = warm.command(*map(str, words), "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (out / "package.age").read_bytes() == (folder / "package.age").read_bytes()
