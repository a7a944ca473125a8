# SPDX-License-Identifier: Apache-2.0
"""A message that arrives is parsed once, by whatever it is judged afterwards."""

import pytest

from casts.node.peers import set_policy, terms
from casts.node.world import bodies, new_state
from casts.servers.door_client import Door
from casts.steady.counted_runs import counted
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.threads import transcript
from rogatory.node.threads.cache import AtHand
from rogatory.node.threads.dispatch import Dispatch, build_dispatch, parse_dispatch
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.node.worker.work import run_until_idle
from rogatory.requests import envelope

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def door(states):
    return Door(states)


@pytest.fixture
def parsed():
    with counted(envelope.parse_message) as runs:
        yield runs


def arriving(door, parsed, monkeypatch, *, level="routine"):
    """A thread and its dispatch of Arcadia, at Borealia's door, whose process knows no message yet."""
    urgency = {"level": level} | ({"reason": "A life."} if level != "routine" else {})
    sent = door.world.sent(XA, XB, "preservation", bodies.preservation(urgency=urgency))
    dispatch = dispatch_of(door.world.node("XA"), sent)
    monkeypatch.setattr(transcript, "_envelopes", AtHand(512))
    parsed.clear()
    return sent.thread, dispatch


def verdict(answer):
    assert answer.status_code == 200
    return parse_receipt(parse_reply(answer.content)[0])


def test_a_message_is_parsed_once_at_the_door_and_not_again_when_it_is_applied(
    door, parsed, monkeypatch
):
    thread, dispatch = arriving(door, parsed, monkeypatch)
    receipt = verdict(door.ask("POST", "/v1/messages", dispatch))
    assert receipt.verdict == "kept"
    assert parsed.total() == 1
    run_until_idle(door.node, "worker")
    (stored,) = door.node.store.transcript(thread)
    assert door.node.store.summary(thread) is not None
    assert stored.digest == receipt.message
    assert parsed.total() == 1


def test_an_emergency_that_the_policy_refuses_is_parsed_once_and_still_calls_a_human(
    door, parsed, monkeypatch
):
    set_policy(door.node, terms())
    _, dispatch = arriving(door, parsed, monkeypatch, level="emergency")
    assert verdict(door.ask("POST", "/v1/messages", dispatch)).codes == ("peer-suspended",)
    assert parsed.total() == 1
    assert [one.id for one in door.node.store.pages()] == [
        f"policy-emergency/XA/{door.world.clock.now():%Y-%m-%d}"
    ]


def test_what_is_no_message_is_parsed_once(door, parsed, monkeypatch):
    good = parse_dispatch(arriving(door, parsed, monkeypatch)[1])
    bad = build_dispatch(Dispatch(b"{}", good.signatures, good.approvals, {}))
    assert verdict(door.ask("POST", "/v1/messages", bad)).verdict == "refused"
    assert parsed.total() == 1
