# SPDX-License-Identifier: Apache-2.0
"""A filled sheet as spreadsheets save it: whatever they separate, mark and order, it says the same; and what
nobody can read is reported with the number that the row has in a spreadsheet.
"""

import csv
import io
import itertools
from datetime import date
from functools import cache

import pytest

from rogatory.errors import Refused, printed_reasons
from rogatory.treaty.law import packaged_law
from rogatory.treaty.rows import LONGEST_TEXT
from rogatory.treaty.verification.filled_sheet import filled_sheet, wordings_of
from rogatory.treaty.verification.lines import lines_of_law
from rogatory.treaty.verification.sheet import COLUMNS, TO_FILL_IN, csv_sheet, lines_to_read
from rogatory.treaty.verification.sheet_corrections import MOST_REASONS, corrections_of_sheet
from rogatory.wire.spreadsheet_cells import inert

LAW = packaged_law("world")
TODAY = date(2026, 12, 1)
LINE, OTHER = "limits/conference", "limits/protocol"
WORDING = 'The Conference "meets"; within a year,\nat the latest. Москва, 会议, المؤتمر'
FILLED = {
    "verdict": "confirmed",
    "official_wording": WORDING,
    "reader": "A. Lawyer",
    "read_on": "2026-11-30",
    "remark": "",
}


@cache
def empty_rows():
    text = csv_sheet(lines_to_read(LAW)).decode("utf-8-sig")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def the_rows(**changes):
    found = [dict(row) for row in empty_rows()]
    for row in found:
        if row["line"] == LINE:
            row.update(FILLED | changes)
    return found


def saved(rows, columns=COLUMNS, *, mark="", encoding="utf-8", end="\r\n", **how):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator=end, **how)
    writer.writeheader()
    writer.writerows(rows)
    return (mark + text.getvalue()).encode(encoding)


def read(data):
    (found,) = corrections_of_sheet(LAW, data, TODAY)
    return found


def refused(data):
    with pytest.raises(Refused) as caught:
        corrections_of_sheet(LAW, data, TODAY)
    return caught.value.reasons


@pytest.mark.parametrize(
    "how",
    [
        {"delimiter": separator, "mark": mark, "end": end, "quoting": quoting}
        for separator, mark, end, quoting in itertools.product(
            (",", ";", "\t"), ("", "\ufeff"), ("\r\n", "\n"), (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
        )
    ],
)
def test_a_sheet_says_the_same_however_a_spreadsheet_saved_it(how):
    expected = read(saved(the_rows()))
    data = saved(the_rows(), **how)
    assert read(data).readings[0].wording == expected.readings[0].wording
    assert wordings_of(data) == {LINE: WORDING}


def test_the_columns_come_in_any_order():
    columns = sorted(COLUMNS, key=lambda name: name[::-1])
    assert read(saved(the_rows(), columns)).row == read(saved(the_rows())).row


@pytest.mark.parametrize(
    "changes",
    [
        {"official_wording": WORDING.replace("\n", "\r\n")},
        {"official_wording": f"  {WORDING}\n"},
        {"verdict": "Confirmed"},
        {"reader": " A. Lawyer "},
    ],
)
def test_what_spreadsheets_change_by_themselves_changes_no_reading(changes):
    before, after = read(saved(the_rows())), read(saved(the_rows(**changes)))
    assert (before.row, before.readings[0].wording) == (after.row, after.readings[0].wording)


def test_one_text_in_two_forms_of_unicode_is_one_wording():
    composed, apart = "\u00e9tat", "e\u0301tat"
    data = [saved(the_rows(official_wording=one)) for one in (composed, apart)]
    assert {read(one).readings[0].wording for one in data} == {read(data[0]).readings[0].wording}


def test_a_line_has_the_number_of_its_row_in_a_spreadsheet():
    """Rows before it have cells with several lines of text, and some are empty."""
    rows = the_rows()
    at = next(place for place, row in enumerate(rows) if row["line"] == LINE)
    rows[0] |= FILLED | {"official_wording": "one\ntwo\nthree"}
    rows[at]["reader"] = ""
    rows.insert(1, dict.fromkeys(COLUMNS, ""))
    (reason,) = refused(saved(rows))
    assert reason.fields["number"] == at + 3


def test_every_row_that_cannot_be_read_is_reported_with_those_that_are_wrong():
    rows = the_rows(reader="", verdict="perhaps")
    text = saved(rows).decode()
    lines = text.split("\r\n")
    lines[3] += ",surplus"
    lines[6] = lines[6].rpartition(",")[0]
    found = refused("\r\n".join(lines).encode())
    assert [(one.code.id, one.fields["number"]) for one in found[:2]] == [
        ("sheet-row", 4),
        ("sheet-row", 7),
    ]
    assert [one.code.id for one in found[2:]] == ["sheet-cell", "sheet-cell"]


def test_every_wrong_column_is_named():
    columns = [*COLUMNS[:-2], "readon", "verdict"]
    data = (",".join(columns) + "\n").encode()
    text = printed_reasons(refused(data))
    for expected in ("readon is unknown", "verdict occurs more than once", "read_on is missing", "remark is missing"):  # fmt: skip
        assert expected in text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("name", ["official_wording", "reader", "remark"])
def test_a_cell_that_would_be_computed_is_refused(sign, name):
    for cell in (f"{sign}1", f"  {sign}HYPERLINK(1)"):
        (reason,) = refused(saved(the_rows(**{name: cell})))
        assert (reason.code.id, reason.fields["column"]) == ("sheet-cell", name)


@pytest.mark.parametrize("length", [LONGEST_TEXT + 1, 100_000])
def test_a_wording_that_is_too_long_is_refused_at_its_line(length):
    (reason,) = refused(saved(the_rows(official_wording="x" * length)))
    assert (reason.code.id, reason.fields["column"]) == ("sheet-cell", "official_wording")
    assert str(LONGEST_TEXT) in str(reason.fields["problem"])


def test_a_cell_that_no_reader_of_tables_takes_is_refused_with_its_row():
    (reason,) = refused(saved(the_rows(official_wording="x" * 200_000)))
    assert reason.code.id == "sheet-unreadable"
    assert "line" in str(reason.fields["place"])


def test_a_character_that_nobody_sees_is_named_with_its_place():
    (reason,) = refused(saved(the_rows(reader="A.\u200f Lawyer")))
    assert str(reason.fields["problem"]) == "its character 3 is U+200F, which cannot be seen"


def test_a_sheet_of_errors_is_refused_with_as_many_as_a_person_reads():
    rows = [row | {"remark": "look"} for row in the_rows()]
    rows = [row for row in rows if row["verdict"] == ""]
    found = refused(saved(rows))
    assert len(found) == MOST_REASONS + 1
    assert found[-1].code.id == "sheet-more"
    assert found[-1].fields["count"] == 4 * len(rows) - MOST_REASONS
    numbers = [one.fields["number"] for one in found[:-1]]
    assert numbers == sorted(numbers)


def test_a_table_in_another_encoding_is_refused():
    (reason,) = refused(saved(the_rows(official_wording="état"), encoding="utf-8").decode().encode("utf-16"))  # fmt: skip
    assert reason.code.id == "sheet-unreadable"


def test_a_sheet_that_is_written_can_be_read_and_says_nothing_yet():
    data = csv_sheet(lines_to_read(LAW))
    assert data.startswith(b"\xef\xbb\xbf")
    assert filled_sheet(data).lines == []
    assert TO_FILL_IN[0] in data.decode()


def test_what_the_law_says_begins_no_formula_at_any_separator():
    """A spreadsheet that separates at semicolons finds cells within ours, and ignores their quotes."""
    attack = 'so;=1+1\n@SUM(1);  "-2+3"\t\uff1d1'
    assert inert(attack) == "so;'=1+1\n'@SUM(1);  \"'-2+3\"\t'\uff1d1"
    assert inert("=1;+1") == "'=1;'+1"
    for line in lines_of_law(LAW):
        assert inert(line.states) == line.states
