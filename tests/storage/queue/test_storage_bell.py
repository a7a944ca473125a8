# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is part of what is tested
"""The bell wakes a waiting worker at once, and never anything worse."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from casts.steady.patience import PATIENCE
from django_home import emptied
from rogatory.storage.queue.bell import Bell, ring
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.queue.notices import NoticeListener, notify_workers
from rogatory.storage.store import DatabaseStore


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


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there the bell reaches every worker")
def test_a_job_asked_for_on_another_machine_wakes_the_workers_of_this_one(tmp_path):
    emptied()
    rung, store = threading.Event(), DatabaseStore()
    queue, listener = DatabaseQueue(ring=notify_workers), NoticeListener(rung.set)
    listener.start()
    assert rung.wait(PATIENCE)  # it listens from now on
    rung.clear()
    with store.transaction():
        queue.enqueue("x", "1", {}, datetime.now(UTC))
        assert not rung.wait(0.2)
    assert rung.wait(PATIENCE)
    listener.stop()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there the bell reaches every worker")
def test_a_listener_whose_connection_the_server_ended_listens_again(tmp_path):
    emptied()
    rung, store = threading.Event(), DatabaseStore()
    queue, listener = DatabaseQueue(ring=notify_workers), NoticeListener(rung.set)
    listener.start()
    assert rung.wait(PATIENCE)
    rung.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %%'"
        )
    assert rung.wait(PATIENCE)  # it listens anew, and says that something may have been asked for
    rung.clear()
    with store.transaction():
        queue.enqueue("x", "1", {}, datetime.now(UTC))
    assert rung.wait(PATIENCE)
    listener.stop()


def test_a_notice_that_cannot_be_sent_is_no_failure(tmp_path):
    emptied()
    with DatabaseStore().transaction():
        notify_workers()  # nothing is said of what is not yet durable
    notify_workers()
