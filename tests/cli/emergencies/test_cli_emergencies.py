# SPDX-License-Identifier: Apache-2.0
"""`rogatory emergency`: what waits, asking back, deciding after a telephone call."""

from dataclasses import replace

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import by_cast, run
from casts.node.world import bodies

pytestmark = pytest.mark.law_line(24)

CALL = (
    *("--answer", "go-on", "--number", "+999 7 7770000"),
    *("--spoke-with", "the duty officer", "--said", "It is ours.", "--reason", "He knew the case."),
)


@pytest.fixture
def world(monkeypatch):
    world = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: world.node("XB")
    )
    return world


def requested(world):
    sent = world.sent(
        "xa/contact-point", "xb/contact-point", "emergency_data", bodies.emergency_data()
    )
    world.settle()
    return sent.thread


def test_what_waits_is_reported_with_who_was_called_back(world, tmp_path):
    assert "No emergency waits" in run("emergency", "list", tmp_path).out
    thread = requested(world)
    output = run("emergency", "list", tmp_path).out
    assert "call-back: waiting; nothing may be given yet" in output
    assert "asked xa/central-authority" in output
    world.confirmed(thread)
    (one,) = run("emergency", "list", tmp_path, "--json").json["emergencies"]
    assert (one["thread"], one["call_back"], one["allows"]) == (thread, "confirmed", True)


def test_an_officer_calls_back_where_the_node_did_not(world, tmp_path):
    node = world.node("XB")
    world.exchange.join(replace(node, settings=replace(node.settings, emergencies_a_day=0)))
    thread = requested(world)
    result = run("emergency", "call-back", tmp_path, thread, "--officer", "xb-0001")
    assert "on its way to XA" in result.out
    second = run("emergency", "call-back", tmp_path, thread, "--officer", "xb-0001", "--json")
    assert (second.status, second.codes) == (1, ["call-back-asked"])


def test_a_decision_after_a_call_needs_its_time_and_its_source(world, tmp_path):
    thread = requested(world)
    own = by_cast(world.states["XB"], tmp_path, "xb-0001", world.clock.now())
    early = run("emergency", "decide", tmp_path, thread, *CALL, *own, "--json")
    assert set(early.codes) == {"call-back-too-early", "call-back-number-source"}
    world.clock.forward(minutes=15)
    result = run(
        "emergency", "decide", tmp_path, thread, *CALL, *own, "--source", "the yearly list"
    )
    assert "a second officer must review it" in result.out
    assert "not-reached; data may be given" in run("emergency", "list", tmp_path).out


def test_nobody_decides_under_a_number_that_is_only_typed(world, tmp_path):
    thread = requested(world)
    world.clock.forward(minutes=15)
    words = ("emergency", "decide", tmp_path, thread, *CALL, "--source", "the yearly list")
    assert run(*words, "--officer", "xb-0001").status == 2
    stranger = by_cast(world.states["XA"], tmp_path, "xa-0001", world.clock.now())
    assert run(*words, *stranger).status == 1
    assert "nothing may be given yet" in run("emergency", "list", tmp_path).out
