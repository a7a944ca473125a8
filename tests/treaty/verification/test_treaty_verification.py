# SPDX-License-Identifier: Apache-2.0
"""The verification sheet: every line that nobody has seen, and what comes back of it, whole or not at all."""

import csv
import io
from datetime import date

import pytest

from casts.law.cases import a_treaty
from casts.law.stored import read_back
from rogatory.errors import Refused
from rogatory.treaty.corrections import Correction, correction_document, parse_correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.rows import written
from rogatory.treaty.verification.filled_sheet import wordings_of
from rogatory.treaty.verification.lines import lines_of_law, text_lines
from rogatory.treaty.verification.progress import progress_of
from rogatory.treaty.verification.sheet import COLUMNS, csv_sheet, lines_to_read
from rogatory.treaty.verification.sheet_corrections import corrections_of_sheet
from rogatory.wire.digests import sha256

LAW = packaged_law("world")
TODAY = date(2026, 12, 1)
LINE = "grounds/domestic_prohibition#mla_stored_data"
OTHER = "limits/preservation"
FILLED = {
    "verdict": "confirmed",
    "official_wording": "Where its authorities would be prohibited …",
    "reader": "A. Lawyer",
    "read_on": "2026-11-30",
}


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def table(found):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(found)
    return text.getvalue().encode()


def filled(changes, law=LAW):
    """A sheet of the law with cells of some lines changed."""
    found = rows(csv_sheet(lines_to_read(law)))
    for name, cells in changes.items():
        next(row for row in found if row["line"] == name).update(cells)
    return table(found)


def refused(data, law=LAW, **more):
    with pytest.raises(Refused) as caught:
        corrections_of_sheet(law, data, TODAY, **more)
    return sorted(caught.value.codes)


def line(name, law=LAW):
    return next(one for one in lines_of_law(law) if one.id == name)


def test_the_sheet_has_every_line_of_every_instrument_that_is_not_seen():
    found = rows(csv_sheet(lines_to_read(LAW)))
    every = {one.id: one for one in text_lines(LAW)}
    assert {row["line"] for row in found} == {
        name for name, one in every.items() if one.certainty != "seen"
    }
    assert len({one.id for one in lines_of_law(LAW)}) == len(lines_of_law(LAW)) > 500
    assert {one.instrument for one in every.values()} >= {"un-cybercrime", "ets-185", "ets-30", "untoc", "uncac"}  # fmt: skip
    assert all(row[name] == "" for row in found for name in FILLED)
    assert {row["instrument"] for row in rows(csv_sheet(lines_to_read(LAW, "ets-185")))} == {
        "ets-185"
    }


def test_what_is_practice_and_in_no_article_is_no_line_of_a_text():
    assert [one for one in lines_of_law(LAW) if one.instrument == "comity"]
    assert lines_to_read(LAW, "comity") == ()
    assert "comity" not in {one.instrument for one in progress_of(LAW)}
    assert line("kinds/drill").certainty == "practice"


@pytest.mark.parametrize("name", ["world", "federation"])
def test_every_line_of_a_sheet_can_be_confirmed_and_the_law_still_fits_together(name):
    law = packaged_law(name)
    every = {one.id: FILLED for one in lines_to_read(law)}
    after = corrected(law, corrections_of_sheet(law, filled(every, law), TODAY))
    assert lines_to_read(after) == ()
    assert read_back(after) == after


def test_a_line_has_every_statement_with_a_certainty_of_its_own():
    stated = {one.id for one in lines_of_law(LAW)}
    assert {
        LINE,
        OTHER,
        "kinds/ets-30/mla_general",
        "instruments/cets-224#emergency_data",
        "entry_rules/un-cybercrime#later",
        "provisions/hold#always",
        "instruments/un-cybercrime#reservations",
        "instruments/un-cybercrime#excluded_offences",
    } <= stated


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("provisions/use_of_given#always", {"provisions/use_of_given#spontaneous_information"}),
        (
            "instruments/un-cybercrime#reservations",
            {"instruments/un-cybercrime", "instruments/un-cybercrime#excluded_offences"},
        ),
        (
            "instruments/un-cybercrime#excluded_offences",
            {"instruments/un-cybercrime#reservations", "instruments/un-cybercrime#preservation"},
        ),
    ],
)
def test_a_row_within_a_row_is_read_by_itself(name, others):
    law = corrected(LAW, corrections_of_sheet(LAW, filled({name: FILLED}), TODAY))
    assert line(name).certainty != "seen"
    assert line(name, law).certainty == "seen"
    assert [line(one, law).certainty for one in others] == [line(one).certainty for one in others]
    assert read_back(law) == law


def test_a_rule_on_reservations_and_its_reading_are_confirmed_together():
    parts = ("reservations", "excluded_offences")
    wanted = {f"instruments/un-cybercrime#{part}": FILLED for part in parts}
    law = corrected(LAW, corrections_of_sheet(LAW, filled(wanted), TODAY))
    rule = next(one for one in law.instruments if one.id == "un-cybercrime").reservations
    assert (rule.certainty, rule.offences) == ("seen", "seen")


def test_a_line_that_was_read_is_seen_and_its_neighbours_are_as_they_were():
    data = filled({LINE: FILLED})
    (found,) = corrections_of_sheet(LAW, data, TODAY)
    law = corrected(LAW, [found])
    assert line(LINE, law).certainty == "seen"
    assert line(LINE, law).source == "its official text, read by A. Lawyer on 2026-11-30"
    before = set(lines_of_law(LAW))
    changed = {one for one in lines_of_law(law) if one not in before}
    assert {one.id for one in changed} == {LINE}
    assert parse_correction(correction_document(found)) == found
    assert read_back(law) == law
    assert found.readings[0].wording == sha256(FILLED["official_wording"].encode())
    assert wordings_of(data) == {LINE: FILLED["official_wording"]}


def test_lines_of_one_row_are_one_correction():
    """Two would each bring the whole row, and the later one would undo the earlier."""
    other = LINE.replace("mla_stored_data", "mla_general")
    (found,) = corrections_of_sheet(LAW, filled({LINE: FILLED, other: FILLED}), TODAY)
    law = corrected(LAW, [found])
    assert {line(LINE, law).certainty, line(other, law).certainty} == {"seen"}


def test_a_line_that_differs_keeps_its_certainty_and_waits_for_a_correction():
    found = corrections_of_sheet(LAW, filled({OTHER: FILLED | {"verdict": "differs"}}), TODAY)
    law = corrected(LAW, found)
    assert line(OTHER, law) == line(OTHER)
    (before,) = (one for one in progress_of(LAW) if one.instrument == "un-cybercrime")
    (after,) = (one for one in progress_of(law) if one.instrument == "un-cybercrime")
    assert (before.differing, after.differing, after.seen) == (0, 1, before.seen)
    row = written(next(one for one in law.limits if one.instrument is None and one.id == "preservation"))  # fmt: skip
    better = Correction(
        "new", "limits", {**row, "rule": "another rule"}, "read", "text", "seen", TODAY, None
    )
    (settled,) = (
        one for one in progress_of(corrected(law, [better])) if one.instrument == "un-cybercrime"
    )
    assert settled.differing == 0


def test_progress_counts_what_was_seen_waits_and_is_left():
    found = corrections_of_sheet(LAW, filled({LINE: FILLED}), TODAY)

    def of(law, waiting=()):
        return next(one for one in progress_of(law, waiting) if one.instrument == "un-cybercrime")

    assert of(LAW, found).waiting == 1
    assert of(corrected(LAW, found)).seen == of(LAW).seen + 1
    assert of(corrected(LAW, found)).left == of(LAW).left - 1


def test_a_sheet_that_comes_again_is_new_only_where_more_was_filled_in():
    first = filled({LINE: FILLED})
    law = corrected(LAW, corrections_of_sheet(LAW, first, TODAY))
    assert refused(first, law) == ["sheet-empty"]
    more = filled({LINE: FILLED, OTHER: FILLED})
    (found,) = corrections_of_sheet(law, more, TODAY)
    assert [one.line for one in found.readings] == [OTHER]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({LINE: FILLED | {"line": "grounds/no_such#mla_general"}}, "sheet-line-unknown"),
        ({LINE: FILLED | {"line": OTHER}}, "sheet-line-stale"),
        ({LINE: FILLED | {"version": "v0123456789abcdef0123"}}, "sheet-line-stale"),
        ({LINE: FILLED | {"article": "40(99)"}}, "sheet-line-changed"),
        ({LINE: FILLED | {"states": "id: nothing"}}, "sheet-line-changed"),
        ({LINE: FILLED | {"certainty": "seen"}}, "sheet-line-changed"),
        ({LINE: FILLED | {"official_wording": "=HYPERLINK(1)"}}, "sheet-cell"),
        ({LINE: FILLED | {"reader": "@SUM(1)"}}, "sheet-cell"),
        ({LINE: FILLED | {"remark": "+1"}}, "sheet-cell"),
        ({LINE: FILLED | {"reader": "a\u202eb"}}, "sheet-cell"),
        ({LINE: FILLED | {"official_wording": "x" * 4001}}, "sheet-cell"),
        ({LINE: FILLED | {"official_wording": ""}}, "sheet-cell"),
        ({LINE: FILLED | {"reader": ""}}, "sheet-cell"),
        ({LINE: FILLED | {"read_on": "2026-12-02"}}, "sheet-cell"),
        ({LINE: FILLED | {"read_on": "30.11.2026"}}, "sheet-cell"),
        ({LINE: FILLED | {"verdict": "yes"}}, "sheet-cell"),
        ({LINE: {"remark": "look again"}}, "sheet-cell"),
        ({}, "sheet-empty"),
    ],
)
def test_a_changed_line_or_a_cell_that_is_wrong_is_refused(changes, code):
    assert set(refused(filled(changes))) == {code}


def test_everything_that_is_wrong_is_reported_at_once():
    found = refused(
        filled(
            {
                LINE: FILLED | {"article": "1"},
                OTHER: FILLED | {"verdict": "=1+1", "reader": ""},
                "limits/protocol": FILLED | {"version": "v1"},
                "limits/conference": FILLED | {"line": "limits/no_such"},
                "limits/denunciation": FILLED,
            }
        )
    )
    assert found == [
        "sheet-cell",
        "sheet-cell",
        "sheet-line-changed",
        "sheet-line-stale",
        "sheet-line-unknown",
    ]


def test_a_line_that_comes_twice_is_refused():
    found = rows(filled({LINE: FILLED}))
    found.append(next(row for row in found if row["line"] == LINE))
    assert refused(table(found)) == ["sheet-line-repeated"]


def test_a_line_that_was_changed_since_the_sheet_was_written_is_stale():
    data = filled({OTHER: FILLED})
    row = written(next(one for one in LAW.limits if one.instrument is None and one.id == "preservation"))  # fmt: skip
    law = corrected(LAW, [Correction("n", "limits", {**row, "rule": "another rule"}, "x", "y", "memory", TODAY, None)])  # fmt: skip
    assert refused(data, law) == ["sheet-line-stale"]


def test_a_row_for_which_a_correction_waits_is_refused():
    waiting = corrections_of_sheet(LAW, filled({LINE: FILLED}), TODAY)
    other = LINE.replace("mla_stored_data", "mla_general")
    assert refused(filled({other: FILLED}), waiting=waiting) == ["sheet-line-waits"]
    taken = [Correction("t", "limits", None, "x", "y", "seen", TODAY, "preservation")]
    assert refused(filled({OTHER: FILLED}), waiting=taken) == ["sheet-line-waits"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"line,version\nx,y\n",
        ",".join(COLUMNS).encode() + b'\n"' + b"x" * 200_000 + b"\n",
        b"x" * (8 << 20) + b"y",
    ],
)
def test_what_is_no_sheet_is_refused(data):
    assert set(refused(data)) == {"sheet-unreadable"}


def test_wordings_that_make_a_correction_too_large_are_no_part_of_it():
    """A correction above its limit could be written and never be read again."""
    every = [
        one.id for one in lines_to_read(LAW) if one.id.startswith("grounds/essential_interests")
    ]
    data = filled({name: FILLED | {"official_wording": "𐀀" * 4000} for name in every})
    (found,) = corrections_of_sheet(LAW, data, TODAY)
    assert parse_correction(correction_document(found)) == found


def test_remarks_that_are_too_long_together_are_refused_with_the_row_that_they_are_on():
    lines = [one.id for one in lines_to_read(LAW) if one.id.startswith("duties/reasons")]
    long = {name: FILLED | {"remark": "r" * 3000} for name in lines[:2]}
    assert len(long) == 2
    assert refused(filled(long)) == ["sheet-unreadable"]


def test_no_cell_of_the_sheet_is_computed_where_it_is_opened():
    law = LAW
    row = written(next(one for one in LAW.limits if one.id == "conference"))
    law = corrected(law, [Correction("n", "limits", {**row, "source": "=cmd|' /C calc'!A0"}, "x", "y", "memory", TODAY, None)])  # fmt: skip
    data = csv_sheet(lines_to_read(law))
    for cells in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-@", "@")) for cell in cells)
    (found,) = corrections_of_sheet(law, filled({"limits/conference": FILLED}, law), TODAY)
    assert found.readings[0].line == "limits/conference"


def test_a_loaded_treatys_lines_are_in_the_sheet_and_become_seen():
    treaty = a_treaty()
    loading = Correction("l", "treaties", written(treaty.loaded), "x", "y", "seen", TODAY, None)
    law = corrected(packaged_law("federation"), [loading], {treaty.loaded.document: treaty}.get)
    name = "grounds/mlat-xa-xb/harbour_dues#mla_stored_data"
    found = corrections_of_sheet(law, filled({name: FILLED}, law), TODAY)
    assert line(name, corrected(law, found)).certainty == "seen"
