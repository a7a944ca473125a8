# SPDX-License-Identifier: Apache-2.0
"""Giving a case file its own case number; other uses of the number are shown and prevent nothing."""

from collections import Counter
from collections.abc import Iterator

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.case_numbers import case_key
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, record
from rogatory.node.case_files.texts import text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.repositories.case_files import EntryKind
from rogatory.wire.words import N_

MOST_COUNTED = 500
"""The most case files of one number that are looked at: with more, the number identifies no case."""


def give_number(node: Node, thread: str, number: str, officer: str) -> Recorded:
    """Give the case file its number in this State; refuse an empty one or one that cannot be shown."""

    def act(case_file: CaseFile, _acting: Acting) -> JournalLine:
        refuse_if_any(text_reasons(N_("case number"), number))
        plain = number.strip()
        warnings = number_warnings(node, case_file, plain)
        return JournalLine(EntryKind.NUMBERED, {"number": plain}, tuple(warnings))

    return record(node, thread, officer, Permission.WRITE_CASE_FILE, act)


def number_warnings(node: Node, case_file: CaseFile, number: str | None) -> Iterator[Reason]:
    """Yield the other places of a number: at other authorities by name, at the own one by count."""
    if number is None:
        return
    rows = node.store.case_files(case_key=case_key(number), limit=MOST_COUNTED)
    others = Counter(row.authority for row in rows if row.thread != case_file.thread)
    own = others.pop(case_file.authority, 0)
    for authority in sorted(others):
        yield refusals.CASE_NUMBER_ELSEWHERE.because(authority=authority, number=number)
    if own:
        yield refusals.CASE_NUMBER_SHARED.because(count=own, number=number)
