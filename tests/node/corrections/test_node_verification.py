# SPDX-License-Identifier: Apache-2.0
"""A verification sheet on a running node: two officers, all or none, and never over a later change."""

import csv
import io

import pytest

from casts.law.cases import LAWYER, SECOND, a_correction, refused
from rogatory.errors import Refused
from rogatory.node.corrections.correct_law import correction_history, propose, review, review_batch
from rogatory.node.corrections.sheets import brought_sheets, sheet_lines
from rogatory.node.corrections.verification import (
    official_wordings,
    propose_sheet,
    verification_progress,
)
from rogatory.node.provisions.law_data import corrected_law
from rogatory.treaty.rows import written
from rogatory.treaty.verification.lines import lines_of_law
from rogatory.treaty.verification.sheet import COLUMNS, csv_sheet, lines_to_read
from rogatory.treaty.verification.sheet_corrections import corrections_of_sheet
from rogatory.wire.digests import sha256

LINE, OTHER = "limits/conference", "limits/protocol"
FILLED = {
    "verdict": "confirmed",
    "official_wording": "The Conference meets within a year.",
    "reader": "A. Lawyer",
    "read_on": "2026-11-20",
}


def sheet(node, *names, **changes):
    data = csv_sheet(lines_to_read(corrected_law(node)))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row in rows:
        if row["line"] in names:
            row.update(FILLED | changes)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def certainties(node):
    law = corrected_law(node)
    return [one.certainty for one in lines_of_law(law) if one.id in {LINE, OTHER}]


def batch(node):
    return correction_history(node)[-1][1].id.rpartition("-")[0]


def test_a_sheet_counts_once_a_second_officer_has_accepted_it_whole(world):
    node = world.node("XA")
    before = certainties(node)
    propose_sheet(node, sheet(node, LINE, OTHER), LAWYER)
    assert certainties(node) == before
    (progress,) = (one for one in verification_progress(node) if one.waiting)
    assert (progress.instrument, progress.waiting) == ("un-cybercrime", 2)
    name = batch(node)
    own = refused(node, lambda: review_batch(node, name, LAWYER, accept=True, reason="Sure."))
    assert own == ["law-correction-own"]
    review_batch(node, name, SECOND, accept=True, reason="Compared with the official text.")
    assert certainties(node) == ["seen", "seen"]
    wordings = [official_wordings(node, one).items() for _, one in correction_history(node)]
    assert {pair for one in wordings for pair in one} == {
        (name, FILLED["official_wording"]) for name in (LINE, OTHER)
    }
    none = refused(node, lambda: review_batch(node, name, SECOND, accept=True, reason="Again."))
    assert none == ["law-batch-unknown"]


def test_nothing_of_a_sheet_is_proposed_where_one_line_is_wrong_or_the_officer_may_not(world):
    node = world.node("XA")
    data = sheet(node, LINE, OTHER).replace(LINE.encode() + b",v", LINE.encode() + b",w")
    assert refused(node, lambda: propose_sheet(node, data, LAWYER)) == ["sheet-line-stale"]
    found = refused(node, lambda: propose_sheet(node, sheet(node, LINE), "xa-0001"))
    assert "officer-role" in found
    assert not correction_history(node)
    with pytest.raises(Refused):
        node.objects.get(sha256(sheet(node, LINE)))


def test_a_reading_that_comes_without_its_sheet_is_refused(world):
    """Its official wording would be nowhere, and its versions whatever its writer says."""
    node = world.node("XA")
    law, today = corrected_law(node), node.clock.now().date()
    (found,) = corrections_of_sheet(law, sheet(node, LINE), today)
    assert refused(node, lambda: propose(node, found, LAWYER)) == ["law-readings-without-sheet"]
    assert not correction_history(node)


def test_sheets_are_listed_with_what_became_of_them_and_read_with_their_wordings(world):
    node = world.node("XA")
    propose_sheet(node, sheet(node, LINE), LAWYER)
    review_batch(node, batch(node), SECOND, accept=False, reason="Another edition of the text.")
    world.clock.forward(minutes=1)
    propose_sheet(node, sheet(node, OTHER, LINE, verdict="differs", remark="fifty"), LAWYER)
    waiting, declined = brought_sheets(node)
    assert (waiting.lines, waiting.differing, waiting.waiting, waiting.is_open) == (2, 2, 2, True)
    assert (declined.declined, declined.waiting, declined.reviewed_by) == (1, 0, SECOND)
    found, lines = sheet_lines(node, waiting.batch)
    assert found == waiting
    assert [
        (one.reading.line, one.official_wording, one.remark, one.is_stale) for one in lines
    ] == [(name, FILLED["official_wording"], "fifty", False) for name in (LINE, OTHER)]
    with pytest.raises(Refused):
        sheet_lines(node, "sheet-000000000000")


def test_a_line_that_was_changed_while_the_sheet_waited_is_not_accepted(world):
    """The sheet's correction has the whole row as it was: it would undo the change."""
    node = world.node("XA")
    law = corrected_law(node)
    row = written(
        next(one for one in law.limits if one.instrument is None and one.id == "protocol")
    )
    change = a_correction("c", section="limits", row={**row, "rule": "at 40 Parties"})
    changed = propose(node, change, LAWYER)
    review(node, changed.id, SECOND, accept=False, reason="Not yet.")
    propose_sheet(node, sheet(node, LINE, OTHER), LAWYER)
    name = batch(node)
    changed = propose(node, a_correction("d", section="limits", row=change.row), LAWYER)
    review(node, changed.id, SECOND, accept=True, reason="Right.")
    found = refused(node, lambda: review_batch(node, name, SECOND, accept=True, reason="All."))
    assert found == ["law-correction-stale"]
    assert "seen" not in certainties(node)
    review_batch(node, name, SECOND, accept=False, reason="Read again.")
    assert not [one for one in verification_progress(node) if one.waiting]
