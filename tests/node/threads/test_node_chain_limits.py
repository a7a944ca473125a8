# SPDX-License-Identifier: Apache-2.0
"""One State cannot make a thread so long that looking at it, or the next message, costs seconds."""

from dataclasses import replace

import pytest

from casts.node.attack import Attack
from casts.node.world import bodies, snapshot
from rogatory.errors import Refused
from rogatory.node.messages.receive import receive
from rogatory.node.threads import chain_limits
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.requests.envelope import Links
from rogatory.wire.digests import sha256

XA, XB = "xa/contact-point", "xb/contact-point"
MOST = 5


@pytest.fixture
def attack(world):
    return Attack(world)


@pytest.fixture
def short(monkeypatch):
    """A limit that a test reaches with few signatures."""
    monkeypatch.setattr(chain_limits, "MOST_MESSAGES", MOST)


def verdict(attack, dispatch):
    return parse_receipt(parse_reply(receive(attack.world.node("XB"), "XA", dispatch))[0]).verdict


def numbered(attack, number, previous):
    """A message of its own touch at a place of the chain."""
    own = attack.state.officers
    own["xa-0002"] = replace(own["xa-0002"], counter=number)
    attack.links = Links(number, previous, None)
    return attack.dispatch()


def filled(attack):
    previous = None
    for number in range(1, MOST + 1):
        dispatch = numbered(attack, number, previous)
        previous = sha256(attack.message())
        assert verdict(attack, dispatch) == "kept"
    return previous


@pytest.mark.usefixtures("short")
def test_a_message_beyond_the_chain_s_limit_is_refused_and_not_kept(attack):
    previous = filled(attack)
    assert attack.refused(numbered(attack, MOST + 1, previous)) == {"thread-full"}


@pytest.mark.usefixtures("short")
def test_forks_fill_a_chain_as_well(attack):
    assert verdict(attack, numbered(attack, 1, None)) == "kept"
    first = sha256(attack.message())
    for number in range(2, MOST + 1):
        dispatch = numbered_fork(attack, number, first)
        assert verdict(attack, dispatch) == "kept"
    assert attack.refused(numbered_fork(attack, MOST + 1, first)) == {"thread-full"}


def numbered_fork(attack, counter, previous):
    own = attack.state.officers
    own["xa-0002"] = replace(own["xa-0002"], counter=counter)
    attack.links = Links(2, previous, None)
    body = bodies.preservation(case_number=f"case {counter}")
    attack.content = replace(attack.content, body=body)
    return attack.dispatch()


def test_bytes_fill_a_chain_as_well(attack, monkeypatch):
    size = len(attack.message())
    monkeypatch.setattr(chain_limits, "MOST_BYTES", 2 * size + 200)
    assert verdict(attack, numbered(attack, 1, None)) == "kept"
    first = sha256(attack.message())
    assert verdict(attack, numbered(attack, 2, first)) == "kept"
    second = sha256(attack.message())
    assert attack.refused(numbered(attack, 3, second)) == {"thread-full"}


@pytest.mark.usefixtures("short")
def test_the_limit_is_each_state_s_own(attack):
    """A peer that fills its own chain takes nothing from what this State may still say."""
    filled(attack)
    world = attack.world
    world.settle()
    answer = bodies.acknowledgement()
    sent = world.sent(XB, XA, "acknowledgement", answer, thread=attack.content.thread)
    assert sent.sequence == 1


@pytest.mark.usefixtures("short")
def test_an_officer_is_warned_before_a_draft_that_has_no_space(world):
    opening = world.sent(XA, XB, "preservation", bodies.preservation())
    enquiry = bodies.status_enquiry(opening.digest)
    world.settle()
    own = world.states["XA"].officers
    for number in range(1, MOST):
        own["xa-0002"] = replace(own["xa-0002"], counter=number)
        world.sent(XA, XB, "status_enquiry", enquiry, thread=opening.thread)
    before = snapshot(world.node("XA"))
    with pytest.raises(Refused) as caught:
        world.drafted(XA, XB, "status_enquiry", enquiry, thread=opening.thread)
    assert "thread-full" in caught.value.codes
    assert snapshot(world.node("XA")) == before
