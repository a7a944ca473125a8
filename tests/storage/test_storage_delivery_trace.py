# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store of delivery histories, over both twins: like steps are one row, counted up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.storage.rows import THREAD
from rogatory.node.repositories.delivery_trace import DeliveryStep, StepKind

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def a_step(seconds=0, **changes):
    at = NOW + timedelta(seconds=seconds)
    step = DeliveryStep(THREAD, "ab" * 32, StepKind.ATTEMPTED, at, at, detail="peer-silent")
    return replace(step, **changes)


def test_a_step_is_written_inside_a_transaction_only(store):
    with pytest.raises(AssertionError):
        store.add_delivery_step(a_step())


def test_like_steps_are_one_row_with_the_first_and_the_last_moment(store):
    with store.transaction():
        for seconds in (0, 5, 9):
            store.add_delivery_step(a_step(seconds))
    last = NOW + timedelta(seconds=9)
    assert store.delivery_steps(THREAD) == [replace(a_step(), times=3, last=last)]


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "cd" * 32},
        {"kind": StepKind.RECEIPTED},
        {"officer": "xb-0001"},
        {"detail": "peer-busy"},
    ],
)
def test_steps_that_differ_are_kept_apart_in_the_order_of_their_first_moments(store, change):
    with store.transaction():
        store.add_delivery_step(a_step(7, **change))
        store.add_delivery_step(a_step())
    assert store.delivery_steps(THREAD) == [a_step(), a_step(7, **change)]
    assert store.delivery_steps("01938f3e-0000-7000-8000-0000000000ff") == []


def test_who_has_taken_a_step_of_a_kind_is_listed_by_thread(store):
    with store.transaction():
        store.add_delivery_step(a_step())
        store.add_delivery_step(a_step(subject="cd" * 32, officer="xb-0001"))
        store.add_delivery_step(a_step(subject="ef" * 32, kind=StepKind.RECEIPTED))
    assert store.delivery_subjects(THREAD, StepKind.ATTEMPTED) == {"ab" * 32, "cd" * 32}
    assert store.delivery_subjects(THREAD, StepKind.APPLIED) == frozenset()


def test_a_step_of_a_transaction_that_fails_never_was(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_delivery_step(a_step())
        raise ZeroDivisionError
    assert store.delivery_steps(THREAD) == []


def test_a_step_that_counts_once_stays_as_it_was_first_noted(store):
    read = a_step(kind=StepKind.READ, officer="xb-0001", detail="")
    later = replace(read, first=read.first + timedelta(days=1), last=read.last + timedelta(days=1))
    with store.transaction():
        store.add_first_steps([read])
        store.add_first_steps([later, replace(read, officer="xb-0002")])
    assert set(store.delivery_steps(THREAD)) == {read, replace(read, officer="xb-0002")}
    with pytest.raises(AssertionError):
        store.add_first_steps([read])
