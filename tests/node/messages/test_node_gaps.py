# SPDX-License-Identifier: Apache-2.0
"""Messages that others name and nobody has: asked for until they come, and never in silence."""

from dataclasses import replace

import pytest

from casts.node.world import bodies
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture
def opened(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    return sent


def say(world, opened, kind, body):
    world.exchange.faults.lose_requests = 1000
    sent = world.sent(XB, XA, kind, body, thread=opened.thread)
    world.exchange.faults.lose_requests = 0
    return sent


def two_of_which_the_second_came(world, opened):
    first = say(world, opened, "acknowledgement", bodies.acknowledgement())
    second = say(world, opened, "preservation_confirmed", bodies.preservation_confirmed())
    receive(world.node("XA"), "XB", dispatch_of(world.node("XB"), second))
    return first, second


def withholding(world, **answers):
    node = world.node("XA")

    class Peers:
        def messages_after(self, state, thread, sequence):
            return answers["given"](node.peers.messages_after(state, thread, sequence))

    world.exchange.nodes["XA"] = replace(node, peers=Peers())
    return node


def waiting(node):
    """Return what waits to be done, but for calling humans."""
    return [job.kind for job in node.queue.waiting() if job.kind != "call"]


def work(world, minutes):
    for _ in range(minutes):
        world.work("XA")
        world.clock.forward(minutes=1)


def test_a_state_that_withholds_a_message_does_not_do_so_in_silence(world, opened):
    honest = withholding(world, given=lambda _dispatches: [])
    first, _second = two_of_which_the_second_came(world, opened)
    work(world, 5)
    calls = [page for page in world.calls["XA"].pages if page.id.startswith("missing/")]
    assert [(page.thread, "XB" in page.reason) for page in calls] == [(opened.thread, True)]
    assert waiting(honest) == ["gap"]
    world.exchange.nodes["XA"] = honest
    work(world, 20)
    assert honest.store.message(first.digest) is not None
    assert honest.store.summary(opened.thread).status == "holding"
    assert waiting(honest) == []


def test_one_that_cannot_be_taken_in_holds_up_none_of_the_others(world, opened):
    honest = withholding(world, given=lambda dispatches: [b"poison", *dispatches])
    two_of_which_the_second_came(world, opened)
    work(world, 1)
    assert honest.store.summary(opened.thread).status == "holding"
    assert waiting(honest) == []


def test_why_it_does_not_close_is_reported_to_a_human(world, opened):
    withholding(world, given=lambda _dispatches: [b"poison"])
    two_of_which_the_second_came(world, opened)
    work(world, 5)
    (call,) = [page for page in world.calls["XA"].pages if page.id.startswith("missing/")]
    assert "json-malformed" in call.reason or "dispatch-malformed" in call.reason


def test_a_message_of_ours_that_we_do_not_have_is_asked_of_nobody_and_calls_a_human(world, opened):
    """The store was restored from before they sent it."""
    node = world.node("XA")
    answer = say(world, opened, "acknowledgement", bodies.acknowledgement())
    del node.store.tables.messages[opened.digest]
    receive(node, "XB", dispatch_of(world.node("XB"), answer))
    world.work("XA")
    assert waiting(node) == []
    assert [page.id for page in world.calls["XA"].pages if page.id.startswith("lost/")] == [
        f"lost/{opened.digest}"
    ]


def test_a_database_that_lost_a_thread_takes_back_two_messages_with_the_same_words(world, opened):
    """After a restore: each came under an approval of its own, and both have their place again."""
    enquiry = bodies.status_enquiry(opened.digest)
    office = world.states["XA"].officers
    requests = []
    for counter in (1, 2):
        office["xa-0002"] = replace(office["xa-0002"], counter=counter)
        requests.append(world.sent(XA, XB, "status_enquiry", enquiry, thread=opened.thread))
        world.settle()
    world.exchange.nodes["XB"] = world.new_node(world.states["XB"])
    office["xa-0002"] = replace(office["xa-0002"], counter=3)
    world.sent(XA, XB, "status_enquiry", enquiry, thread=opened.thread)
    world.settle()
    here = {one.digest for one in world.node("XB").store.transcript(opened.thread)}
    assert len(here) == 4
    assert {opened.digest, *(one.digest for one in requests)} < here
