# SPDX-License-Identifier: Apache-2.0
"""Two threads of one UUID: a third State learnt it, and opens one of its own with the same node."""

from dataclasses import replace

import pytest

from casts.node.attack import Attack
from casts.node.world import NOW, bodies, snapshot
from rogatory.node.messages.receive import receive
from rogatory.node.packages.serve import messages_after
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.node.threads.thread_keys import thread_key, thread_of_key
from rogatory.node.threads.transcript import envelope_of, thread_state
from rogatory.requests.envelope import Links, parse_message
from rogatory.wire import canonical
from rogatory.wire.identifiers import parse_authority, uuid7

XA, XB, XT = "xa/contact-point", "xb/contact-point", "xt/contact-point"
OTHER = uuid7(NOW, b"another-th")


def reopened(world, thread):
    """Thalassia's node opens a thread of that UUID with Borealia: by luck, or because it knew it."""
    node = world.node("XT")
    rest = iter([(int(thread.replace("-", ""), 16) % (1 << 80)).to_bytes(10)])
    world.exchange.nodes["XT"] = replace(
        node, random=lambda size: next(rest, None) or node.random(size)
    )
    sent = world.sent(XT, XB, "preservation", bodies.preservation())
    world.exchange.nodes["XT"] = node
    assert sent.thread == thread
    return sent


@pytest.fixture
def both(world):
    """The message of Arcadia and that of Thalassia, each the first of a thread of the same UUID."""
    first = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    second = reopened(world, first.thread)
    world.settle()
    return first, second


def kept(world, digest):
    found = world.node("XB").store.message(digest)
    assert found is not None
    return found


def test_both_are_kept_receipted_and_apart(world, both):
    first, second = both
    node = world.node("XB")
    assert kept(world, first.digest).thread == first.thread
    key = kept(world, second.digest).thread
    assert key != first.thread
    assert (thread_of_key(node, key), thread_key(node, "XT", first.thread)) == (first.thread, key)
    for message, state in ((first, "XA"), (second, "XT")):
        receipted = world.node(state).store.message(message.digest)
        assert parse_receipt(receipted.receipt).verdict == "kept"
        held = thread_state(node, kept(world, message.digest).thread)
        assert held.standing.requesting == state
        assert [entry.envelope.digest for entry in held.entries] == [message.digest]


def test_each_is_answered_under_the_uuid_that_its_states_know(world, both):
    first, second = both
    for state, addressee, message in (("XA", XA, first), ("XT", XT, second)):
        thread = kept(world, message.digest).thread
        answer = world.sent(
            XB, addressee, "acknowledgement", bodies.acknowledgement(), thread=thread
        )
        world.settle()
        assert parse_message(answer.message).thread == first.thread
        there = world.node(state).store.message(answer.digest)
        assert there is not None
        assert thread_state(world.node(state), first.thread).standing.acknowledged == answer.digest


def test_what_a_state_did_not_get_is_handed_out_of_its_own_thread_alone(world, both):
    first, second = both
    node = world.node("XB")
    thread = kept(world, second.digest).thread
    answer = world.sent(XB, XT, "acknowledgement", bodies.acknowledgement(), thread=thread)
    assert messages_after(node, "XA", first.thread, 0) == []
    (dispatch,) = messages_after(node, "XT", first.thread, 0)
    assert canonical.decode_object(dispatch, limit=1 << 20)["message"]
    assert [one.digest for one in node.store.outlines(thread)][-1] == answer.digest


def test_a_derived_key_that_a_peer_uses_as_a_uuid_is_not_taken_for_its_thread(world, both):
    """A peer that derives keys as we do opens a thread of that very UUID, to be folded into
    another.
    """
    first, second = both
    derived = kept(world, second.digest).thread
    third = reopened(world, derived)
    world.settle()
    node = world.node("XB")
    assert kept(world, third.digest).thread not in {first.thread, derived}
    assert len(node.store.outlines(derived)) == 1
    assert thread_key(node, "XT", first.thread) == derived


def probe(world, thread, **changes):
    attack = Attack(world)
    attack.state = world.states["XT"]
    attack.approvers = ("xt-0002",)
    attack.content = replace(attack.content, sender=parse_authority(XT), thread=thread, **changes)
    return attack


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("preservation", lambda _first: bodies.preservation()),
        ("no_longer_required", bodies.no_longer_required),
        ("acknowledgement", lambda _first: bodies.acknowledgement()),
        ("unknown_kind", lambda _first: {}),
        ("call_back_answer", lambda first: bodies.call_back_answer(first, first)),
    ],
)
@pytest.mark.parametrize("links", ["first", "continuing"])
def test_a_third_state_cannot_learn_whether_two_others_have_a_thread(world, kind, body, links):
    """It sends the same into the thread of the two and into one that nobody has, and compares."""
    first = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    node = world.node("XB")
    before = thread_state(node, first.thread)
    answers = []
    for thread in (first.thread, OTHER):
        attack = probe(world, thread, kind=kind, body=body(first.digest))
        if links == "continuing":
            attack.links = Links(2, first.digest, first.digest)
        receipt = parse_receipt(parse_reply(receive(node, "XT", attack.dispatch()))[0])
        answers.append((receipt.verdict, receipt.codes))
        assert messages_after(node, "XT", thread, 0) == []
    assert answers[0] == answers[1]
    assert thread_state(node, first.thread) == before
    assert [one.digest for one in node.store.outlines(first.thread)] == [first.digest]


def test_a_refused_probe_leaves_the_database_as_it_was(world):
    first = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    node = world.node("XB")
    attack = probe(world, first.thread)
    attack.approvers = ()
    before = snapshot(node)
    receipt = parse_receipt(parse_reply(receive(node, "XT", attack.dispatch()))[0])
    assert receipt.codes == ("approvals-too-few",)
    assert snapshot(node) == before
    assert envelope_of(node.store.message(first.digest)).thread == first.thread
