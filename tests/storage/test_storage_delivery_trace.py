# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store of delivery histories, over both twins: like steps are one row, counted up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from test_storage_books import THREAD

from rogatory.node.repositories.delivery_trace import RoadStep, StepKind

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def a_step(seconds=0, **changes):
    at = NOW + timedelta(seconds=seconds)
    step = RoadStep(THREAD, "ab" * 32, StepKind.ATTEMPTED, at, at, detail="peer-silent")
    return replace(step, **changes)


def test_a_step_is_written_inside_a_transaction_only(books):
    with pytest.raises(AssertionError):
        books.add_road_step(a_step())


def test_like_steps_are_one_row_with_the_first_and_the_last_moment(books):
    with books.transaction():
        for seconds in (0, 5, 9):
            books.add_road_step(a_step(seconds))
    last = NOW + timedelta(seconds=9)
    assert books.road_steps(THREAD) == [replace(a_step(), times=3, last=last)]


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "cd" * 32},
        {"kind": StepKind.RECEIPTED},
        {"officer": "xb-0001"},
        {"detail": "peer-busy"},
    ],
)
def test_steps_that_differ_stand_apart_in_the_order_of_their_first_moments(books, change):
    with books.transaction():
        books.add_road_step(a_step(7, **change))
        books.add_road_step(a_step())
    assert books.road_steps(THREAD) == [a_step(), a_step(7, **change)]
    assert books.road_steps("01938f3e-0000-7000-8000-0000000000ff") == []


def test_who_has_taken_a_step_of_a_kind_is_told_by_thread(books):
    with books.transaction():
        books.add_road_step(a_step())
        books.add_road_step(a_step(subject="cd" * 32, officer="xb-0001"))
        books.add_road_step(a_step(subject="ef" * 32, kind=StepKind.RECEIPTED))
    assert books.road_subjects(THREAD, StepKind.ATTEMPTED) == {"ab" * 32, "cd" * 32}
    assert books.road_subjects(THREAD, StepKind.APPLIED) == frozenset()


def test_a_step_of_a_transaction_that_fails_never_was(books):
    with pytest.raises(ZeroDivisionError), books.transaction():
        books.add_road_step(a_step())
        raise ZeroDivisionError
    assert books.road_steps(THREAD) == []


def test_a_step_that_counts_once_stays_as_it_was_first_noted(books):
    read = a_step(kind=StepKind.READ, officer="xb-0001", detail="")
    later = replace(read, first=read.first + timedelta(days=1), last=read.last + timedelta(days=1))
    with books.transaction():
        books.add_first_steps([read])
        books.add_first_steps([later, replace(read, officer="xb-0002")])
    assert set(books.road_steps(THREAD)) == {read, replace(read, officer="xb-0002")}
    with pytest.raises(AssertionError):
        books.add_first_steps([read])
