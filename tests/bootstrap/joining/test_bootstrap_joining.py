# SPDX-License-Identifier: Apache-2.0
"""The checks of a joining State's node: over two nodes that know each other."""

import copy

import pytest

from casts.node.world import World, bodies, new_state
from rogatory.bootstrap.joining import connecting
from rogatory.bootstrap.joining.plan import JoiningPlan

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture(scope="module")
def made_states():
    return {code: new_state(code) for code in ("XA", "XB")}


@pytest.fixture
def world(made_states, monkeypatch):
    """XA joins, and its node is the one that the steps look at."""
    states = {code: copy.copy(state) for code, state in made_states.items()}
    made = World(states)
    monkeypatch.setattr(connecting, "node_at", lambda _home: made.node("XA"))
    return made


@pytest.fixture
def plan(tmp_path):
    urls = ("https://directory.example",) * 2
    return JoiningPlan(
        tmp_path, "XA", "0" * 64, *urls, "https://a.example", "https://c.example", (), "UTC", ("en",), "XB"
    )  # fmt: skip


def test_a_peer_that_answers_is_met_and_one_that_is_silent_is_not(world, plan):
    assert connecting.look_at_first_peer(plan).done
    away = world.exchange.nodes.pop("XB")
    looked = connecting.look_at_first_peer(plan)
    assert not looked.done
    assert "peer-silent" in looked.found
    assert "operator" in looked.must
    world.exchange.nodes["XB"] = away


def test_the_first_drill_is_done_once_the_peers_officer_acknowledged_it(world, plan):
    looked = connecting.look_at_first_drill(plan)
    assert (looked.done, looked.found) == (False, "no drill was sent yet")
    sent = world.sent(XA, XB, "drill", bodies.drill())
    world.settle()
    assert connecting.look_at_first_drill(plan).found == "a drill was sent and waits"
    body = bodies.drill_acknowledgement(sent.digest) | {"by_officer": "xb-0001"}
    world.sent(XB, XA, "drill_acknowledgement", body, thread=sent.thread)
    world.settle()
    assert connecting.look_at_first_drill(plan).done


def test_a_drill_that_the_peer_sent_is_not_our_own(world, plan):
    world.sent(XB, XA, "drill", bodies.drill())
    world.settle()
    assert not connecting.look_at_first_drill(plan).done
