# SPDX-License-Identifier: Apache-2.0
"""All keys of a node's State with their ends, as `rogatory keys list` prints them, and which of them the node uses."""

import os
import shutil

import pytest

from casts.cli.commands import run
from casts.cli.founded import founded as founded_directory
from casts.node.full_home import row_of, stored
from django_home import emptied, put_new_store
from rogatory.bootstrap.home.folder import read_home


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    return founded_directory(tmp_path_factory.mktemp("network"), ("XA", "XB"))


@pytest.fixture(autouse=True)
def _home_of_the_process():
    """A command writes into the environment of its process which home is meant; here many share one process."""
    before = os.environ.get("ROGATORY_HOME")
    yield
    os.environ.pop("ROGATORY_HOME", None)
    if before is not None:
        os.environ["ROGATORY_HOME"] = before


@pytest.fixture
def home(founded, tmp_path):
    emptied()
    shutil.copytree(founded.node("XB"), tmp_path / "xb")
    assert run("directory", "refresh", tmp_path / "xb").status == 0
    return tmp_path / "xb"


def listed(home, *options):
    result = run("keys", "list", home, "--json", *options)
    assert result.status == 0, result.out
    return result.json["keys"]


def test_each_key_that_the_node_signs_with_is_listed_and_in_use(home):
    found = listed(home)
    in_use = {(one["kind"], one["name"], one["algorithm"]) for one in found if one["in_use"]}
    assert {
        ("node-tls", "xb", "p256"),
        ("node-http", "xb", "p256"),
        ("receipts", "xb", "p256"),
        ("receipts", "xb", "mldsa65"),
        ("authority", "xb/central-authority", "p256"),
        ("authority", "xb/central-authority", "mldsa65"),
    } <= in_use
    assert {"log", "witness"} <= {kind for kind, _name, _algorithm in in_use}
    assert {"state-ca", "recipient", "passkey", "metadata"} <= {one["kind"] for one in found}
    assert {one["name"] for one in found if one["kind"] == "metadata"} == {"root", "targets", "xb"}
    assert not any(one["name"].startswith("xa") for one in found)


def test_the_first_to_end_is_first(home):
    ends = [one["until"] for one in listed(home) if one["until"]]
    assert len(ends) > 10
    assert ends == sorted(ends)


def test_a_key_that_no_entry_lists_is_named(founded, home):
    foreign = (founded.node("XA") / "keys/node/http.pem").read_bytes()
    (home / "keys/node/http.pem").write_bytes(foreign)
    (unlisted,) = [one for one in listed(home) if one["where"] == "keys/node/http.pem"]
    assert (unlisted["name"], unlisted["listed"], unlisted["in_use"]) == ("xa", False, False)
    (own,) = [one for one in listed(home) if (one["kind"], one["name"]) == ("node-http", "xb")]
    assert (own["where"], own["in_use"]) == ("", False)
    assert "NOT LISTED, keys/node/http.pem" in run("keys", "list", home).out


def test_without_a_directory_the_keys_in_the_home_are_listed(home):
    shutil.rmtree(home / "directory/generations")
    (home / "directory/current.json").unlink()
    (home / "keys/node/tls.pem").write_text("no certificate")
    found = listed(home)
    assert {one["kind"] for one in found} == {
        "node-http", "receipts", "authority", "log", "witness",
    }  # fmt: skip
    assert not any(one["in_use"] for one in found)
    assert "cannot be read" in run("keys", "list", home).out


def test_tokens_of_systems_are_listed_with_their_ends_and_their_database_is_only_read(home):
    assert "no token of a system is shown" in run("keys", "list", home).out
    node_home = read_home(home)
    assert not node_home.database.exists()
    put_new_store(node_home)
    for name, left in (("register", 20.5), ("statistics", -1)):
        row_of(
            node_home,
            "storage_systemtoken",
            name=name,
            digest=name.encode().hex().ljust(64, "0"),
            made=stored(days=70),
            expires=stored(days=-left),
        )
    found = [one["name"] for one in listed(home) if one["kind"] == "system-token"]
    assert found == ["register"]
    ended = [one["name"] for one in listed(home, "--all") if one["kind"] == "system-token"]
    assert ended == ["statistics", "register"]
    lines = run("keys", "list", home).out.splitlines()
    at = lines.index("system-token register")
    assert "20 days left" in lines[at + 1]
    assert lines[at + 2].strip() == "for the API: rogatory systems"
