# SPDX-License-Identifier: Apache-2.0
"""`rogatory queue`: what failed, why, and that it runs again when a person says so."""

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.case_files import XA, XB
from casts.node.world import bodies
from rogatory.node.repositories.messages import Delivery
from rogatory.wire.statements import older


@pytest.fixture
def world(monkeypatch):
    found = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: found.node("XA")
    )
    return found


@pytest.fixture
def aside(world):
    """A message whose delivery was set aside."""
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    node = world.node("XA")
    (job,) = [one for one in node.queue.lease("w", 10, world.clock.now()) if one.kind == "deliver"]
    node.queue.set_aside(job, older("fault: MemoryError: "), world.clock.now())
    return sent


def test_nothing_that_failed_is_said_to_be_nothing(world, tmp_path):
    assert "Nothing was set aside" in run("queue", "list", tmp_path).out
    assert run("queue", "replay", tmp_path, "--all").status == 0


def test_what_was_set_aside_is_listed_with_its_reason_and_runs_again(world, aside, tmp_path):
    words = run("queue", "list", tmp_path).out
    assert f"deliver/{aside.digest}" in words
    assert "MemoryError" in words
    (job,) = run("queue", "list", tmp_path, "--json").json["jobs"]
    assert job["since"]
    document = run("queue", "replay", tmp_path, "--all", "--json").json
    assert document["replayed"] == [f"deliver/{aside.digest}"]
    world.settle()
    assert world.node("XA").store.message(aside.digest).delivery is Delivery.RECEIPTED


def test_an_unknown_key_is_refused_with_its_code(world, tmp_path):
    result = run("queue", "replay", tmp_path, "deliver/nothing", "--json")
    assert (result.status, result.codes) == (1, ["job-unknown"])


def test_neither_all_nor_keys_is_a_wrong_call(world, tmp_path):
    assert run("queue", "replay", tmp_path).status == 2
    assert run("queue", "replay", tmp_path, "x", "--all").status == 2
