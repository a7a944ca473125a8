# SPDX-License-Identifier: Apache-2.0
"""An exercise's keeper of the register: a visitor's own passkey becomes one that approves."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casts.steady import warm
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.ports.directory_reading import fetcher_of
from rogatory.bootstrap.ports.register import open_register, own_copy
from rogatory.exercises.cast import HEAD_OF_DUTY, STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses, Federation
from rogatory.exercises.founding import found_federation
from rogatory.seal.software_authenticator import SoftwareAuthenticator

OFFICER = HEAD_OF_DUTY.known_as("XB")

MAKES_A_PASSKEY = """
import sys
from pathlib import Path
from rogatory.bootstrap.accounts.officers import create_officer, set_up
set_up(Path(sys.argv[1]))
sys.path.insert(0, sys.argv[2])
from casts.console.accounts.passkeys import put_on_account
from rogatory.seal.software_authenticator import SoftwareAuthenticator
create_officer(sys.argv[3], "An officer", "a password of some length")
if len(sys.argv) > 4:
    put_on_account(sys.argv[3], SoftwareAuthenticator.from_bytes(Path(sys.argv[4]).read_bytes()))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A network of two States that nobody runs, whose nodes have read the directory."""
    home = tmp_path_factory.mktemp("exercise")
    found_federation(
        home / "network",
        [STATES["XA"], STATES["XB"]],
        Addresses("http://127.0.0.1:1", "http://127.0.0.1:2"),
        tsa_state="XB",
        instruments={code: stated_parties(code) for code in ("XA", "XB")},
        at=datetime.now(UTC),
        random=os.urandom,
    )
    federation = Federation(home / "network")
    for code in ("XA", "XB"):
        node, fetch = read_home(federation.node(code)), fetcher_of(str(federation.repository))
        open_register(node, SystemClock(), fetch).refresh(datetime.now(UTC))
    return home


def enrol(home, officer=OFFICER):
    answer = warm.command("exercise", "enrol", officer, "--home", home, "--json")
    return answer.returncode, json.loads(answer.stdout)


def account(home, passkey=None):
    node = Federation(home / "network").node("XB")
    tests = Path(__file__).parents[1]
    words = (node, tests, OFFICER, *([passkey] if passkey else []))
    made = warm.script(MAKES_A_PASSKEY, *words, environment=os.environ)
    assert made.returncode == 0, made.stderr


def version_of(home, code="XA"):
    view = own_copy(read_home(Federation(home / "network").node(code))).view(datetime.now(UTC))
    return view.snapshot_version, view


def test_the_way_of_a_visitor_s_passkey(home, tmp_path):
    before, _view = version_of(home)
    account(home)
    status, output = enrol(home)
    assert (status, [one["code"] for one in output["reasons"]]) == (1, ["exercise-no-passkey"])
    assert version_of(home)[0] == before

    origin = read_home(Federation(home / "network").node("XB")).console_url
    passkey = SoftwareAuthenticator.generate("localhost", origin, os.urandom)
    (tmp_path / "passkey.json").write_bytes(passkey.to_bytes())
    account(home, tmp_path / "passkey.json")
    status, output = enrol(home)
    assert (status, output["officer"], output["version"]) == (0, OFFICER, 2)
    for code in ("XA", "XB"):
        view = version_of(home, code)[1]
        records = view.officer_records(OFFICER, datetime.now(UTC))
        assert len(records) == 2  # the one that the story approves with is left in force
        assert records[-1].credential == passkey.credential
        assert (records[-1].roles, records[-1].authorities) == (
            records[0].roles,
            records[0].authorities,
        )
    version = version_of(home)[0]
    status, output = enrol(home)
    assert (status, [one["code"] for one in output["reasons"]]) == (1, ["exercise-nothing-to-list"])
    assert version_of(home)[0] == version


@pytest.mark.parametrize(
    ("officer", "code"),
    [("xm-0002", "exercise-no-such-state"), ("xb-0777", "directory-officer-new")],
)
def test_nobody_of_elsewhere_is_enrolled(home, officer, code):
    before = version_of(home)[0]
    status, output = enrol(home, officer)
    assert (status, [one["code"] for one in output["reasons"]]) == (1, [code])
    assert version_of(home)[0] == before


def test_a_folder_without_an_exercise_is_refused(tmp_path):
    status, output = enrol(tmp_path)
    assert (status, [one["code"] for one in output["reasons"]]) == (1, ["exercise-no-network"])
