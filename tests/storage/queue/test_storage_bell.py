# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is part of what is tested
"""The bell wakes a waiting worker at once, and never anything worse."""

import threading
import time

import pytest

from rogatory.storage.queue.bell import Bell, ring


@pytest.fixture
def bell(tmp_path):
    made = Bell(tmp_path / "bell")
    yield made
    made.close()


def seconds_waited(bell, most):
    before = time.monotonic()
    bell.wait(most)
    return time.monotonic() - before


def test_a_ring_wakes_who_waits(bell, tmp_path):
    timer = threading.Timer(0.1, ring, [tmp_path / "bell"])
    timer.start()
    assert seconds_waited(bell, 20) < 10
    timer.join()


def test_a_ring_before_the_wait_is_heard_once_however_often_it_rang(bell, tmp_path):
    for _ in range(100):
        ring(tmp_path / "bell")
    assert seconds_waited(bell, 20) < 10
    assert seconds_waited(bell, 0.05) >= 0.04


def test_nobody_waiting_and_a_full_pipe_are_no_failure(bell, tmp_path):
    ring(tmp_path / "nowhere")
    for _ in range(70_000):
        bell.ring()
    assert seconds_waited(bell, 20) < 10


def test_the_queue_rings_after_the_commit_and_not_without_one(tmp_path):
    from datetime import UTC, datetime

    from django_home import emptied
    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    emptied()
    rung, store = [], DatabaseStore()
    queue, now = DatabaseQueue(ring=lambda: rung.append(1)), datetime.now(UTC)
    with store.transaction():
        queue.enqueue("x", "1", {}, now)
        assert not rung
    assert rung == [1]
    with pytest.raises(ZeroDivisionError), store.transaction():
        queue.enqueue("x", "2", {}, now)
        raise ZeroDivisionError
    assert rung == [1]
