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


def keep(books, seal, digests, **more):
    with books.transaction():
        books.put_package(package(seal, segments=len(digests), **more))
        books.add_segments(seal, digests)


def digest(number):
    return bytes([number]) * 32


def test_a_transfer_comes_back_as_it_was_written_and_is_written_anew(books):
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
        with books.transaction():
            books.put_transfer(record)
    assert books.transfer(SEAL, "XA") == full
    assert books.transfer(SEAL, "XM") is None
    assert list(books.transfers(SEAL)) == [full, other]
    assert list(books.transfers()) == [full, other]
    assert list(books.transfers(OTHER)) == []


def test_a_serving_is_new_once_for_each_state(books):
    with books.transaction():
        found = [
            books.mark_served(SEAL, *place)
            for place in (("XA", 0), ("XA", 0), ("XT", 0), ("XA", 1))
        ]
    assert found == [True, False, True, True]


def test_an_allowance_keeps_its_balance_below_nothing(books):
    assert books.allowance("serve/XA") is None
    for balance in (5.5, -1e12):
        with books.transaction():
            books.put_allowance("serve/XA", balance, NOW)
    assert books.allowance("serve/XA") == (-1e12, NOW)


def test_what_stands_outside_a_transaction_is_not_written(books):
    for write in (
        lambda: books.put_transfer(TransferRecord(SEAL, "XA", Direction.IN, NOW)),
        lambda: books.mark_served(SEAL, "XA", 0),
        lambda: books.put_allowance("x", 1, NOW),
    ):
        with pytest.raises(AssertionError):
            write()


def test_missing_segments_are_found_where_another_package_has_them(books):
    keep(books, OTHER, [digest(2), digest(1), digest(9)])
    keep(books, THIRD, [digest(3)], complete=True)
    keep(books, SEAL, [digest(n) for n in (1, 2, 3, 4)])
    with books.transaction():
        books.mark_segment(OTHER, 1)
    assert list(books.segments_elsewhere(SEAL, -1, 10)) == [(0, OTHER, 1), (2, THIRD, 0)]
    assert list(books.segments_elsewhere(SEAL, -1, 1)) == [(0, OTHER, 1)]
    assert list(books.segments_elsewhere(SEAL, 0, 10)) == [(2, THIRD, 0)]
    with books.transaction():
        books.mark_segment(SEAL, 2)
    assert list(books.segments_elsewhere(SEAL, 0, 10)) == []


def test_what_is_missing_is_read_in_parts(books):
    keep(books, SEAL, [digest(n) for n in range(6)])
    with books.transaction():
        books.mark_segment(SEAL, 2)
    assert list(books.missing_segments(SEAL)) == [0, 1, 3, 4, 5]
    assert list(books.missing_segments(SEAL, after=0, limit=2)) == [1, 3]
    assert list(books.missing_segments(SEAL, after=5, limit=2)) == []


def ask(books, queue, key, priority=Priority.ORDINARY, run_at=NOW):
    with books.transaction():
        queue.enqueue("fetch", key, {}, run_at, priority)


def test_a_higher_priority_is_leased_first_and_then_the_older(books, queue):
    ask(books, queue, "bulk", Priority.BULK, NOW - timedelta(hours=1))
    ask(books, queue, "message", run_at=NOW - timedelta(seconds=1))
    ask(books, queue, "urgent", Priority.URGENT)
    ask(books, queue, "later", run_at=NOW + timedelta(hours=1))
    ask(books, queue, "older", run_at=NOW - timedelta(seconds=2))
    jobs = queue.lease("a", 3, NOW)
    assert [job.key for job in jobs] == ["older", "message", "urgent"]
    assert [job.priority for job in jobs] == [20, 20, 10]
    assert [job.key for job in queue.lease("b", 3, NOW)] == ["bulk"]


def test_asking_with_a_higher_priority_raises_a_job_that_waits_and_never_lowers_it(books, queue):
    ask(books, queue, "fetch", Priority.BULK)
    ask(books, queue, "fetch", Priority.ORDINARY)
    ask(books, queue, "fetch", Priority.URGENT)
    (job,) = queue.lease("a", 1, NOW)
    assert job.priority == Priority.ORDINARY


def test_who_does_bulk_hears_that_something_more_important_waits(books, queue):
    ask(books, queue, "bulk", Priority.BULK)
    assert queue.is_waiting(Priority.BULK, NOW)
    assert not queue.is_waiting(Priority.URGENT, NOW)
    queue.lease("a", 1, NOW)
    assert not queue.is_waiting(Priority.BULK, NOW)
    ask(books, queue, "message")
    assert not queue.is_waiting(Priority.URGENT, NOW - timedelta(seconds=1))
    assert queue.is_waiting(Priority.URGENT, NOW)
    assert queue.is_waiting(Priority.ORDINARY, NOW)
