# SPDX-License-Identifier: Apache-2.0
"""`database_url`: each option of PostgreSQL's library reaches it or is refused by name, and nothing goes in the clear."""

import json
import subprocess
import sys

import pytest

from casts.servers.postgresql_server import PostgresqlServer
from rogatory.bootstrap.home.database import database_settings
from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.node_toml.database_url import (
    DEFAULTS,
    REFUSED,
    connection_options,
    database_url_problem,
    is_elsewhere,
    known_options,
)
from rogatory.errors import Refused

ELSEWHERE = "postgresql://rogatory@db.example.test/rogatory?sslrootcert=/ca.pem"


def a_home(path, url=None):
    new = NewHome(state="XB", root=b"{}", directory_url="http://127.0.0.1:9", database_url=url)
    return create_home(path, new)


@pytest.mark.parametrize("name", sorted(known_options()))
def test_each_option_of_the_library_is_passed_on_or_refused_by_its_name(name):
    value = {"sslmode": "verify-full", "host": "db", "hostaddr": "192.0.2.1"}.get(name, "7")
    url = f"{ELSEWHERE}&{name}={value}"
    problem = database_url_problem(url)
    if name in REFUSED:
        assert name in problem
    else:
        assert problem is None
        assert connection_options(url)[name] == value


def test_what_the_library_does_not_know_is_named():
    problem = database_url_problem(f"{ELSEWHERE}&sslmod=require&tls=1")
    assert "sslmod, tls" in problem


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://db/rogatory", "no postgresql:// address"),
        ("postgresql://u:hunter2@db/rogatory?sslrootcert=/ca.pem", "password"),
        ("postgresql:///?host=/run/postgresql", "names no database"),
        ("postgresql://db/rogatory", "sslrootcert"),
        (f"{ELSEWHERE}&sslmode=require", "verify-full"),
        (f"{ELSEWHERE}&sslmode=prefer", "verify-full"),
        ("postgresql://[::1/rogatory", "cannot read"),
        ("postgresql://u:hunter2%zz@db/rogatory", "cannot read"),
    ],
)
def test_an_address_that_would_lose_something_is_refused(tmp_path, url, words):
    home = a_home(tmp_path / "home")
    settings = home.path / "node.toml"
    before = settings.read_text()
    settings.write_text(f"database_url = {json.dumps(url)}\n" + before)
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert refused.value.codes == ("home-setting",)
    assert words in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_all_that_is_wrong_is_reported_at_once():
    problem = database_url_problem("postgresql://u:p@db/?sslmode=disable&options=-cfsync%3Doff")
    for words in ("password, options", "names no database", "verify-full", "sslrootcert"):
        assert words in problem


@pytest.mark.parametrize(
    ("options", "elsewhere"),
    [
        ({}, False),
        ({"host": "/run/postgresql"}, False),
        ({"host": "localhost,127.0.0.1,::1"}, False),
        ({"host": "localhost.example.test"}, True),
        ({"host": "127.example.test"}, True),
        ({"host": "localhost,db"}, True),
        ({"host": "db", "hostaddr": "127.0.0.1"}, True),
        ({"hostaddr": "192.0.2.1"}, True),
    ],
)
def test_a_name_that_only_looks_like_this_machine_is_another(options, elsewhere):
    assert is_elsewhere(options) is elsewhere


def test_towards_another_machine_the_server_must_prove_its_name_and_silence_ends():
    found = connection_options(ELSEWHERE)
    assert found["sslmode"] == "verify-full"
    assert DEFAULTS.items() <= found.items()
    assert connection_options(f"{ELSEWHERE}&connect_timeout=3")["connect_timeout"] == "3"
    several = connection_options("postgresql://one,two/rogatory?sslrootcert=/ca.pem")
    assert several["target_session_attrs"] == "read-write"


def test_files_are_those_of_the_home_for_every_user(tmp_path):
    home = a_home(tmp_path / "home", "postgresql://db/rogatory?sslrootcert=keys/ca.pem")
    options = database_settings(home)["OPTIONS"]
    assert options["passfile"] == str(home.path / "keys/pgpass")
    assert options["sslrootcert"] == str(home.path / "keys/ca.pem")
    elsewhere = a_home(
        tmp_path / "other", "postgresql://db/rogatory?sslrootcert=/ca.pem&passfile=/etc/pgpass"
    )
    assert database_settings(elsewhere)["OPTIONS"]["passfile"] == "/etc/pgpass"


def test_variables_that_the_node_s_processes_would_not_see_are_refused(tmp_path, monkeypatch):
    home = a_home(tmp_path / "home", "postgresql:///rogatory")
    own = a_home(tmp_path / "own")
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert refused.value.codes == ("database-variables",)
    assert "PGPASSWORD, PGSSLMODE" in str(refused.value)
    assert "hunter2" not in str(refused.value)
    assert read_home(own.path) == own


def self_signed(certificate, key, name="db.example.test"):
    """Make a certificate for that name, and its key."""
    how = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    name = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    command = ["openssl", "req", "-x509", *how, *name, *files]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Start a server with a certificate of its own for db.example.test."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "server.pem", folder / "server.key"
    self_signed(certificate, key)
    server = PostgresqlServer(certificate=(certificate, key))
    server.start()
    server.create("rogatory")
    yield server, certificate
    server.remove()


ASK = """
import sys
from pathlib import Path
import django
django.setup()
from django.db import OperationalError, connection
try:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ssl, application_name FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE pid = pg_backend_pid()")
        print(*cursor.fetchone())
except OperationalError as error:
    print("refused:", error)
"""


def answer_of_server(home):
    """Ask the server in a process of its own whether the connection is encrypted."""
    environment = {
        "ROGATORY_HOME": str(home.path),
        "DJANGO_SETTINGS_MODULE": "rogatory.bootstrap.settings.tables",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_rows_travel_encrypted_to_the_server_of_that_name_and_to_no_other(served, tmp_path):
    server, certificate = served
    there = f"hostaddr=127.0.0.1&port={server.port}&sslrootcert={certificate}"
    right = a_home(tmp_path / "right", f"postgresql://rogatory@db.example.test/rogatory?{there}")
    assert answer_of_server(right).strip() == "True rogatory"
    wrong = a_home(tmp_path / "wrong", f"postgresql://rogatory@db2.example.test/rogatory?{there}")
    assert "does not match host name" in answer_of_server(wrong)
    own, key = tmp_path / "own.pem", tmp_path / "own.key"
    self_signed(own, key)
    foreign = there.replace(str(certificate), str(own))
    home = a_home(tmp_path / "foreign", f"postgresql://rogatory@db.example.test/rogatory?{foreign}")
    assert "certificate verify failed" in answer_of_server(home)
