# SPDX-License-Identifier: Apache-2.0
"""Faults planted into a node whose rows are on PostgreSQL and whose objects are in a bucket: no check vanishes."""

import json
import zlib

import psycopg
import pytest

from casts.cli.commands import run
from casts.node.full_home import copied, set_in
from casts.servers.postgresql_server import (
    postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.servers.seaweed_server import (
    KEY,
    REGION,
    seaweed,  # noqa: F401 - fixtures are handed on by name
)
from casts.steady import warm
from rogatory.bootstrap.doctor.examination import CHECKS
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.storage.object_store.refusals import STORE_FAILS

pytestmark = [pytest.mark.processes, pytest.mark.judge]

OF_THIS_SERVER = {"failover-unsafe-settings", "doctor-disk-full"}
"""The tests' server does not wait for its disk, and others fill that of this machine."""
PREFIX = "doctor"


@pytest.fixture(scope="module")
def moved(whole, postgresql, seaweed, tmp_path_factory):
    """Borealia's home after its move to both servers."""
    folder = tmp_path_factory.mktemp("moved")
    home = copied(whole[0], folder / "home")
    place = folder / "servers.toml"
    store = {
        "endpoint": seaweed.endpoint,
        "bucket": "evidence",
        "region": REGION,
        "prefix": PREFIX,
    }
    place.write_text(
        f"database_url = {json.dumps(postgresql.create('moved'))}\n"
        f"{write_table({'object_store': store})}"
    )
    home.object_store_key.write_text(f"{KEY.access_key_id}:{KEY.secret_access_key}\n")
    home.object_store_key.chmod(0o600)
    done = warm.command("node", "move", str(home.path), "--to", str(place), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return read_home(home.path)


@pytest.fixture
def database(request):
    return f"copy_{zlib.crc32(request.node.name.encode())}"


@pytest.fixture
def home(moved, postgresql, tmp_path, database):
    """A copy with a database of its own; the bucket is that of all."""
    postgresql.query("postgres", f"CREATE DATABASE {database} TEMPLATE moved")
    return set_in(copied(moved, tmp_path / "home"), database_url=postgresql.address(database))


def look_at(home, *options):
    done = run("doctor", home.path, "--json", *options)
    found, fields = {}, {}
    for one in json.loads(done.out)["findings"]:
        found.setdefault(one["level"], set()).add(one["code"])
        fields[one["code"]] = one["fields"]
    assert done.status == (1 if "wrong" in found else 3 if "unchecked" in found else 0)
    return found, fields


def wrong(home, *options):
    return look_at(home, *options)[0].get("wrong", set()) - OF_THIS_SERVER


def test_a_whole_node_on_servers_has_nothing_wrong(moved):
    for options in ((), ("--deep",)):
        found, _fields = look_at(moved, *options)
        assert found.get("wrong", set()) <= OF_THIS_SERVER
        assert "unchecked" not in found
        assert {"doctor-database-answers", "doctor-clocks-agree", "doctor-object-store"} <= found[
            "well"
        ]
        assert {"doctor-store-whole", "doctor-log-whole"} <= found["well"] or not options


SQL = {
    "doctor-jobs-given-up": (
        "INSERT INTO storage_asidejob (kind, key, payload, priority, attempts, problem, since) VALUES "
        "('deliver', 'deliver/1', '{}', 1, 9, 'older', now() - interval '2 hours')"
    ),
    "doctor-backlog": (
        "UPDATE storage_message SET delivery = 'waiting', at = now() - interval '2 hours' "
        "WHERE direction = 'out'"
    ),
    "doctor-work-waits": "UPDATE storage_job SET run_at = now() - interval '2 hours'",
    "doctor-line-silent": (
        "UPDATE storage_peerline SET failures = 5, silent_since = now() - interval '2 hours'"
    ),
    "doctor-clock-behind": "UPDATE storage_logevent SET logged = now() + interval '2 hours'",
    "log-tile-not-of-entries": 'DELETE FROM storage_logtile WHERE level = 0 AND "index" = 0',
    "log-entry-without-event": (
        "DELETE FROM storage_logevent WHERE place = (SELECT max(place) FROM storage_logevent)"
    ),
    "log-entries-missing": "DELETE FROM storage_loghead",
    "doctor-database-without-tables": "ALTER TABLE storage_loghead RENAME TO gone",
}


@pytest.mark.parametrize("code", SQL)
def test_each_fault_in_the_rows_is_named(home, postgresql, database, code):
    assert code not in wrong(home)
    postgresql.query(database, SQL[code])
    assert code in wrong(home)


def test_a_table_that_is_missing_or_that_the_role_may_not_read_hides_its_own_check_alone(
    home, postgresql, database
):
    postgresql.query(database, "DROP TABLE storage_roster")
    postgresql.query(database, "CREATE ROLE looks LOGIN")
    postgresql.query(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO looks")
    postgresql.query(database, "REVOKE SELECT ON storage_peerline FROM looks")
    found, fields = look_at(set_in(home, database_url=postgresql.address(database, "looks")))
    assert "doctor-not-checked" in found["unchecked"]
    # Two reasons: two findings, of which the last one's fields are kept here.
    assert fields["doctor-not-checked"]["checks"] in (["duty"], ["lines"])
    assert "doctor-log-edge-whole" in found["well"]


def test_a_server_that_is_away_or_leads_nowhere_is_named_with_all_that_it_hides(home, tmp_path):
    of_database = [one.name for one in CHECKS if one.of_database]
    for url in (
        f"postgresql://rogatory@/gone?host={tmp_path}",
        f"postgresql://rogatory@127.0.0.1:{free_port()}/gone?sslmode=require",
    ):
        found, fields = look_at(set_in(home, database_url=url))
        assert "doctor-database-silent" in found["wrong"]
        assert set(of_database) <= set(fields["doctor-not-checked"]["checks"])
        assert "doctor-object-store" in found["well"]


def test_faults_in_the_bucket_are_named_and_one_that_is_away_hides_nothing_else(home, seaweed):
    bucket = seaweed.bucket(prefix=PREFIX)
    digest = next(iter(bucket.names("objects")))
    name = f"objects/{digest[:2]}/{digest}"
    data = bucket.read(name, limit=1 << 20)
    bucket.remove(name)
    bucket.create(name, data + b"altered")
    assert "doctor-object-damaged" in wrong(home, "--deep")
    bucket.remove(name)
    bucket.create(name, data)
    assert not {one for one in wrong(home, "--deep") if "object" in one}

    documents = server_documents(home)
    lost = f"objects/{documents[:2]}/{documents}"
    kept = bucket.read(lost, limit=1 << 20)
    bucket.remove(lost)
    assert "doctor-object-missing" in wrong(home)
    bucket.create(lost, kept)

    seal = a_seal(home)
    segment = f"packages/{seal}/00000001"
    kept = bucket.read(segment, limit=64 << 20)
    bucket.remove(segment)
    assert "doctor-package-broken" in wrong(home)
    bucket.create(segment, bytes([kept[0] ^ 1]) + kept[1:])
    assert "doctor-package-broken" not in wrong(home)
    assert "doctor-package-broken" in wrong(home, "--deep")
    bucket.remove(segment)
    bucket.create(segment, kept)

    text = (home.path / "node.toml").read_text()
    (home.path / "node.toml").write_text(
        text.replace(seaweed.endpoint, f"http://127.0.0.1:{free_port()}")
    )
    found, fields = look_at(read_home(home.path))
    assert STORE_FAILS.id in found["wrong"]
    assert "stored_objects" in fields["doctor-not-checked"]["checks"]
    assert "doctor-log-edge-whole" in found["well"]

    home.object_store_key.chmod(0o644)
    assert "key-readable" in wrong(home)


def server_documents(home):
    return _row(home, "SELECT digest FROM storage_packagedocument LIMIT 1")


def a_seal(home):
    return _row(home, "SELECT seal FROM storage_package WHERE complete LIMIT 1")


def _row(home, statement):
    with psycopg.connect(home.database_url) as connection:
        return connection.execute(statement).fetchone()[0]
