# SPDX-License-Identifier: Apache-2.0
"""A court's bundle holds nothing of the work inside the State that exports it."""

from casts.court.bundle_case import HTML, bundled
from rogatory.exercises.cast import LAWYER
from rogatory.node.case_files.noting import note
from rogatory.node.case_files.numbering import give_number

MARK = "kept-inside-7f3a"


def test_no_file_of_a_bundle_reveals_a_note_or_an_own_number(case, tmp_path):
    node = case.node("XA")
    note(node, case.thread, f"note {MARK}", LAWYER.known_as("XA"))
    give_number(node, case.thread, f"number {MARK}", LAWYER.known_as("XA"))
    bundled(case, tmp_path / "bundle", reports=HTML)
    files = [path for path in (tmp_path / "bundle").rglob("*") if path.is_file()]
    assert len(files) > 50
    for path in files:
        assert MARK.encode() not in path.read_bytes(), path
