# SPDX-License-Identifier: Apache-2.0
"""`rogatory trace`: for a person and for a script."""

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.case_files import requested


@pytest.fixture
def world(monkeypatch):
    found = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: found.node("XB")
    )
    return found


def test_the_delivery_history_is_shown_as_words_and_as_json(world, tmp_path):
    thread = requested(world)
    words = run("trace", tmp_path, thread)
    assert words.status == 0
    assert "clock of XA" in words.out
    assert "Accepted by the receiving node" in words.out
    (message,) = run("trace", tmp_path, thread, "--json").json["messages"]
    assert [step["stage"] for step in message["steps"]] == [
        "approved",
        "sent",
        "received",
        "receipted",
        "applied",
    ]
    assert message["delivery"] == "receipted"


def test_an_unknown_thread_is_refused_with_its_code(world, tmp_path):
    result = run("trace", tmp_path, "no-such-thread", "--json")
    assert (result.status, result.codes) == (1, ["thread-unknown"])
