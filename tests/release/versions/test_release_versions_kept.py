# SPDX-License-Identifier: Apache-2.0
"""Data of each released version: this one brings it up to date, and everything is there as it was."""

import hashlib
import json
import secrets
import shutil

import pytest

from casts.release.kept import RELEASES, STATES, answers_of, home_of
from casts.release.program import present, released
from casts.servers.postgresql_server import (
    postgresql,  # noqa: F401 - fixtures are handed on by name
)

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.version, scope="module"),
]

WHOLE = ("doctor-books-whole", "doctor-log-whole", "doctor-store-whole", "doctor-law-whole")
"""Findings of `doctor --deep` about data in which nothing is missing or damaged."""


@pytest.fixture(scope="module")
def program(release, tmp_path_factory):
    return released(release.wheel, tmp_path_factory.mktemp("released") / "program")


@pytest.fixture(scope="module")
def demo(release, tmp_path_factory):
    return release.unpack(tmp_path_factory.mktemp("kept"))


@pytest.fixture
def home(demo, tmp_path):
    """A copy of Arcadia's home, as the released program left it."""
    return shutil.copytree(home_of(demo / "network", "XA"), tmp_path / "home")


def test_the_wheel_is_the_one_that_was_released(release):
    assert hashlib.sha256(release.wheel.read_bytes()).hexdigest() == release.facts["wheel_sha256"]


@pytest.mark.parametrize("state", STATES)
def test_every_request_and_the_log_are_as_the_released_program_had_them(release, demo, state):
    home = home_of(demo / "network", state)
    present().bring_up_to_date(home)
    assert answers_of(present(), home) == release.facts["nodes"][state]
    # Its certificates end one day, and no timestamp authority answers: the doctor finds something wrong in any case.
    doctor = json.loads(present().run("doctor", home, "--deep", "--json").stdout)
    found = {one["code"]: one["level"] for one in doctor["findings"]}
    assert {code: found.get(code) for code in WHOLE} == dict.fromkeys(WHOLE, "well")


def test_so_they_are_on_a_server_to_which_the_released_program_moved_them(
    release,
    program,
    home,
    postgresql,
    tmp_path,
):
    address = postgresql.create(f"r{secrets.token_hex(6)}")
    servers = tmp_path / "servers.toml"
    servers.write_text(f'database_url = "{address}"\n')
    moved = program.run("node", "move", home, "--to", servers)
    assert moved.returncode == 0, moved.stdout + moved.stderr
    present().bring_up_to_date(home)
    assert answers_of(present(), home) == release.facts["nodes"]["XA"]


def test_a_bundle_of_the_released_program_holds(release, demo):
    done = present().run(
        "evidence", "verify", demo / "bundle", "--trust", demo / "network" / "repository"
    )
    assert done.returncode == 0, done.stdout + done.stderr
