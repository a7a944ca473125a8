# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer line`: who answers, what waits, whose clock is off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.case_files import requested
from casts.node.world import SetClock
from rogatory.node.peer_health.contact import HICCUPS, note_silence


@pytest.fixture
def world(monkeypatch):
    found = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: found.node("XB")
    )
    return found


def test_a_line_that_works_shows_when_it_did_and_how_the_clock_goes(world, tmp_path):
    ahead = SetClock(world.clock.now() + timedelta(seconds=40))
    world.exchange.nodes["XA"] = replace(world.node("XA"), clock=ahead)
    requested(world)
    words = run("peer", "line", tmp_path, "XA").out
    assert "knocked here" in words
    assert "40 seconds ahead of ours" in words
    (document,) = run("peer", "line", tmp_path, "XA", "--json").json["lines"]
    assert (document["line"]["skew"], document["is_off"], document["is_silent"]) == (
        40,
        True,
        False,
    )


def test_a_silent_node_is_reported_with_its_next_try_and_why(world, tmp_path):
    node = world.node("XB")
    for _ in range(HICCUPS):
        world.clock.forward(minutes=1)
        with node.store.transaction():
            note_silence(node, "XT", "[peer-silent] no answer", began=world.clock.now())
    words = run("peer", "line", tmp_path).out
    assert (
        f"XT: silent since {world.clock.now() - timedelta(minutes=2):%Y-%m-%dT%H:%M:%SZ}" in words
    )
    assert "[peer-silent] no answer" in words
