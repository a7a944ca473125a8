# SPDX-License-Identifier: Apache-2.0
"""A run reaches every target in its minutes, on a machine where each starts slowly too."""

from contextlib import ExitStack

import pytest

from fuzz.time_left import SHORTEST, TimeLeft


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def run(seconds, targets, at_once, start):
    """Run targets in rounds, each of which takes `start` seconds before it begins; the seconds given."""
    clock, found = Clock(), []
    left = TimeLeft(seconds, targets, at_once, clock)
    while len(found) < targets:
        with ExitStack() as stack:
            some = min(at_once, targets - len(found))
            shares = [stack.enter_context(left.share()) for _ in range(some)]
            clock.now += max(shares) + start
        found += shares
    return found, clock.now - 1000


@pytest.mark.parametrize("start", [0, 3, 20, 40])
def test_every_target_is_reached_in_the_minutes_given(start):
    found, took = run(1800, 57, 2, start)
    assert len(found) == 57
    assert took <= 1800 + start + SHORTEST
    assert took > 1500


def test_where_nothing_is_lost_all_have_the_same():
    found, _ = run(1800, 57, 2, 0)
    assert min(found) >= 30
    assert max(found) <= 70


def test_who_comes_too_late_has_the_shortest_time():
    found, _ = run(10, 20, 2, 30)
    assert found[-1] == SHORTEST
