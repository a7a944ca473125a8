# SPDX-License-Identifier: Apache-2.0
"""Tables of parties: read into corrections with every reason by line, and never run anything."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.treaty.corrections import Correction
from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.parties.csv_table import (
    LARGEST_TABLE,
    MOST_ROWS,
    Provenance,
    corrections_of_table,
    table_of,
)
from rogatory.treaty.parties.status import party_status
from rogatory.wire.spreadsheet_cells import inert

LAW = packaged_law("federation")
GIVEN = Provenance("2026-12", "status of the month", "status page", "seen", date(2026, 12, 1))


def read(text, law=LAW):
    return corrections_of_table(law, text.encode(), GIVEN)


def reasons(text):
    with pytest.raises(Refused) as refused:
        read(text)
    assert set(refused.value.codes) == {"treaty-data"}
    return [(one.fields["place"], one.fields["problem"]) for one in refused.value.reasons]


def test_a_table_becomes_corrections_that_the_law_takes():
    found = read(
        "state,instrument,deposited,gap\n"
        f"XM,{THE_CONVENTION},2026-10-01,\n\n"
        "XT,uncac,2026-10-02,as announced\n"
    )
    assert [one.id for one in found] == ["2026-12-2", "2026-12-4"]
    law = corrected(LAW, found)
    mine = law.records["XM", THE_CONVENTION]
    assert (mine.signed, mine.deposited) == (date(2025, 10, 26), date(2026, 10, 1))
    assert (mine.source, mine.certainty) == ("status page", "seen")
    assert law.records["XT", "uncac"].gap == "as announced"
    assert law.as_of == date(2026, 12, 1)


def test_a_column_left_out_changes_nothing_and_an_empty_cell_empties_it():
    law = corrected(LAW, read(f"state,instrument,signed\nXA,{THE_CONVENTION},\n"))
    assert law.records["XA", THE_CONVENTION].signed is None
    assert law.records["XA", THE_CONVENTION].deposited == date(2026, 1, 15)


SUCCESSION = Correction(
    "succession",
    "declarations",
    {
        "id": "xm-uncac-succession",
        "state": "XM",
        "instrument": "uncac",
        "article": "67",
        "matter": "succession",
        "value": "XT",
        "made": "2019-04-02",
        "source": "invented",
        "certainty": "practice",
    },
    "x",
    "invented",
    "practice",
    date(2026, 12, 1),
    None,
)
LATE = "state,instrument,deposited,in_force_from\nXM,uncac,2019-04-02,2011-07-09\n"


def test_a_succession_notified_late_is_taken_with_both_dates():
    """With effect from the day of independence, eight years before its notification."""
    law = corrected(LAW, [SUCCESSION])
    after = corrected(law, read(LATE, law))
    found = after.records["XM", "uncac"]
    assert (found.deposited, found.in_force_from) == (date(2019, 4, 2), date(2011, 7, 9))
    for on, status in ((date(2011, 7, 8), "none"), (date(2011, 7, 9), "party")):
        assert party_status(after, "XM", "uncac", on).status.value == status


def test_what_only_looks_like_a_succession_is_refused():
    """Without the declaration; and of another State."""
    wrong = ("line 2", "signed, deposited, in_force_from, ended are not in order")
    assert reasons(LATE) == [wrong]
    law = corrected(LAW, [SUCCESSION])
    with pytest.raises(Refused) as refused:
        read(LATE.replace("XM", "XB"), law)
    assert [one.fields["problem"] for one in refused.value.reasons] == [wrong[1]]
    backwards = LATE.replace("deposited,in_force_from", "signed,in_force_from")
    with pytest.raises(Refused):
        read(backwards, law)


def test_all_that_is_wrong_is_reported_by_line():
    problems = reasons(
        "state,instrument,signed,deposited,source,certainty\n"
        "xm,uncac,,,page,seen\n"
        "XM,treaty-of-nowhere,,,page,seen\n"
        "XM,uncac,2026-13-01,,page,sure\n"
        "XM,untoc,2026-02-02,2026-01-01,page,seen\n"
        "XM,ets-185\n"
        "XB,uncac,,,=1+1,seen\n"
        "XM,untoc,,,page,seen\n"
    )
    assert [place for place, _ in problems] == [
        "line 6",
        "line 2",
        "line 3",
        "line 4",
        "line 4",
        "line 5",
        "line 7",
        "line 8",
    ]
    assert ("line 8", "the State and instrument of line 5 again") in problems


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_that_a_spreadsheet_would_compute_is_refused(start):
    problems = reasons(f"state,instrument,source\nXM,uncac,{start}cmd|' /C calc'!A0\n")
    assert problems == [("line 2", "source begins like a formula of a spreadsheet")]


@pytest.mark.parametrize("cell", ["page\x00", "page\u202e", "e\u0301"])
def test_a_cell_that_does_not_show_what_it_says_is_refused(cell):
    assert [place for place, _ in reasons(f"state,instrument,source\nXM,uncac,{cell}\n")] == [
        "line 2"
    ]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff\xfe", "its text"),
        (b"state,instrument\n" + b" " * LARGEST_TABLE, "its size"),
        (b"state,instrument\n" + b"XM,uncac\n" * (MOST_ROWS + 1), "its size"),
        (b'state,instrument\n"XM"x,uncac\n', "line 2"),
        (b'state,instrument\n"XM,uncac\n', "line 2"),
        (b"state,instrument,state\n", "line 1"),
        (b"state,instrument,colour\n", "line 1"),
        (b"instrument\n", "line 1"),
        (b"", "line 1"),
    ],
)
def test_bytes_that_are_no_such_table_are_refused(data, place):
    with pytest.raises(Refused) as refused:
        corrections_of_table(LAW, data, GIVEN)
    assert place in {reason.fields["place"] for reason in refused.value.reasons}


def test_the_table_of_an_instrument_reads_back_and_changes_nothing():
    table = table_of(LAW, THE_CONVENTION)
    found = corrections_of_table(LAW, table, GIVEN)
    assert corrected(LAW, found).parties == LAW.parties


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_makes_the_reader_stumble(text):
    try:
        found = corrections_of_table(LAW, f"state,instrument,source\n{text}".encode(), GIVEN)
    except Refused:
        return
    corrected(LAW, found)


@given(st.text(min_size=1, max_size=30))
def test_no_cell_of_our_tables_begins_like_a_formula(text):
    out = io.StringIO(newline="")
    csv.writer(out).writerow([inert(text)])
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))
