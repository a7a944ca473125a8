# SPDX-License-Identifier: Apache-2.0
"""The fifty lines of the law: each has its place in the code and a test that shows it."""

from collections import Counter

import pytest
from law_regimes import by_instrument
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

from rogatory.errors import NO_ARTICLE
from rogatory.treaty.data_files import document, packaged
from rogatory.treaty.law import FILES, packaged_law
from rogatory.treaty.regimes import kind_law_of
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.verification.lines import NOT_OF_A_TEXT
from rogatory.treaty.verification.sheet import lines_to_read

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


def walked():
    """Section, key, article, certainty and kind of what docs/law.md says of each instrument."""
    found, instrument = {}, None
    for text in TABLE.read_text("utf-8").splitlines():
        if text.startswith("### ") and text.endswith("`)"):
            instrument = text.rpartition("(`")[2].removesuffix("`)")
            found[instrument] = set()
        cells = text[2:-2].split(" | ") if instrument else []
        if len(cells) >= 6 and cells[1].startswith("`"):
            section, key, article, _, certainty, kinds = cells[:6]
            for kind in kinds.replace("`", "").split(", "):
                found[instrument].add((section, key.strip("`"), article, certainty, kind))
    return found


@pytest.mark.parametrize("instrument", by_instrument())
def test_every_line_of_a_shipped_instrument_is_walked(instrument):
    lines = {
        (one.section, one.key, one.article, one.certainty, one.part or "")
        for one in by_instrument()[instrument]
    }
    assert lines == walked()[instrument]


def test_a_sheet_has_the_lines_that_are_not_seen_but_no_practice_without_an_article():
    every = [line for found in by_instrument().values() for line in found]
    unseen = [line for line in every if line.certainty != "seen"]
    practice = [one for one in unseen if (one.certainty, one.article) == ("practice", NO_ARTICLE)]
    written = lines_to_read(packaged_law("world"))
    assert practice
    assert Counter(one.id for one in written) + Counter(one.id for one in practice) == Counter(
        one.id for one in unseen
    )


def graded(value):
    """Count the grades in a row of a data file, wherever they are: each is of one statement."""
    if isinstance(value, list):
        return sum(map(graded, value))
    if not isinstance(value, dict):
        return 0
    own = sum(name == "certainty" or name.endswith("_certainty") for name in value)
    excluded = "permits" in value and "offences" in value
    return own + excluded + sum(map(graded, value.values()))


def test_every_grade_in_the_data_files_is_that_of_a_line():
    """Read from the files and not through the program, which could leave a part of a row out."""
    stated, walked_lines = Counter(), Counter()
    for file in (*FILES, "world.yaml"):
        for section, rows in document(packaged(file), file).items():
            if section in SECTIONS and section not in NOT_OF_A_TEXT:
                for row in rows:
                    instrument = row["id"] if section == "instruments" else row.get("instrument")
                    stated[instrument or "un-cybercrime", section] += graded(row)
    for instrument, found in by_instrument().items():
        walked_lines.update((instrument, line.section) for line in found)
    assert +stated == +walked_lines


def test_every_regime_that_is_shipped_is_walked():
    law = packaged_law("world")
    regimes = {
        one.id for one in law.instruments if any(kind_law_of(law, one.id, k) for k in one.serves)
    }
    assert regimes >= {"un-cybercrime", "ets-185", "ets-30", "untoc", "uncac", "comity"}
    assert walked().keys() >= regimes


def test_the_table_of_the_law_is_up_to_date():
    assert table() == TABLE.read_text("utf-8"), "run `just codes`"
