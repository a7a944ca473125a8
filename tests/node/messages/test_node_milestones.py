# SPDX-License-Identifier: Apache-2.0
"""When a request was first answered, decided and ended: the moments at which this node saw the messages."""

from datetime import timedelta

from casts.node.world import NOW, bodies


def summary(world, state, thread):
    return world.node(state).store.summary(thread)


def test_the_moments_of_a_request_are_those_of_its_messages(world):
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", bodies.preservation())
    world.settle()
    for state in ("XA", "XB"):
        found = summary(world, state, sent.thread)
        assert (found.acknowledged, found.answered, found.closed) == (None, None, None)
    world.clock.forward(minutes=90)
    world.sent(
        "xb/contact-point",
        "xa/contact-point",
        "acknowledgement",
        bodies.acknowledgement(),
        thread=sent.thread,
    )
    world.settle()
    first = summary(world, "XB", sent.thread).acknowledged
    assert timedelta(minutes=90) <= first - NOW < timedelta(minutes=95)
    assert summary(world, "XB", sent.thread).answered is None
    world.clock.forward(minutes=60)
    world.sent(
        "xb/contact-point",
        "xa/contact-point",
        "refusal",
        bodies.refusal(),
        thread=sent.thread,
    )
    world.settle()
    for state in ("XA", "XB"):
        found = summary(world, state, sent.thread)
        assert found.status == "refused"
        assert timedelta(minutes=150) <= found.answered - NOW < timedelta(minutes=160)
        assert found.closed == found.answered
        assert found.acknowledged < found.answered
    assert summary(world, "XB", sent.thread).acknowledged == first
