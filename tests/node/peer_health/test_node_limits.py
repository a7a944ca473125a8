# SPDX-License-Identifier: Apache-2.0
"""The limits for what a State's node may hand over: enforced by saying when to come again, and
nothing is lost.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import bodies, snapshot
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.limits.message_limits import MessageLimits, messages_problem
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.repositories.messages import Delivery
from rogatory.node.threads.dispatch import build_dispatch, parse_dispatch

XA, XB, XT = "xa/contact-point", "xb/contact-point", "xt/contact-point"


def requested(world, sender=XA, *, level="routine"):
    urgency = {"level": level} | ({"reason": "A life."} if level != "routine" else {})
    return world.sent(sender, XB, "preservation", bodies.preservation(urgency=urgency))


def limited(world, **limits):
    node = world.node("XB")
    settings = replace(node.settings, messages=MessageLimits(**limits))
    world.exchange.nodes["XB"] = replace(node, settings=settings)


def delivery(world, message):
    return world.node(message.sender_state).store.message(message.digest).delivery


def test_what_is_over_the_limit_goes_when_the_allowance_has_filled_again(world):
    limited(world, per_minute={"XA": 6})
    sent = [requested(world) for _ in range(9)]
    world.work("XA")
    assert [delivery(world, one) for one in sent].count(Delivery.RECEIPTED) == 6
    assert len(world.node("XB").store.tables.messages) == 6
    for _ in range(12):
        world.clock.forward(seconds=10)
        world.work("XA")
    assert {delivery(world, one) for one in sent} == {Delivery.RECEIPTED}
    assert len(world.node("XB").store.tables.messages) == 9


def test_waiting_for_the_allowance_is_no_silence_and_no_failure(world):
    limited(world, per_minute={"XA": 1})
    [requested(world) for _ in range(6)]
    for _ in range(4):
        world.work("XA")
        world.clock.forward(seconds=1)
    line = world.node("XA").store.peer_line("XB")
    assert (line.failures, line.silent_since) == (0, None)
    assert world.calls["XA"].pages == []


def test_one_state_s_flood_takes_nothing_from_another(world):
    limited(world, per_minute={"other": 2})
    flood = [requested(world) for _ in range(5)]
    world.work("XA")
    quiet = requested(world, XT)
    world.work("XT")
    assert delivery(world, quiet) is Delivery.RECEIPTED
    assert [delivery(world, one) for one in flood].count(Delivery.RECEIPTED) == 2


def test_a_limit_of_bytes_holds_back_messages_and_lets_the_largest_pass(world):
    """One larger than the day's limit is owed for, and nothing more comes until that is paid."""
    limited(world, bytes_per_day={"XA": 4096})
    first, second = requested(world), requested(world)
    size = len(dispatch_of(world.node("XA"), first))
    assert size > 4096
    world.work("XA")
    assert (delivery(world, first), delivery(world, second)) == (
        Delivery.RECEIPTED,
        Delivery.WAITING,
    )
    world.clock.forward(days=size / 4096)
    world.work("XA")
    assert delivery(world, second) is Delivery.RECEIPTED


def test_what_is_turned_back_leaves_nothing_but_one_call(world):
    limited(world, per_minute={"XA": 1})
    first, second = requested(world), requested(world)
    node = world.node("XB")
    receive(node, "XA", dispatch_of(world.node("XA"), first))
    before = snapshot(node)
    for _ in range(5):
        with pytest.raises(PauseRequestedError) as caught:
            receive(node, "XA", dispatch_of(world.node("XA"), second))
    assert caught.value.codes == ("messages-too-fast",)
    assert 0 < caught.value.seconds <= 60
    after = snapshot(node)
    assert all(after[name] == before[name] for name in before if name not in {"pages", "jobs"})
    assert len(after["pages"]) == len(before["pages"]) + 1
    assert [key for key in after["jobs"] if key not in before["jobs"]] == [
        f"call/messages-limit/XA/{world.clock.now():%Y-%m-%d}"
    ]


def test_malformed_messages_spend_the_allowance_as_well(world):
    """Each refusal is signed, which costs as much."""
    limited(world, per_minute={"XA": 2})
    good = dispatch_of(world.node("XA"), requested(world))
    bad = build_dispatch(replace(parse_dispatch(good), message=b"{}"))
    node = world.node("XB")
    for _ in range(2):
        receive(node, "XA", bad)
    with pytest.raises(PauseRequestedError):
        receive(node, "XA", bad)


def test_what_was_kept_before_is_answered_whatever_was_spent(world):
    limited(world, per_minute={"XA": 1})
    dispatch = dispatch_of(world.node("XA"), requested(world))
    node = world.node("XB")
    reply = receive(node, "XA", dispatch)
    assert [receive(node, "XA", dispatch) for _ in range(5)] == [reply] * 5


def test_an_emergency_passes_where_nothing_else_does_and_calls_a_human_where_it_cannot(world):
    limited(world, per_minute={"XA": 2})
    for _ in range(3):
        requested(world)
    world.work("XA")
    urgent = [requested(world, level="emergency") for _ in range(2)]
    world.work("XA")
    assert {delivery(world, one) for one in urgent} == {Delivery.RECEIPTED}
    waits = requested(world, level="emergency")
    world.work("XA")
    assert delivery(world, waits) is Delivery.WAITING
    calls = [one for one in world.calls["XB"].pages if one.id.endswith("/emergency")]
    assert len(calls) == 1
    assert "An emergency waits" in calls[0].reason
    world.clock.forward(minutes=3)
    world.work("XA")
    assert delivery(world, waits) is Delivery.RECEIPTED


def test_calling_everything_an_emergency_gains_one_allowance_more(world):
    limited(world, per_minute={"XA": 3})
    sent = [requested(world, level="emergency") for _ in range(12)]
    world.work("XA")
    assert [delivery(world, one) for one in sent].count(Delivery.RECEIPTED) == 6


def test_what_is_no_message_is_counted_as_no_emergency(world):
    """An emergency may take as much again; bytes that only look like one may not."""
    limited(world, per_minute={"XA": 1})
    node = world.node("XB")
    good = parse_dispatch(dispatch_of(world.node("XA"), requested(world)))
    looks = replace(good, message=b'{"body":{"urgency":{"level":"emergency"}}}')
    receive(node, "XA", build_dispatch(looks))
    with pytest.raises(PauseRequestedError):
        receive(node, "XA", build_dispatch(looks))
    assert not [one for one in world.calls["XB"].pages if one.id.endswith("/emergency")]


def test_a_clock_that_is_set_back_gives_no_allowance_twice(world):
    limited(world, per_minute={"XA": 1})
    first, second = requested(world), requested(world)
    receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), first))
    world.clock.forward(seconds=-30)
    with pytest.raises(PauseRequestedError):
        receive(world.node("XB"), "XA", dispatch_of(world.node("XA"), second))


def test_a_state_that_spends_its_day_each_day_does_not_fill_the_disk(world):
    first = requested(world)
    size = len(dispatch_of(world.node("XA"), first))
    limited(world, bytes_in_all={"XA": 3 * size})
    sent = [first, *(requested(world) for _ in range(4))]
    for _ in range(3):
        world.clock.forward(days=1)
        world.work("XA")
    states = [delivery(world, one) for one in sent]
    kept = states.count(Delivery.RECEIPTED)
    assert kept in {2, 3}
    assert states.count(Delivery.WAITING) == 5 - kept
    node = world.node("XB")
    assert node.store.kept_bytes("XA") <= 3 * size
    assert any(one.id.startswith("messages-limit/XA/") for one in world.calls["XB"].pages)
    # Another State is heard, and an emergency has as much again.
    quiet, life = requested(world, XT), requested(world, level="emergency")
    world.work("XT", "XA")
    assert delivery(world, quiet) is Delivery.RECEIPTED
    assert delivery(world, life) is Delivery.RECEIPTED
    # The operator makes space.
    limited(world, bytes_in_all={"XA": 100 * size})
    world.clock.forward(minutes=2)
    world.work("XA")
    assert {delivery(world, one) for one in sent} == {Delivery.RECEIPTED}


def test_what_is_refused_takes_nothing_of_what_may_be_kept(world):
    node = world.node("XB")
    sent = requested(world)
    dispatch = dispatch_of(world.node("XA"), sent)
    world.relist(without=())
    receive(node, "XA", dispatch)
    once = node.store.kept_bytes("XA")
    assert once == len(dispatch)
    receive(node, "XA", dispatch)
    assert node.store.kept_bytes("XA") == once


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"per_hour": {"XA": 1}}, "per_minute, bytes_per_day, bytes_in_all"),
        ({"per_minute": 7}, "per_minute, bytes_per_day, bytes_in_all"),
        ({"per_minute": {"xa": 7}}, "two capitals"),
        ({"per_minute": {"XA": 0}}, "at least 1"),
        ({"bytes_per_day": {"other": True}}, "at least 1"),
    ],
)
def test_limits_that_cannot_be_meant_are_named(table, problem):
    assert problem in messages_problem(table)
    assert messages_problem({"per_minute": {"XA": 1, "other": 2}, "bytes_per_day": {}}) is None


def test_a_state_that_is_not_named_has_the_limit_of_all_others():
    limits = MessageLimits(per_minute={"XA": 1, "other": 2})
    assert (limits.count("XA"), limits.count("XT")) == (1, 2)
    assert limits.size("XA") == MessageLimits().size("XT") >= 1 << 30


def test_the_hour_of_an_emergency_is_not_the_day_of_a_flood(world):
    limited(world, per_minute={"XA": 1})
    node, sender = world.node("XB"), world.node("XA")
    for _ in range(2):
        receive(node, "XA", dispatch_of(sender, requested(world, level="emergency")))
    for _ in range(3):
        with pytest.raises(PauseRequestedError):
            receive(node, "XA", dispatch_of(sender, requested(world, level="emergency")))
    world.clock.forward(seconds=timedelta(hours=1).total_seconds())
    for _ in range(2):
        receive(node, "XA", dispatch_of(sender, requested(world, level="emergency")))
    with pytest.raises(PauseRequestedError):
        receive(node, "XA", dispatch_of(sender, requested(world, level="emergency")))
    assert len([one for one in world.calls["XB"].pages if one.id.endswith("/emergency")]) == 2
