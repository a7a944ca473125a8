# SPDX-License-Identifier: Apache-2.0
"""The fifty lines of the law: each has its place in the code and a test that shows it."""

import pytest
from law_table import (
    CERTAINTIES,
    LEVELS,
    TABLE,
    is_there,
    lines,
    marked,
    named_in_docstrings,
    table,
    where,
)

MISSING = frozenset({*range(1, 51)} - {14, 16, 18})
"""Lines that no test shows yet. Ends empty."""


def test_there_are_fifty_lines_and_each_says_all():
    assert sorted(lines()) == list(range(1, 51))
    for number, row in lines().items():
        assert row.keys() <= {"line", "level", "articles", "certainty", "rule", "where", "remark"}
        assert row["level"] in LEVELS, number
        assert row["certainty"] in CERTAINTIES, number
        assert row["articles"], number
        assert row["rule"], number


def test_a_line_without_an_article_is_practice_and_no_other_is():
    assert {n for n, row in lines().items() if row["articles"] == "-"} == {
        n for n, row in lines().items() if row["certainty"] == "practice"
    }


@pytest.mark.parametrize("number", range(1, 51))
def test_a_line_has_a_test_and_a_place(number):
    assert marked().get(number), f"no test is marked with @pytest.mark.law_line({number})"
    assert where(number), f"neither a docstring nor law_lines.yaml says where line {number} is done"


def test_every_place_that_is_named_exists():
    named = {place for number in lines() for place in where(number)}
    assert {place for place in named if not is_there(place)} == set()


def test_no_mark_and_no_docstring_names_a_line_that_there_is_not():
    assert marked().keys() | named_in_docstrings().keys() <= lines().keys()


def test_the_table_of_the_law_is_up_to_date():
    assert table() == TABLE.read_text("utf-8"), "run `just codes`"
