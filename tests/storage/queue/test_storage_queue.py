# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The queue: leased once, fenced, retried, asked for again while it runs. Over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.custody.log.tree import EMPTY_ROOT
from rogatory.node.repositories.queue import Priority, Successor
from rogatory.wire.statements import older

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(seconds=11)
"""After the fixture's lease of ten seconds."""


@pytest.fixture
def ask(store, queue):
    def put(key="deliver-1", run_at=NOW, **payload):
        with store.transaction():
            queue.enqueue("deliver", key, payload, run_at)

    return put


def lease_one(queue, now=NOW, worker="a"):
    (job,) = queue.lease(worker, 1, now)
    return job


def test_a_job_comes_back_as_it_was_asked_for(queue, ask):
    ask(message="00ff", attempt=[1, None, {"x": "é"}])

    job = lease_one(queue)

    assert (job.kind, job.key, job.attempts, job.lease) == ("deliver", "deliver-1", 1, "a")
    assert job.payload == {"message": "00ff", "attempt": [1, None, {"x": "é"}]}


def test_work_is_asked_for_inside_a_transaction_only(queue):
    with pytest.raises(AssertionError):
        queue.enqueue("deliver", "k", {}, NOW)
    assert queue.waiting() == []


def test_a_job_of_a_transaction_that_failed_was_never_asked_for(store, queue):
    with pytest.raises(ZeroDivisionError), store.transaction():
        queue.enqueue("deliver", "k", {}, NOW)
        raise ZeroDivisionError
    assert queue.waiting() == []


def test_a_second_job_of_the_same_key_changes_nothing_while_the_first_waits(queue, ask):
    ask(n=1)
    ask(n=2, run_at=NOW - timedelta(hours=1))

    (job,) = queue.lease("a", 5, NOW)

    assert job.payload == {"n": 1}
    assert queue.lease("b", 5, NOW) == []


def test_a_job_asked_for_while_it_runs_is_due_again_once_it_is_finished(store, queue, ask):
    ask()
    job = lease_one(queue)
    ask(run_at=NOW + timedelta(minutes=1))

    with store.transaction():
        assert queue.finish(job)

    assert queue.lease("a", 1, NOW) == []
    second_lease = lease_one(queue, NOW + timedelta(minutes=1))
    assert (second_lease.key, second_lease.attempts) == (job.key, 1)
    with store.transaction():
        assert queue.finish(second_lease)
    assert queue.waiting() == []


def test_a_beat_that_asks_for_its_next_run_while_it_runs_goes_on(store, queue, ask):
    ask("beat")
    for minute in range(3):
        job = lease_one(queue, NOW + timedelta(minutes=minute))
        with store.transaction():
            queue.enqueue("deliver", "beat", {}, NOW + timedelta(minutes=minute + 1))
            assert queue.finish(job)
    assert [each.key for each in queue.waiting()] == ["beat"]


def test_the_asking_that_a_dead_worker_did_not_live_to_see_is_served_by_the_next_run(
    store, queue, ask
):
    ask()
    lease_one(queue)
    ask()
    job = lease_one(queue, LATER, "b")
    with store.transaction():
        assert queue.finish(job)
    assert queue.waiting() == []


def test_jobs_are_leased_when_they_are_due_the_oldest_first(queue, ask):
    ask("late", NOW + timedelta(seconds=1))
    ask("second", NOW - timedelta(seconds=1))
    ask("first", NOW - timedelta(seconds=2))

    assert [job.key for job in queue.lease("a", 5, NOW)] == ["first", "second"]
    assert [job.key for job in queue.waiting()] == ["first", "second", "late"]


def test_no_two_workers_are_given_one_job(queue, ask):
    for n in range(4):
        ask(f"job-{n}")
    mine, theirs = queue.lease("a", 3, NOW), queue.lease("b", 3, NOW)
    assert len(mine) == 3
    assert len(theirs) == 1
    assert not {job.id for job in mine} & {job.id for job in theirs}


def test_a_lease_that_ran_out_goes_to_another_worker_and_fences_the_first(store, queue, ask):
    ask()
    slow = lease_one(queue)
    fast = lease_one(queue, LATER, "b")

    assert not queue.renew(slow, LATER)
    queue.retry(slow, older("too late to say so"), NOW)
    with store.transaction():
        assert not queue.finish(slow)
    assert queue.lease("c", 1, LATER) == []
    with store.transaction():
        assert queue.finish(fast)


def test_the_same_worker_that_leases_a_job_twice_is_fenced_by_the_attempts(store, queue, ask):
    ask()
    first, second = lease_one(queue), lease_one(queue, LATER)
    with store.transaction():
        assert not queue.finish(first)
        assert queue.finish(second)


def test_effects_of_a_lost_lease_are_rolled_back(store, queue, ask):
    ask()
    slow = lease_one(queue)
    lease_one(queue, LATER, "b")

    with pytest.raises(RuntimeError), store.transaction():
        store.put_checkpoint(1, 0, EMPTY_ROOT, "effect")
        if not queue.finish(slow):
            raise RuntimeError
    assert store.checkpoint(0) is None


def test_a_renewed_lease_is_not_given_away(queue, ask):
    ask()
    job = lease_one(queue)
    assert queue.renew(job, NOW + timedelta(seconds=9))
    assert queue.lease("b", 1, LATER) == []


def test_a_job_that_begins_early_in_its_lease_is_run_without_renewing_it(queue, ask):
    ask()
    job = lease_one(queue)
    assert queue.begin(job, NOW + timedelta(seconds=3))
    assert [one.id for one in queue.lease("b", 1, NOW + timedelta(seconds=11))] == [job.id]


def test_a_job_that_begins_late_in_its_lease_has_it_renewed(queue, ask):
    ask()
    job = lease_one(queue)
    assert queue.begin(job, NOW + timedelta(seconds=9))
    assert queue.lease("b", 1, NOW + timedelta(seconds=11)) == []


def test_a_job_whose_lease_was_lost_does_not_begin(queue, ask):
    ask()
    slow = lease_one(queue)
    lease_one(queue, LATER, "b")
    assert not queue.begin(slow, LATER)


def test_a_retried_job_waits_for_its_time_and_counts_its_attempts(queue, ask):
    ask()
    queue.retry(lease_one(queue), older("the line is down"), NOW + timedelta(seconds=2))

    assert queue.lease("a", 1, NOW) == []
    assert lease_one(queue, NOW + timedelta(seconds=2), "b").attempts == 2


def test_a_job_finished_twice_is_finished_once(store, queue, ask):
    ask()
    job = lease_one(queue)
    with store.transaction():
        assert queue.finish(job)
        assert not queue.finish(job)


def test_finishing_is_undone_with_the_transaction_around_it(store, queue, ask):
    ask()
    job = lease_one(queue)
    with pytest.raises(ZeroDivisionError), store.transaction():
        queue.finish(job)
        raise ZeroDivisionError
    assert [each.key for each in queue.waiting()] == [job.key]


def test_a_job_that_was_set_aside_is_leased_no_more_and_says_why(store, queue, ask):
    ask("m", message="ab")
    job = lease_one(queue)
    assert queue.set_aside(job, older("it breaks"), NOW)
    assert queue.lease("w", 10, NOW + timedelta(days=1)) == []
    (found,) = queue.troubled()
    assert (found.kind, found.key, found.payload) == ("deliver", "m", {"message": "ab"})
    assert (found.problem, found.since, found.run_at, found.attempts) == (
        older("it breaks"),
        NOW,
        None,
        1,
    )


def test_work_is_counted_by_kind_and_standing_with_its_oldest_and_without_the_beats(
    store, queue, ask
):
    with store.transaction():
        queue.enqueue("beat", "beat", {}, NOW)
        queue.enqueue("apply", "apply/1", {}, NOW + timedelta(minutes=3))
    for number in range(4):
        ask(f"m{number}", NOW + timedelta(minutes=number))
    first, second = (lease_one(queue, NOW + timedelta(minutes=9)) for _ in range(2))
    held = {job.key: job for job in (first, second)}
    assert "beat" in held  # it was asked for first, and runs
    queue.retry(held["m0"], older("the line is down"), NOW + timedelta(hours=1))
    queue.set_aside(lease_one(queue, NOW + timedelta(minutes=1)), older("it breaks"), NOW)

    def counts(most):
        return [(one.kind, one.standing.value, one.count, one.first) for one in queue.counted(most)]

    assert counts(100) == [
        ("apply", "waiting", 1, NOW + timedelta(minutes=3)),
        ("deliver", "retried", 1, NOW + timedelta(hours=1)),
        ("deliver", "set-aside", 1, NOW),
        ("deliver", "waiting", 2, NOW + timedelta(minutes=2)),
    ]
    assert [one[:3] for one in counts(1)] == [
        ("deliver", "set-aside", 1),
        ("deliver", "waiting", 1),
    ]


def test_a_job_whose_lease_was_lost_cannot_be_set_aside(queue, ask):
    ask()
    slow = lease_one(queue)
    assert queue.lease("other", 1, NOW + timedelta(minutes=1))
    assert not queue.set_aside(slow, older("too late"), NOW)
    assert queue.troubled() == []


def test_a_job_that_was_set_aside_runs_again_when_it_is_replayed(store, queue, ask):
    ask()
    job = lease_one(queue)
    queue.set_aside(job, older("it breaks"), NOW)
    with store.transaction():
        assert queue.replay(job.key, NOW)
        assert not queue.replay("nothing", NOW)
    second_lease = lease_one(queue)
    assert (second_lease.key, second_lease.payload, second_lease.priority) == (
        job.key,
        job.payload,
        job.priority,
    )
    assert (second_lease.attempts, second_lease.faults, second_lease.unended) == (1, 0, 1)
    assert queue.troubled() == []


def test_replaying_is_undone_with_the_transaction_around_it(store, queue, ask):
    ask()
    queue.set_aside(lease_one(queue), older("it breaks"), NOW)
    with pytest.raises(ZeroDivisionError), store.transaction():
        queue.replay(queue.troubled()[0].key, NOW)
        raise ZeroDivisionError
    assert len(queue.troubled()) == 1
    assert queue.lease("w", 10, NOW) == []


def test_a_job_asked_for_anew_that_runs_to_its_end_is_set_aside_no_more(store, queue, ask):
    ask("t")
    queue.set_aside(lease_one(queue), older("it breaks"), NOW)
    ask("t")
    job = lease_one(queue)
    with store.transaction():
        assert queue.finish(job)
    assert queue.troubled() == []


def test_faults_and_deaths_are_counted_in_a_row(queue, ask):
    ask()
    job = lease_one(queue)
    queue.retry(job, older("fault"), NOW, faults=job.faults + 1)
    job = lease_one(queue)
    assert (job.faults, job.unended) == (1, 1)
    (job,) = queue.lease("other", 1, NOW + timedelta(minutes=1))
    assert (job.faults, job.unended) == (1, 2)
    queue.retry(job, older("the line is down"), NOW)
    job = lease_one(queue)
    assert (job.faults, job.unended) == (0, 1)


def test_what_waits_for_a_further_try_is_listed_and_may_run_at_once(store, queue, ask):
    ask()
    queue.retry(lease_one(queue), older("the line is down"), NOW + timedelta(minutes=15))
    (found,) = queue.troubled()
    assert (found.problem, found.since) == (older("the line is down"), None)
    assert found.run_at == NOW + timedelta(minutes=15)
    with store.transaction():
        assert queue.replay(found.key, NOW)
    running = lease_one(queue)
    with store.transaction():
        assert not queue.replay(running.key, NOW)


def held_by(queue, worker="a", now=NOW):
    """Lease a job whose worker goes on with another one."""
    wants_another = Successor(lambda: now, lambda: True)
    return replace(lease_one(queue, now, worker), successor=wants_another)


def test_a_worker_that_stops_is_leased_no_other_job(store, queue, ask):
    ask("first")
    ask("next")
    job = replace(lease_one(queue), successor=Successor(lambda: NOW, lambda: False))
    with store.transaction():
        assert queue.finish(job)
    assert job.successor.job is None
    assert [each.key for each in queue.lease("b", 5, NOW)] == ["next"]


def test_the_end_of_a_job_leases_its_worker_the_next_one(store, queue, ask):
    ask("first", NOW - timedelta(seconds=2))
    ask("next", NOW - timedelta(seconds=1))
    ask("late", NOW + timedelta(seconds=1))
    job = held_by(queue)
    with store.transaction():
        assert queue.finish(job)
        assert job.successor.job is None  # not before it is durable
    after = job.successor.job
    assert (after.key, after.lease, after.attempts, after.unended) == ("next", "a", 1, 1)
    assert queue.lease("b", 5, NOW) == []
    assert queue.begin(after, NOW)
    with store.transaction():
        assert queue.finish(after)
    assert [each.key for each in queue.waiting()] == ["late"]


def test_the_end_of_a_job_leases_what_its_own_transaction_asked_for(store, queue, ask):
    ask("first")
    job = held_by(queue)
    with store.transaction():
        queue.enqueue("call", "call/first", {"page": "first"}, NOW)
        assert queue.finish(job)
    assert (job.successor.job.key, job.successor.job.payload) == ("call/first", {"page": "first"})


def test_the_end_of_a_job_leases_the_most_urgent_first(store, queue, ask):
    ask("first")
    job = held_by(queue)
    ask("older", NOW - timedelta(hours=1))
    with store.transaction():
        queue.enqueue("deliver", "emergency", {}, NOW, Priority.EMERGENCY)
        assert queue.finish(job)
    assert job.successor.job.key == "emergency"


def test_an_end_that_was_undone_leased_nothing(store, queue, ask):
    ask("first")
    ask("next")
    job = held_by(queue)
    with pytest.raises(ZeroDivisionError), store.transaction():
        assert queue.finish(job)
        raise ZeroDivisionError
    assert job.successor.job is None
    assert [each.key for each in queue.lease("b", 5, NOW)] == ["next"]


def test_a_worker_that_lost_its_job_is_leased_no_other(store, queue, ask):
    ask("first", NOW - timedelta(seconds=1))
    ask("next")
    job = held_by(queue)
    assert lease_one(queue, LATER, "b").key == "first"
    with store.transaction():
        assert not queue.finish(job)
    assert job.successor.job is None
    assert [each.key for each in queue.lease("b", 5, LATER)] == ["next"]


def test_a_job_asked_for_while_it_ran_may_be_its_own_successor(store, queue, ask):
    ask("first")
    job = held_by(queue)
    ask("first")
    with store.transaction():
        assert queue.finish(job)
    assert (job.successor.job.key, job.successor.job.attempts) == ("first", 1)


def test_the_next_moment_is_that_of_the_first_job_that_nobody_has(queue, ask):
    assert queue.next_due() is None
    ask("leased", NOW - timedelta(seconds=1))
    ask("late", NOW + timedelta(minutes=2))
    ask("sooner", NOW + timedelta(minutes=1))
    assert queue.next_due() == NOW - timedelta(seconds=1)
    lease_one(queue)
    assert queue.next_due() == NOW + timedelta(minutes=1)


def test_what_a_fast_clock_put_off_is_brought_forward(store, queue, ask):
    """A retry a day ahead, and the lease of a worker that died then; what is to run that day stays."""
    fast, latest = NOW + timedelta(hours=25), NOW + timedelta(minutes=15)
    for key in ("retried", "held"):
        ask(key, run_at=fast)
    for job in queue.lease("dead", 2, fast):
        if job.key == "retried":
            queue.retry(job, older("silent"), fast + timedelta(minutes=5))
    ask("planned", run_at=fast)
    ask("soon", run_at=NOW)
    soon = lease_one(queue)
    queue.retry(soon, older("silent"), NOW + timedelta(minutes=1))
    with pytest.raises(AssertionError):
        queue.recall(NOW, latest)
    with store.transaction():
        queue.recall(NOW, latest)
    assert [job.key for job in queue.lease("a", 9, NOW)] == ["retried"]
    assert queue.next_due() == NOW + timedelta(minutes=1)
    ends = [job.key for job in queue.lease("b", 9, NOW + timedelta(minutes=2))]
    assert sorted(ends) == ["retried", "soon"], "the lease of a is over, and nothing else is due"


def test_a_lease_that_a_fast_clock_gave_ends_after_one_lease(store, queue, ask):
    ask(run_at=NOW)
    fast = NOW + timedelta(hours=25)
    held = lease_one(queue, fast, "dead")
    assert queue.lease("a", 1, LATER) == []
    with store.transaction():
        queue.recall(NOW, NOW + timedelta(minutes=15))
    assert queue.lease("a", 1, NOW) == [], "its worker may be alive, and renews it"
    assert queue.renew(held, NOW)
    assert lease_one(queue, LATER).key == held.key
    assert not queue.renew(held, LATER)
