# SPDX-License-Identifier: Apache-2.0
"""Allowances: what may go how fast, who may overdraw, and that several processes share one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.node.limits.bandwidth import (
    LONGEST_WAIT,
    OVERDRAWN,
    Bandwidth,
    PauseRequestedError,
    charge,
)
from rogatory.node.packages.package_refusals import BANDWIDTH_SPENT
from rogatory.node.repositories.queue import Priority
from rogatory.storage.memory import MemoryStore

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LIMIT = 1000


def bandwidth(**serve):
    return Bandwidth(serve=serve or {"XA": LIMIT})


def drawn(store, size, at=NOW, *, state="XA", priority=Priority.BULK, limits=None):
    limits = limits or bandwidth()
    return charge(store, limits, "serve", state, size, priority=priority, at=at)


def test_without_a_limit_nothing_is_written_and_nobody_waits():
    store = MemoryStore()
    assert drawn(store, 1 << 50, state="XT") == 0
    assert drawn(store, 1 << 50, limits=Bandwidth(fetch={"XA": 5000})) == 0
    assert store.tables.allowances == {}


def test_a_segment_is_charged_whole_and_the_next_waits_until_it_is_paid():
    store = MemoryStore()
    assert drawn(store, 5 * LIMIT) == 0
    assert drawn(store, 1) == pytest.approx(4)
    assert drawn(store, 1, NOW + timedelta(seconds=3)) == pytest.approx(1)
    assert drawn(store, 1, NOW + timedelta(seconds=4)) == 0


def test_states_have_allowances_of_their_own_and_other_is_not_one_for_all_together():
    store, limits = MemoryStore(), bandwidth(other=LIMIT)
    assert drawn(store, 9 * LIMIT, limits=limits) == 0
    assert drawn(store, 9 * LIMIT, state="XT", limits=limits) == 0
    assert drawn(store, 1, limits=limits) > 0


def test_nobody_has_to_wait_longer_than_a_minute_at_a_time():
    store = MemoryStore()
    drawn(store, 1000 * LIMIT)
    assert drawn(store, 1) == LONGEST_WAIT.total_seconds()


def test_what_is_urgent_overdraws_and_the_rest_waits_for_it():
    store = MemoryStore()
    drawn(store, 6 * LIMIT)
    assert drawn(store, LIMIT, priority=Priority.URGENT) == 0
    assert drawn(store, LIMIT, priority=Priority.BULK) == pytest.approx(6)
    assert drawn(store, 60 * LIMIT, priority=Priority.ORDINARY) == 0
    assert drawn(store, LIMIT, priority=Priority.URGENT) > 0
    wait = drawn(store, LIMIT, priority=Priority.ORDINARY)
    assert wait == pytest.approx(6)


def test_a_clock_that_is_set_back_gives_nothing_twice():
    store = MemoryStore()
    drawn(store, 2 * LIMIT, NOW)
    assert drawn(store, 1, NOW - timedelta(days=1)) == pytest.approx(1)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 5),
            st.integers(1, 8 * LIMIT),
            st.sampled_from([Priority.BULK, Priority.URGENT, Priority.ORDINARY]),
        ),
        max_size=60,
    )
)
def test_in_no_time_more_goes_than_the_limit_a_burst_a_debt_and_one_segment(requested):
    store, at, went = MemoryStore(), NOW, 0
    for pause, size, priority in requested:
        at += timedelta(seconds=pause)
        if drawn(store, size, at, priority=priority) == 0:
            went += size
    seconds = (at - NOW).total_seconds()
    debt = max(OVERDRAWN.values())
    assert went <= LIMIT * (seconds + 1 + debt) + 8 * LIMIT


def test_of_two_that_draw_at_once_the_later_moment_stays_and_no_time_fills_it_twice():
    store = MemoryStore()
    drawn(store, 2 * LIMIT, NOW)
    assert drawn(store, 1, NOW - timedelta(seconds=30), priority=Priority.ORDINARY) == 0
    assert drawn(store, 1, NOW) == pytest.approx((LIMIT + 1) / LIMIT)


def test_a_clock_that_was_set_back_by_hours_fills_from_there():
    store = MemoryStore()
    drawn(store, 2 * LIMIT, NOW)
    back = NOW - timedelta(hours=1)
    assert drawn(store, 1, back, priority=Priority.ORDINARY) == 0
    assert drawn(store, 1, back + timedelta(seconds=3)) == 0


def test_who_is_asked_to_wait_forever_looks_again_within_a_minute():
    reason = BANDWIDTH_SPENT.because(state="XA", seconds=5)
    assert PauseRequestedError(reason, 10**9).seconds == LONGEST_WAIT.total_seconds()
    assert PauseRequestedError(reason, 0).seconds == 1
