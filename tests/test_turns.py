# SPDX-License-Identifier: Apache-2.0
"""The gate plays a part of a large table's cases in each turn, and all of them within the rounds."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.steady.turns import ALWAYS, ROUNDS, in_turn, rounds_of

TABLES = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), unique=True, max_size=60)
TABLE_ROUNDS = {"a": 1, "b": 3, "c": 4}


def played(cases, turn):
    return in_turn(
        cases,
        turn,
        lambda one: TABLE_ROUNDS[one[0]],
        lambda one: one[0],
        lambda one: f"{one[0]}[{one[1]}]",
    )


@given(TABLES, st.integers(0, 2**64))
def test_every_case_has_its_turn_once_in_as_many_turns_as_there_are_rounds(cases, first):
    turns = list(chain.from_iterable(played(cases, first + each) for each in range(12)))
    for case in cases:
        assert turns.count(case) == 12 // TABLE_ROUNDS[case[0]]


@given(TABLES, st.integers(0, 2**64))
def test_a_turn_has_its_share_of_each_table_in_the_order_given(cases, turn):
    found = played(cases, turn)
    assert found == [one for one in cases if one in set(found)]
    for table, rounds in TABLE_ROUNDS.items():
        whole = sum(one[0] == table for one in cases)
        share = sum(one[0] == table for one in found)
        assert whole // rounds <= share <= -(-whole // rounds)


def test_neighbours_are_spread_over_the_turns():
    cases = [("c", number) for number in range(400)]
    found = [number for _table, number in played(cases, 0)]
    assert {number % 4 for number in found} == {0, 1, 2, 3}
    assert len([number for number in found if number < 200]) == pytest.approx(50, abs=20)


def test_the_same_turn_has_the_same_cases_in_every_process():
    """Workers choose each for itself, and pytest-xdist demands that they agree."""
    cases = [("b", number) for number in range(9)]
    assert [number for _table, number in played(cases, 5)] == [5, 6, 8]


def test_what_takes_turns_is_there_and_has_several():
    for place, rounds in ROUNDS.items():
        module, _, test = place.partition("::")
        path = Path(__file__).parent / module
        assert path.is_dir() or f"def {test}" in path.read_text(), place
        assert rounds > ALWAYS or any(place.startswith(f"{outer}/") for outer in ROUNDS), place


def test_the_inner_folder_counts_and_what_is_not_named_is_always_played(monkeypatch):
    monkeypatch.setitem(ROUNDS, "cli/one", 2)
    monkeypatch.setitem(ROUNDS, "cli/one/test_all.py", ALWAYS)
    assert rounds_of("cli/one/deeper/test_some.py") == 2
    assert rounds_of("cli/one/test_all.py") == ALWAYS
    assert rounds_of("cli/onesie/test_some.py") == ALWAYS
    monkeypatch.setitem(ROUNDS, "cli/two/test_some.py::test_a", 5)
    assert rounds_of("cli/two/test_some.py::test_a") == 5
    assert rounds_of("cli/two/test_some.py::test_ab") == ALWAYS
