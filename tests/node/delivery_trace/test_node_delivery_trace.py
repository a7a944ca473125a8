# SPDX-License-Identifier: Apache-2.0
"""The delivery history of each message: recorded once, bounded, and shown by both States'
clocks.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import NOW, SetClock, bodies, demanding_two
from rogatory.errors import Refused, Unreachable
from rogatory.node.delivery_trace.steps import MOST_DETAILS, OTHER, note_attempt, note_read
from rogatory.node.delivery_trace.trace import DeliveryStage, trace
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.repositories.delivery_trace import StepKind
from rogatory.transport.refusals import PEER_SILENT

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture
def sent(world):
    return world.sent(XA, XB, "preservation", bodies.preservation())


def steps_of(world, state, thread, number=0):
    return trace(world.node(state), thread).messages[number]


def stages(found):
    return [step.stage for step in found.steps]


def step(found, stage):
    return next(one for one in found.steps if one.stage is stage)


def test_a_message_is_followed_from_its_draft_to_the_proof_that_it_was_applied_there(world, sent):
    world.clock.forward(seconds=5)
    world.settle()
    world.clock.forward(minutes=2)
    answer = world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=sent.thread)
    world.clock.forward(seconds=7)
    world.settle()
    found = steps_of(world, "XA", sent.thread)
    assert stages(found) == [
        DeliveryStage.WRITTEN,
        DeliveryStage.APPROVED,
        DeliveryStage.SENT,
        DeliveryStage.RECEIVED,
        DeliveryStage.RECEIPTED,
        DeliveryStage.APPLIED,
        DeliveryStage.APPLIED_THERE,
    ]
    assert step(found, DeliveryStage.WRITTEN).who == "xa-0001"
    assert (step(found, DeliveryStage.APPROVED).who, step(found, DeliveryStage.APPROVED).ours) == (
        "xa-0002",
        NOW,
    )
    assert step(found, DeliveryStage.SENT).who == "xa-0001"
    assert step(found, DeliveryStage.RECEIVED).theirs == NOW + timedelta(seconds=5)
    shown = step(found, DeliveryStage.APPLIED_THERE)
    assert (shown.theirs, shown.ours) == (answer.at, answer.at + timedelta(seconds=7))


def test_the_receiver_sees_its_own_half(world, sent):
    world.settle()
    found = steps_of(world, "XB", sent.thread)
    assert stages(found) == [
        DeliveryStage.APPROVED,
        DeliveryStage.SENT,
        DeliveryStage.RECEIVED,
        DeliveryStage.RECEIPTED,
        DeliveryStage.APPLIED,
    ]
    assert step(found, DeliveryStage.SENT).theirs == NOW
    assert step(found, DeliveryStage.SENT).ours is None


def test_each_states_moments_are_under_its_own_clock(world, sent):
    ahead = replace(world.node("XB"), clock=SetClock(NOW + timedelta(minutes=3)))
    world.exchange.nodes["XB"] = ahead
    world.work("XA")
    found = step(steps_of(world, "XA", sent.thread), DeliveryStage.RECEIVED)
    assert (found.ours, found.theirs) == (None, NOW + timedelta(minutes=3))


def test_tries_that_fail_alike_are_one_row_that_counts(world, sent):
    world.exchange.faults.lose_requests = 3
    for _ in range(4):
        world.work("XA")
        world.clock.forward(minutes=1)
    found = step(steps_of(world, "XA", sent.thread), DeliveryStage.ATTEMPTED)
    assert (found.times, found.detail) == (3, "peer-silent")
    assert (found.ours, found.last) == (NOW, NOW + timedelta(minutes=2))
    assert DeliveryStage.RECEIPTED in stages(steps_of(world, "XA", sent.thread))


def test_a_peer_that_fails_in_ever_new_ways_fills_no_database(world, sent):
    node = world.node("XA")
    for number in range(MOST_DETAILS + 30):
        code = replace(PEER_SILENT, id=f"peer-silent-{number}")
        error = Unreachable(code.because(address="XB", problem="x"))
        with node.store.transaction():
            note_attempt(node, sent, error, node.clock.now())
    tries = [
        one
        for one in steps_of(world, "XA", sent.thread).steps
        if one.stage is DeliveryStage.ATTEMPTED
    ]
    assert len(tries) == MOST_DETAILS + 1
    assert (tries[-1].detail, tries[-1].times) == (OTHER, 30)


def test_a_refusal_is_shown_with_its_codes_by_the_other_states_clock(world, sent):
    behind = replace(demanding_two(world), clock=SetClock(NOW - timedelta(minutes=4)))
    world.exchange.nodes["XB"] = behind
    world.work("XA")
    found = step(steps_of(world, "XA", sent.thread), DeliveryStage.REFUSED)
    assert (found.detail, found.theirs) == ("approvals-too-few", NOW - timedelta(minutes=4))


def test_what_is_handed_over_again_is_counted_and_nothing_else_changes(world, sent):
    world.settle()
    dispatch = dispatch_of(world.node("XA"), sent)
    for _ in range(3):
        receive(world.node("XB"), "XA", dispatch)
    found = steps_of(world, "XB", sent.thread)
    assert step(found, DeliveryStage.REPEATED).times == 3
    assert stages(found).count(DeliveryStage.RECEIPTED) == 1
    assert step(found, DeliveryStage.RECEIPTED).times == 1


def test_a_message_that_waits_for_another_is_not_applied_and_the_missing_one_is_named(world, sent):
    world.exchange.faults.lose_requests = 1000
    enquiry = bodies.status_enquiry(sent.digest)
    last = world.sent(XA, XB, "status_enquiry", enquiry, thread=sent.thread)
    receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), last))
    world.work("XB")
    found = trace(world.node("XB"), sent.thread)
    assert found.missing == (sent.digest,)
    assert found.messages[0].outcome.value == "waiting"
    assert DeliveryStage.APPLIED not in stages(found.messages[0])


def test_who_reads_is_noted_once_for_each_message(world, sent):
    world.settle()
    node = world.node("XB")
    for _ in range(3):
        note_read(node, sent.thread, "xb-0001")
        world.clock.forward(minutes=1)
    enquiry = bodies.status_enquiry(sent.digest)
    world.sent(XA, XB, "status_enquiry", enquiry, thread=sent.thread)
    world.settle()
    note_read(node, sent.thread, "xb-0001")
    note_read(node, sent.thread, "xb-0010")
    read = [one for one in node.store.delivery_steps(sent.thread) if one.kind is StepKind.READ]
    assert [(one.officer, one.times) for one in read] == [
        ("xb-0001", 1),
        ("xb-0001", 1),
        ("xb-0010", 1),
        ("xb-0010", 1),
    ]
    first = [
        one for one in steps_of(world, "XB", sent.thread).steps if one.stage is DeliveryStage.READ
    ]
    assert [(one.who, one.ours) for one in first] == [
        ("xb-0001", NOW),
        ("xb-0010", NOW + timedelta(minutes=3)),
    ]


def test_who_read_a_message_is_revealed_to_no_other_state(world, sent):
    world.settle()
    before = dict(world.node("XA").store.tables.messages)
    requests_before = len(world.exchange.requests)
    note_read(world.node("XB"), sent.thread, "xb-0001")
    world.settle()
    assert len(world.exchange.requests) == requests_before
    assert world.node("XA").store.tables.messages == before


def test_an_unknown_thread_has_no_delivery_history(world):
    with pytest.raises(Refused) as caught:
        trace(world.node("XA"), "01938f3e-0000-7000-8000-0000000000ff")
    assert caught.value.codes == ("thread-unknown",)
