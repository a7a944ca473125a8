# SPDX-License-Identifier: Apache-2.0
"""The worker's loop: several jobs at once, leases kept alive, woken by the bell."""

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.processes import worker as worker_module
from rogatory.bootstrap.processes.worker import Worker
from rogatory.storage.memory import MemoryQueue, MemoryStore
from rogatory.storage.queue.bell import Bell


class Clock:
    def now(self):
        return datetime.now(UTC)


@dataclass
class Place:
    """As much of a node as a worker's loop touches."""

    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Clock = field(default_factory=Clock)
    queue: MemoryQueue = None

    def random(self, size):
        return bytes(size)

    def ask(self, *keys):
        with self.store.transaction():
            for key in keys:
                self.queue.enqueue("test", key, {}, self.clock.now())


@pytest.fixture
def place():
    made = Place()
    made.queue = MemoryQueue(made.store, lease=timedelta(seconds=0.6))
    return made


@pytest.fixture
def bell(tmp_path):
    made = Bell(tmp_path / "bell")
    yield made
    made.close()


@pytest.fixture
def at_work(place, bell, monkeypatch):
    """Starts a worker with a handler of the test's; it is stopped at the end."""
    stop, threads = threading.Event(), []

    def started(handler, **options):
        def run(node, job):
            handler(job)
            with node.store.transaction():
                node.queue.finish(job)

        monkeypatch.setattr(worker_module, "run", run)
        worker = Worker(place, bell, **options)
        threads.append(threading.Thread(target=worker.work, args=(stop,)))
        threads[-1].start()
        return stop

    yield started
    stop.set()
    bell.ring()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_job_that_hangs_does_not_hold_up_the_others(place, at_work):
    done, release = [], threading.Event()

    def handler(job):
        if job.key == "hangs":
            release.wait(PATIENCE)
        done.append(job.key)

    place.ask("hangs", *map(str, range(20)))
    at_work(handler)
    until(lambda: len(done) == 20)
    assert "hangs" not in done
    release.set()
    until(lambda: not place.queue.waiting())


def test_no_more_jobs_run_at_once_than_there_are_threads(place, at_work):
    running, most, lock = [0], [0], threading.Lock()

    def handler(_job):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1

    place.ask(*map(str, range(40)))
    at_work(handler)
    until(lambda: not place.queue.waiting())
    assert most[0] == worker_module.THREADS


def test_a_job_longer_than_its_lease_keeps_it(place, at_work, monkeypatch):
    monkeypatch.setattr(worker_module, "RENEW_AFTER", timedelta(seconds=0.1))
    runs = []

    def handler(job):
        runs.append(job.attempts)
        time.sleep(1.5)

    place.ask("long")
    at_work(handler)
    until(lambda: runs)
    while place.queue.waiting():
        assert place.queue.lease("another", 1, place.clock.now()) == []
        time.sleep(0.05)
    assert runs == [1]


def test_an_idle_worker_is_woken_by_the_bell(place, bell, at_work, monkeypatch):
    monkeypatch.setattr(worker_module, "SECONDS_BETWEEN_LOOKS", 30)
    done = []
    at_work(lambda job: done.append(job.key))
    time.sleep(0.2)
    place.ask("rung for")
    bell.ring()
    until(lambda: done == ["rung for"])


def test_an_idle_worker_wakes_for_the_next_job_that_it_knows_of(place, at_work, monkeypatch):
    monkeypatch.setattr(worker_module, "SECONDS_BETWEEN_LOOKS", 600)
    done = []
    with place.store.transaction():
        later = place.clock.now() + timedelta(seconds=1)
        place.queue.enqueue("test", "later", {}, later)
    at_work(lambda job: done.append((job.key, place.clock.now() >= later)))
    until(lambda: done == [("later", True)])


def test_a_thread_goes_on_with_what_was_leased_as_its_job_ended(place, at_work, monkeypatch):
    monkeypatch.setattr(worker_module, "SECONDS_BETWEEN_LOOKS", 600)
    leases, threads, lease = [], [], place.queue.lease

    def counted(worker, limit, now):
        found = lease(worker, limit, now)
        leases.append((threading.current_thread().name.startswith("job"), len(found)))
        return found

    monkeypatch.setattr(place.queue, "lease", counted)
    place.ask(*map(str, range(20)))
    at_work(lambda _job: threads.append(threading.current_thread().name), threads=1)
    until(lambda: not place.queue.waiting())
    assert len(threads) == 20
    assert sum(count for is_job, count in leases if not is_job) == 1
    assert sum(count for is_job, count in leases if is_job) == 19


def test_a_worker_that_stops_leaves_what_it_has_not_begun_to_others(place, at_work, bell):
    begun, release = [], threading.Event()

    def handler(job):
        begun.append(job.key)
        release.wait(PATIENCE)

    place.ask("first", "next")
    stop = at_work(handler, threads=1)
    until(lambda: begun)
    stop.set()
    bell.ring()
    release.set()
    until(lambda: [each.key for each in place.queue.waiting()] == ["next"])
    assert [each.key for each in place.queue.lease("another", 5, place.clock.now())] == ["next"]
    assert begun == ["first"]


def test_a_failure_beneath_a_job_does_not_end_the_worker(place, at_work):
    done = []

    def handler(job):
        if job.key == "fails":
            raise OSError("the database is away")
        done.append(job.key)

    place.ask("fails")
    at_work(handler)
    place.ask("goes")
    until(lambda: done == ["goes"])


def test_a_queue_that_cannot_be_read_is_looked_at_again(place, bell, at_work, monkeypatch):
    done, lease, failures = [], place.queue.lease, [3]

    def failing(*arguments):
        if failures[0]:
            failures[0] -= 1
            bell.ring()
            raise OSError("the database is away")
        return lease(*arguments)

    monkeypatch.setattr(place.queue, "lease", failing)
    place.ask("later")
    at_work(lambda job: done.append(job.key))
    until(lambda: done == ["later"])
    assert failures == [0]


class SetBack(Clock):
    """A clock that runs fast until it is corrected."""

    ahead = timedelta(hours=25)

    def now(self):
        return super().now() + self.ahead


def test_a_clock_that_is_set_back_holds_up_no_work_and_ends_no_lease(place, at_work, monkeypatch):
    """Work that was put off is brought forward, and what runs is still renewed: nobody else is given it."""
    place.clock = SetBack()
    corrected, seen, release = [], [], threading.Event()

    def bring_forward(node):
        corrected.append(node.clock.now())
        with node.store.transaction():
            node.queue.hasten(["put-off"], node.clock.now())

    monkeypatch.setattr(worker_module, "after_clock_was_set_back", bring_forward)
    monkeypatch.setattr(worker_module, "RENEW_AFTER", timedelta(seconds=0.2))
    with place.store.transaction():
        later = place.clock.now() + timedelta(minutes=5)
        place.queue.enqueue("test", "put-off", {}, later)
    place.ask("long")

    def handler(job):
        seen.append(job.key)
        if job.key == "long":
            release.wait(PATIENCE)

    at_work(handler)
    until(lambda: seen == ["long"])
    place.clock.ahead = timedelta()
    until(lambda: "put-off" in seen)
    assert len(corrected) == 1
    near = place.clock.now() + timedelta(minutes=5)
    until(lambda: place.store.tables.jobs["long"].lease_until < near)
    assert seen == ["long", "put-off"]
    release.set()
