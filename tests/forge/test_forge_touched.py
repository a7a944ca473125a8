# SPDX-License-Identifier: Apache-2.0
"""A file that is removed, cut or altered by who holds no key is answered by the checks that are about it."""

import pytest

from forge.bench import changes_tried, sample, try_forgery
from forge.changes import Change
from forge.findings import Forgery, findings
from forge.forgers import FORGERS
from forge.judges import JUDGES, Verdict
from forge.making import KINDS
from forge.tables.touched import CHANGES, TOUCHED, demanded, rows_of

[NO_KEY] = (one for one in FORGERS if one.name == "no-key")

JUDGED = 10
"""Changes in the gate; `just forge` makes all of them."""


@pytest.fixture(scope="module")
def touched(material):
    """Every such change of every file."""
    return [
        tried[0]
        for kind in KINDS
        for tried in changes_tried(material, [kind])
        if tried[0].forger is NO_KEY and tried[0].change.name in CHANGES
    ]


def test_every_file_has_a_row_for_each_change(touched):
    assert len(touched) > 900
    assert [one.label for one in touched if not rows_of(one.kind, one.change)] == []


def test_a_row_without_checks_speaks_for_itself_alone(touched):
    """Where one row says that nothing answers, no other may demand that something does."""
    for one in touched:
        rows = rows_of(one.kind, one.change)
        assert all(row.why for row in rows)
        if any(not row.checks for row in rows):
            assert demanded(one.kind, one.change) == (), one.label


def test_every_row_fits_a_file(touched):
    used = {row for one in touched for row in rows_of(one.kind, one.change)}
    assert used == set(TOUCHED)


def test_a_check_that_holds_over_a_file_that_was_altered_is_a_finding():
    made = Forgery(NO_KEY, "bag", Change("flip", "opened/data/mail-0.eml", lambda _artifact: None))
    checks = {"bag-files": "fails", "bag-inventory": "holds"}
    verdicts = dict.fromkeys(JUDGES, Verdict("fails", checks))
    found = {(one.judge, one.problem) for one in findings(made, verdicts)}
    assert found == {(name, "bag-inventory: holds") for name in JUDGES}


def test_a_sample_is_answered_by_the_checks_of_its_file(material, touched, tmp_path):
    found = [
        finding
        for one in sample(touched, JUDGED, seed=5)
        for finding in try_forgery(material, one, tmp_path / "work")
    ]
    assert found == []
