# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store of connections, and jobs that are asked for sooner, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.peer_health import PeerLine
from rogatory.wire.statements import older

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
LINE = PeerLine(
    "XA",
    heard=NOW,
    answered=NOW - timedelta(hours=1),
    failures=7,
    silent_since=NOW - timedelta(minutes=30),
    tried=NOW - timedelta(minutes=2),
    next_try=NOW + timedelta(minutes=13),
    problem=older("[peer-silent] …"),
    skew=-86_400 * 365 * 100,
    measured=NOW,
    group="X25519MLKEM768",
)


def test_a_line_is_written_inside_a_transaction_only(store):
    with pytest.raises(AssertionError):
        store.put_peer_line(LINE)


def test_of_a_line_that_nobody_tried_nothing_is_known(store):
    assert store.peer_line("XA") == PeerLine("XA")
    assert store.peer_lines() == []


def test_a_line_reads_back_as_it_was_written_last(store):
    with store.transaction():
        store.put_peer_line(replace(LINE, state="XT"))
        store.put_peer_line(PeerLine("XA"))
        store.put_peer_line(LINE)
    assert store.peer_line("XA") == LINE
    assert [line.state for line in store.peer_lines()] == ["XA", "XT"]


def test_a_line_of_a_transaction_that_fails_is_as_before(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.put_peer_line(LINE)
        raise ZeroDivisionError
    assert store.peer_line("XA") == PeerLine("XA")


def later(minutes):
    return NOW + timedelta(minutes=minutes)


def test_jobs_that_wait_are_asked_for_sooner_and_no_others(twins):
    store, queue = twins
    with store.transaction():
        for key, minutes in (("a", 15), ("b", 15), ("other", 15), ("due", -1)):
            queue.enqueue("deliver", key, {}, later(minutes))
    with store.transaction():
        queue.hasten(iter([*(str(number) for number in range(1200)), "a", "b", "due"]), NOW)
    assert [job.key for job in queue.lease("worker", 10, NOW)] == ["due", "a", "b"]


def test_a_job_that_runs_is_not_asked_for_sooner(twins):
    store, queue = twins
    with store.transaction():
        queue.enqueue("deliver", "a", {}, NOW)
    (job,) = queue.lease("worker", 1, NOW)
    with store.transaction():
        queue.hasten(["a"], NOW)
    assert queue.lease("other", 1, NOW) == []
    with store.transaction():
        assert queue.finish(job)


def test_asking_sooner_never_means_later(twins):
    store, queue = twins
    with store.transaction():
        queue.enqueue("deliver", "a", {}, NOW)
        queue.hasten(["a"], later(5))
    assert [job.key for job in queue.lease("worker", 1, NOW)] == ["a"]


def test_asking_sooner_belongs_to_its_transaction(twins):
    store, queue = twins
    with store.transaction():
        queue.enqueue("deliver", "a", {}, later(15))
    with pytest.raises(AssertionError):
        queue.hasten(["a"], NOW)
    with pytest.raises(ZeroDivisionError), store.transaction():
        queue.hasten(["a"], NOW)
        raise ZeroDivisionError
    assert queue.lease("worker", 1, NOW) == []
