# SPDX-License-Identifier: Apache-2.0
"""The end of a job: kept with its effects or with none of them, and asked for again after a pause that grows."""

from datetime import timedelta

import pytest

from casts.node.world import bodies, snapshot
from rogatory.node.queue.backlog import MOST_COUNTED, backlog
from rogatory.node.queue.end_job import PAUSES, LeaseLostError, done, later, pause_after
from rogatory.wire.statements import older

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture
def node(world):
    world.sent(XA, XB, "preservation", bodies.preservation())
    return world.node("XA")


def leased(node, worker, at):
    (job,) = [one for one in node.queue.lease(worker, 10, at) if one.kind == "deliver"]
    return job


def test_pauses_grow_and_the_last_one_is_for_all_further_failures():
    assert [pause_after(count) for count in range(1, len(PAUSES) + 1)] == list(PAUSES)
    assert list(PAUSES) == sorted(set(PAUSES))
    assert pause_after(0) == PAUSES[0]
    assert pause_after(10**6) == PAUSES[-1] == timedelta(minutes=15)


def test_a_job_that_failed_runs_again_after_its_pause_and_not_before(node, world):
    job = leased(node, "one", world.clock.now())
    later(node, job, older("no line"))
    pause = pause_after(job.attempts)
    world.clock.forward(seconds=pause.total_seconds() - 1)
    assert not [one for one in node.queue.lease("two", 10, world.clock.now()) if one.key == job.key]
    world.clock.forward(seconds=1)
    assert leased(node, "two", world.clock.now()).attempts == job.attempts + 1


def test_a_job_that_gets_on_waits_by_its_failures_since(node, world):
    job = leased(node, "one", world.clock.now())
    later(node, job, older("no line"), failures=len(PAUSES))
    world.clock.forward(seconds=(PAUSES[-1] - timedelta(seconds=1)).total_seconds())
    assert not [one for one in node.queue.lease("two", 10, world.clock.now()) if one.key == job.key]


def test_effects_of_a_job_are_kept_with_its_end_or_not_at_all(node, world):
    job = leased(node, "slow", world.clock.now())
    before = snapshot(node)
    (sent,) = node.store.tables.messages

    def breaking():
        node.store.note_problem(sent, older("noted"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), done(node, job):
        breaking()
    assert snapshot(node) == before
    world.clock.forward(minutes=1)
    quick = leased(node, "quick", world.clock.now())
    with pytest.raises(LeaseLostError), done(node, job):
        pass
    with done(node, quick):
        pass
    assert quick.key not in [one.key for one in node.queue.waiting()]


def test_the_work_not_done_is_counted_by_kind_and_says_whether_all_was_counted(node):
    found = backlog(node)
    assert ("deliver", 1) in {(one.kind, one.count) for one in found.counts}
    assert found.is_whole
    with node.store.transaction():
        for number in range(MOST_COUNTED + 1):
            node.queue.enqueue("deliver", f"deliver/{number}", {}, node.clock.now())
    assert not backlog(node).is_whole
