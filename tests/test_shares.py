# SPDX-License-Identifier: Apache-2.0
"""How the gate's tests are shared out: every second worker begins with long ones, and a module's stay together."""

from itertools import chain

import pytest

from casts.steady.shares import long_ones_first


def shared_out(tests, workers):
    order = long_ones_first(
        tests,
        workers,
        str.isupper,
        lambda one: one.upper().startswith("S"),
        lambda one: one[0],
        lambda one: one[0] > "m",
    )
    parts, left = [], order
    for number in range(workers):  # as pytest-xdist does
        many = len(left) // (workers - number)
        parts.append(left[:many])
        left = left[many:]
    return parts


def test_every_second_worker_begins_with_long_tests_and_all_end_with_short_ones():
    tests = ["a1", "B1", "B2", "c1", "D1", "e1", "e2", "F1", "g1", "g2", "g3", "g4"]
    assert shared_out(tests, 3) == [
        ["B1", "B2", "a1", "c1"],
        ["e1", "e2", "g1", "g2"],
        ["D1", "F1", "g3", "g4"],
    ]


def test_long_tests_of_a_module_stay_together_whatever_is_between_them():
    """Else two workers would make what the tests of a module share."""
    assert shared_out(["A1", "a2", "B1", "A3", "b2", "A4", "c3", "c4", "c5"], 3) == [
        ["A1", "A3", "A4"],
        ["a2", "b2", "c3"],
        ["B1", "c4", "c5"],
    ]


def test_the_tests_of_a_folder_stay_together_in_their_order():
    assert shared_out(["x1", "a1", "y1", "b1", "x2", "a2"], 2) == [
        ["x1", "y1", "x2"],
        ["a1", "b1", "a2"],
    ]


def test_a_worker_without_long_tests_begins_with_those_that_share_much():
    tests = ["a1", "B1", "s1", "c1", "D1", "s2", "e1", "e2"]
    assert shared_out(tests, 2) == [
        ["B1", "D1", "a1", "c1"],
        ["s1", "s2", "e1", "e2"],
    ]
    assert shared_out(tests, 1) == [["B1", "D1", "s1", "s2", "a1", "c1", "e1", "e2"]]


def test_long_tests_that_share_begin_so_that_nobody_takes_some_of_them_in_the_end():
    assert shared_out(["A1", "S1", "a1", "B1", "S2", "b1"], 2) == [
        ["S1", "S2", "A1"],
        ["B1", "a1", "b1"],
    ]


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
@pytest.mark.parametrize(
    "tests",
    [
        [],
        ["A1"],
        ["s1", "A1", "s2", "a1"],
        ["a1", "A1"],
        ["A1", "A2", "A3", "A4", "B1", "c1"],
        list("abcdefgh"),
    ],
)
def test_nothing_is_left_out_or_run_twice(tests, workers):
    assert sorted(chain.from_iterable(shared_out(tests, workers))) == sorted(tests)
