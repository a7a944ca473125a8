# SPDX-License-Identifier: Apache-2.0
"""`rogatory systems`: a token is printed once, listed without its secret, and ended."""

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from rogatory.node.systems.tokens import token_of

NAME = "case-management"


@pytest.fixture
def world(monkeypatch):
    found = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: found.node("XA")
    )
    return found


def add(folder, *more, name=NAME):
    return run("systems", "add", folder, name, "--scope", "requests:read", *more)


def test_a_token_is_printed_once_with_its_end_beside_it(world, tmp_path):
    made = add(tmp_path, "--days", "30")
    assert token_of(world.node("XA"), made.out.strip()).name == NAME
    assert "2026-12-24T03:00:00Z" in made.err
    listed = run("systems", "list", tmp_path)
    assert listed.out == f"{NAME}  valid, until 2026-12-24T03:00:00Z  requests:read\n"
    document = run("systems", "list", tmp_path, "--json")
    assert made.out.strip()[-43:] not in listed.out + document.out
    assert [one["valid"] for one in document.json["tokens"]] == [True]


def test_a_token_that_ended_stays_in_the_list(world, tmp_path):
    assert run("systems", "list", tmp_path).out == "There is no token.\n"
    add(tmp_path, "--json")
    assert run("systems", "end", tmp_path, NAME).out == f"The token {NAME} has ended.\n"
    assert "ended, until 2026-11-24T03:00:00Z" in run("systems", "list", tmp_path).out
    assert run("systems", "end", tmp_path, NAME, "--json").codes == ["system-token-unknown"]
    add(tmp_path, "--days", "1", name="statistics")
    world.clock.forward(days=2)
    assert "statistics  expired" in run("systems", "list", tmp_path).out


def test_what_is_no_token_is_refused_with_its_code(world, tmp_path):
    result = add(tmp_path, "--days", "1000", "--json", name="Not a name")
    assert (result.status, result.codes) == (1, ["system-token-name", "system-token-days"])
    assert run("systems", "add", tmp_path, NAME, "--scope", "approve").status == 2
    assert run("systems", "add", tmp_path, NAME).status == 2
