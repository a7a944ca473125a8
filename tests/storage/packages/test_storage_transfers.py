# SPDX-License-Identifier: Apache-2.0
"""Transfers in the store, priorities in the queue, segments that another package has. Both
twins.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord, TransferRecord
from rogatory.node.repositories.queue import Priority
from rogatory.wire.statements import older

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SEAL, OTHER, THIRD = "1" * 64, "2" * 64, "3" * 64


def package(seal, *, complete=False, segments=3):
    return PackageRecord(
        seal=seal,
        package="p",
        bag="b" * 64,
        thread=None,
        direction=Direction.IN,
        peer="XB",
        sender="xb/central-authority",
        payload_size=segments * 1024,
        segment_size=1024,
        segments=segments,
        present=segments if complete else 0,
        complete=complete,
        received=NOW,
    )


def keep(store, seal, digests, **more):
    with store.transaction():
        store.put_package(package(seal, segments=len(digests), **more))
        store.add_segments(seal, digests)


def digest(number):
    return bytes([number]) * 32


def test_a_transfer_comes_back_as_it_was_written_and_is_written_anew(store):
    first = TransferRecord(SEAL, "XA", Direction.OUT, NOW)
    full = replace(
        first,
        segments=2,
        moved=1 << 42,
        last=NOW + timedelta(seconds=9),
        recent=((1_700_000_000, 5), (1_700_000_001, 1 << 40)),
        failures=3,
        problem=older("the line broke"),
        by_courier=1,
        disks=("ab" * 32,),
    )
    other = TransferRecord(SEAL, "XT", Direction.OUT, NOW + timedelta(seconds=1))
    for record in (first, full, other):
        with store.transaction():
            store.put_transfer(record)
    assert store.transfer(SEAL, "XA") == full
    assert store.transfer(SEAL, "XM") is None
    assert list(store.transfers(SEAL)) == [full, other]
    assert list(store.transfers()) == [full, other]
    assert list(store.transfers(OTHER)) == []


def test_a_serving_is_new_once_for_each_state(store):
    with store.transaction():
        found = [
            store.mark_served(SEAL, *place)
            for place in (("XA", 0), ("XA", 0), ("XT", 0), ("XA", 1))
        ]
    assert found == [True, False, True, True]


def test_an_allowance_keeps_its_balance_below_nothing(store):
    assert store.allowance("serve/XA") is None
    for balance in (5.5, -1e12):
        with store.transaction():
            store.put_allowance("serve/XA", balance, NOW)
    assert store.allowance("serve/XA") == (-1e12, NOW)


def test_what_is_outside_a_transaction_is_not_written(store):
    for write in (
        lambda: store.put_transfer(TransferRecord(SEAL, "XA", Direction.IN, NOW)),
        lambda: store.mark_served(SEAL, "XA", 0),
        lambda: store.put_allowance("x", 1, NOW),
    ):
        with pytest.raises(AssertionError):
            write()


def test_missing_segments_are_found_where_another_package_has_them(store):
    keep(store, OTHER, [digest(2), digest(1), digest(9)])
    keep(store, THIRD, [digest(3)], complete=True)
    keep(store, SEAL, [digest(n) for n in (1, 2, 3, 4)])
    with store.transaction():
        store.mark_segment(OTHER, 1)
    assert list(store.segments_elsewhere(SEAL, -1, 10)) == [(0, OTHER, 1), (2, THIRD, 0)]
    assert list(store.segments_elsewhere(SEAL, -1, 1)) == [(0, OTHER, 1)]
    assert list(store.segments_elsewhere(SEAL, 0, 10)) == [(2, THIRD, 0)]
    with store.transaction():
        store.mark_segment(SEAL, 2)
    assert list(store.segments_elsewhere(SEAL, 0, 10)) == []


def test_what_is_missing_is_read_in_parts(store):
    keep(store, SEAL, [digest(n) for n in range(6)])
    with store.transaction():
        store.mark_segment(SEAL, 2)
    assert list(store.missing_segments(SEAL)) == [0, 1, 3, 4, 5]
    assert list(store.missing_segments(SEAL, after=0, limit=2)) == [1, 3]
    assert list(store.missing_segments(SEAL, after=5, limit=2)) == []


def ask(store, queue, key, priority=Priority.ORDINARY, run_at=NOW):
    with store.transaction():
        queue.enqueue("fetch", key, {}, run_at, priority)


def test_a_higher_priority_is_leased_first_and_then_the_older(store, queue):
    ask(store, queue, "bulk", Priority.BULK, NOW - timedelta(hours=1))
    ask(store, queue, "message", run_at=NOW - timedelta(seconds=1))
    ask(store, queue, "urgent", Priority.URGENT)
    ask(store, queue, "later", run_at=NOW + timedelta(hours=1))
    ask(store, queue, "older", run_at=NOW - timedelta(seconds=2))
    jobs = queue.lease("a", 3, NOW)
    assert [job.key for job in jobs] == ["older", "message", "urgent"]
    assert [job.priority for job in jobs] == [20, 20, 10]
    assert [job.key for job in queue.lease("b", 3, NOW)] == ["bulk"]


def test_asking_with_a_higher_priority_raises_a_job_that_waits_and_never_lowers_it(store, queue):
    ask(store, queue, "fetch", Priority.BULK)
    ask(store, queue, "fetch", Priority.ORDINARY)
    ask(store, queue, "fetch", Priority.URGENT)
    (job,) = queue.lease("a", 1, NOW)
    assert job.priority == Priority.ORDINARY


def test_who_does_bulk_hears_that_something_more_important_waits(store, queue):
    ask(store, queue, "bulk", Priority.BULK)
    assert queue.is_waiting(Priority.BULK, NOW)
    assert not queue.is_waiting(Priority.URGENT, NOW)
    queue.lease("a", 1, NOW)
    assert not queue.is_waiting(Priority.BULK, NOW)
    ask(store, queue, "message")
    assert not queue.is_waiting(Priority.URGENT, NOW - timedelta(seconds=1))
    assert queue.is_waiting(Priority.URGENT, NOW)
    assert queue.is_waiting(Priority.ORDINARY, NOW)
