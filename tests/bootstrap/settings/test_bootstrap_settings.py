# SPDX-License-Identifier: Apache-2.0
"""The settings of each application: closed by default, secure where the console has TLS."""

import dataclasses
import json
import subprocess
import sys

import pytest

from rogatory.bootstrap.home.database import database_settings
from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.node import settings_of
from rogatory.bootstrap.processes.supervisor import clean_environment

SHOW = """
import importlib, json, sys
module = importlib.import_module("rogatory.bootstrap.settings." + sys.argv[1])
values = {n: v for n, v in vars(module).items() if n.isupper()}
json.dump(values, sys.stdout, default=str)
"""


@pytest.fixture
def place(tmp_path):
    def made(console_url="http://localhost:8000", **changes):
        new = NewHome("XB", b"{}", "x", console_url=console_url, **changes)
        return create_home(tmp_path / "home", new)

    return made


def settings(home, application):
    """As a process of that application reads them."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", SHOW, application],
        env=clean_environment(home),
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("application", ["door", "console", "worker", "tables"])
def test_every_application_has_the_same_database_and_secret_and_no_debugging(place, application):
    home = place()
    found = settings(home, application)
    assert found["DEBUG"] is False
    assert found["SECRET_KEY"] == home.django_key.read_text()
    assert found["DATABASES"]["default"]["NAME"] == str(home.database)
    assert found["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["AUTH_USER_MODEL"] == "storage.Officer"
    assert found["LOGGING_CONFIG"] is None


def test_the_peer_door_has_no_session_no_cookie_and_no_template(place):
    found = settings(place(), "door")
    assert found["MIDDLEWARE"] == []
    assert found["INSTALLED_APPS"] == ["rogatory.storage.apps.StorageConfig"]
    assert "TEMPLATES" not in found


def test_cookies_are_secure_where_the_console_has_tls(place):
    found = settings(place("https://console.example"), "console")
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert found[name] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_HSTS_SECONDS"] > 0
    assert found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert found["ALLOWED_HOSTS"] == ["console.example"]


def test_without_tls_passkeys_are_admitted_on_localhost_only(place):
    found = settings(place("http://127.0.0.1:8000"), "console")
    assert found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is False
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["SECURE_HSTS_SECONDS"] == 0


def test_the_console_lets_a_page_load_nothing_from_elsewhere(place):
    found = settings(place(), "console")
    assert "django.middleware.csp.ContentSecurityPolicyMiddleware" in found["MIDDLEWARE"]
    policy = found["SECURE_CSP"]
    assert policy["default-src"] == ["'none'"]
    sources = {source for given in policy.values() for source in given}
    assert not {source for source in sources if "unsafe" in source or "http" in source}


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://rogatory@db.example:5433/books?sslrootcert=/ca.pem", "db.example", "5433"),
        ("postgresql://rogatory@/books?host=/run/postgresql", "/run/postgresql", ""),
    ],
)
def test_a_state_that_outgrew_one_machine_names_its_postgresql(place, url, host, port):
    found = database_settings(place(database_url=url))
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["NAME"], found["USER"]) == ("books", "rogatory")
    assert (found["HOST"], found["PORT"]) == (host, port)


def test_limits_of_node_toml_become_the_use_cases_settings(place):
    found = settings_of(place(limits={"checkpoint_beat": 5, "segments_at_once": 2}))
    assert found.checkpoint_beat.total_seconds() == 5
    assert found.segments_at_once == 2
    assert found.directory_beat.total_seconds() == 300


@pytest.mark.parametrize(
    ("threads", "limits", "share"),
    [(8, {}, 6), (4, {}, 2), (1, {}, 1), (64, {}, 6), (64, {"requests_at_once": 30}, 30)],
)
def test_one_peer_never_takes_all_threads_of_the_door(place, threads, limits, share):
    home = dataclasses.replace(place(limits=limits), door_threads=threads)
    assert settings_of(home).requests_at_once == share


def test_what_each_state_may_hand_over_is_read_from_its_tables(place):
    home = place()
    file = home.path / "node.toml"
    file.write_text(file.read_text() + "\n[messages.per_minute]\nXA = 60\nother = 600\n")
    found = settings_of(read_home(home.path)).messages
    assert (found.count("XA"), found.count("XT")) == (60, 600)
