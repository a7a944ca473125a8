# SPDX-License-Identifier: Apache-2.0
"""Poison: work on which our code fails is set aside with its reason, holds up nothing, and runs
again.
"""

from dataclasses import replace

import pytest

from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.peer_health.dead_letters import DEATHS_BORNE, FAULTS_BORNE, replay
from rogatory.node.repositories.messages import Delivery
from rogatory.node.worker import work
from rogatory.node.worker.schedule import start_schedule
from rogatory.node.worker.work import run_until_idle

XA, XB = "xa/contact-point", "xb/contact-point"


class Poison:
    """The port `Peers` with which one message breaks our code, as long as it does."""

    def __init__(self, peers, bad):
        self.peers = peers
        self.bad = bad
        self.breaks = True

    def deliver(self, state, dispatch):
        from rogatory.node.threads.dispatch import parse_dispatch

        if self.breaks and parse_dispatch(dispatch).message == self.bad.message:
            raise ZeroDivisionError("poison")
        return self.peers.deliver(state, dispatch)


@pytest.fixture
def bad(world):
    return world.sent(XA, XB, "preservation", bodies.preservation())


@pytest.fixture
def poison(world, bad):
    found = Poison(world.node("XA").peers, bad)
    world.exchange.nodes["XA"] = replace(world.node("XA"), peers=found)
    return found


def wear_out(world, minutes=60):
    for _ in range(minutes):
        world.work("XA")
        world.clock.forward(minutes=1)


def aside(world):
    return [job for job in world.node("XA").queue.troubled() if job.since is not None]


def delivery(world, message):
    return world.node("XA").store.message(message.digest).delivery


def test_what_fails_by_our_fault_again_and_again_is_set_aside_with_its_reason(world, bad, poison):
    wear_out(world)
    (job,) = aside(world)
    assert job.key == f"deliver/{bad.digest}"
    assert (job.problem.codes, job.attempts) == (("job-fault",), FAULTS_BORNE + 1)
    assert "(ZeroDivisionError): poison" in job.problem
    assert delivery(world, bad) is Delivery.WAITING
    kinds = [page.id.partition("/")[0] for page in world.calls["XA"].pages]
    assert kinds == ["fault", "aside"]
    assert not [job for job in world.node("XA").queue.waiting() if job.kind != "call"]


def test_it_holds_up_nothing_else(world, bad, poison):
    wear_out(world, 3)
    good = world.sent(XA, XB, "preservation", bodies.preservation())
    world.work("XA")
    assert delivery(world, good) is Delivery.RECEIPTED


def test_once_its_cause_is_repaired_it_runs_again_and_is_set_aside_no_more(world, bad, poison):
    wear_out(world)
    poison.breaks = False
    replay(world.node("XA"), f"deliver/{bad.digest}")
    assert aside(world) == []
    world.settle()
    assert delivery(world, bad) is Delivery.RECEIPTED
    assert len(world.node("XB").store.transcript(bad.thread)) == 1


def test_replayed_too_early_it_is_set_aside_again_and_nothing_is_lost(world, bad, poison):
    wear_out(world)
    replay(world.node("XA"), f"deliver/{bad.digest}")
    wear_out(world)
    assert [job.key for job in aside(world)] == [f"deliver/{bad.digest}"]


def test_work_that_waits_for_a_further_try_may_be_run_at_once(world, bad):
    world.exchange.faults.lose_requests = 1
    world.work("XA")
    (job,) = world.node("XA").queue.troubled()
    assert job.run_at > world.clock.now()
    assert "peer-silent" in job.problem
    replay(world.node("XA"), job.key)
    world.work("XA")
    assert delivery(world, bad) is Delivery.RECEIPTED


def test_what_waits_for_a_silent_node_still_says_why(world, bad):
    world.exchange.faults.lose_requests = 1000
    wear_out(world, 20)
    (job,) = world.node("XA").queue.troubled()
    assert "peer-silent" in job.problem


def test_what_was_never_set_aside_cannot_be_run_again(world, bad):
    with pytest.raises(Refused) as caught:
        replay(world.node("XA"), "deliver/nothing")
    assert caught.value.codes == ("job-unknown",)


def test_a_fault_that_passes_sets_nothing_aside(world, bad, poison):
    wear_out(world, 2)
    poison.breaks = False
    wear_out(world, 2)
    assert delivery(world, bad) is Delivery.RECEIPTED
    assert aside(world) == []


def test_work_that_kills_its_worker_is_set_aside_before_it_kills_another(world, bad):
    node = world.node("XA")
    for _ in range(DEATHS_BORNE):
        assert [job.kind for job in node.queue.lease("doomed", 10, world.clock.now())]
        world.clock.forward(seconds=21)
    world.work("XA")
    assert {job.key.partition("/")[0] for job in aside(world)} == {"apply", "deliver"}
    assert all("The worker died in it 10 times" in job.problem for job in aside(world))
    for job in aside(world):
        replay(node, job.key)
    world.settle()
    assert delivery(world, bad) is Delivery.RECEIPTED


def test_a_worker_that_is_killed_now_and_then_sets_nothing_aside(world, bad):
    node = world.node("XA")
    world.exchange.faults.lose_requests = 1000
    for _ in range(4):
        for _ in range(DEATHS_BORNE - 1):
            node.queue.lease("doomed", 10, world.clock.now())
            world.clock.forward(seconds=21)
        world.work("XA")
        world.clock.forward(minutes=16)
    assert aside(world) == []


def test_a_beat_goes_on_whatever_happens(world, monkeypatch):
    def broken(node, job):
        raise ZeroDivisionError

    monkeypatch.setattr(work, "HANDLERS", {**work.HANDLERS, "clocks": broken})
    node = world.node("XA")
    start_schedule(node)
    for _ in range(40):
        run_until_idle(node, "worker")
        world.clock.forward(minutes=16)
    assert aside(world) == []
    assert any(job.key == "clocks" for job in node.queue.waiting())
    assert [page.id for page in world.calls["XA"].pages if page.id.startswith("fault/")] == [
        "fault/clocks"
    ]


def test_a_call_that_fails_by_our_fault_calls_nobody_about_itself(world, bad, monkeypatch):
    """It would call by what has just failed, without an end."""

    def broken(node, job):
        raise ZeroDivisionError

    monkeypatch.setattr(work, "HANDLERS", {**work.HANDLERS, "call": broken})
    world.settle()
    wear_out(world)
    assert [page.id for page in world.calls["XA"].pages] == []
    node = world.node("XB")
    for _ in range(60):
        run_until_idle(node, "worker")
        world.clock.forward(minutes=1)
    set_aside = [job.kind for job in node.queue.troubled() if job.since is not None]
    assert set_aside == ["call"]
    assert len(node.store.tables.pages) == 1
