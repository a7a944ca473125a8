# SPDX-License-Identifier: Apache-2.0
"""Restricting a request to named officers, or opening it again to all who read requests.

Everybody else learns at its address that there is such a request and of which State, and finds it
in no list, search or hand-over. Each refusal to show it is recorded in the journal of accesses.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, record
from rogatory.node.case_files.texts import stated_reason_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import ROLES, Permission, allows
from rogatory.node.repositories.case_files import EntryKind

MOST_READERS = 50
"""Officers whom a restriction names: with more it would keep nothing from anybody."""


def restrict(
    node: Node, thread: str, officers: Sequence[str] | None, officer: str, reason: str
) -> Recorded:
    """Restrict a request to these officers; None opens it again.

    1. At least one is named, and no more than a restriction names.
    2. Each is in force today, and has a role that reads requests.
    3. Something changes, and a reason is given.

    An officer who may restrict may do so without being named, and may name themselves: the journal
    of the case file records it. A former assignee may be left out.
    """
    named = None if officers is None else tuple(sorted({one.strip().lower() for one in officers}))

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        reasons = [*stated_reason_reasons(reason)]
        if named is not None:
            reasons += _count_reasons(named)  # 1
            for one in named[:MOST_READERS]:
                reasons += _reader_reasons(acting.view, one, acting.at)  # 2
        if named == case_file.readers:  # 3
            reasons.append(refusals.READERS_SAME.because())
        refuse_if_any(reasons)
        kind = EntryKind.OPENED if named is None else EntryKind.RESTRICTED
        readers = None if named is None else list(named)
        return JournalLine(kind, {"officers": readers, "reason": reason.strip()})

    return record(node, thread, officer, Permission.RESTRICT_CASE_FILE, act)


def _count_reasons(named: Sequence[str]) -> Iterator[Reason]:
    if not named:
        yield refusals.READERS_NONE.because()
    if len(named) > MOST_READERS:
        yield refusals.READERS_MANY.because(count=len(named), limit=MOST_READERS)


def _reader_reasons(view: DirectoryView, officer: str, at: datetime) -> Iterator[Reason]:
    try:
        record = view.officer(officer, at)
    except Refused as error:
        yield from error.reasons
        return
    if not allows(Permission.READ_THREAD, frozenset(record.roles)):
        roles = ", ".join(sorted(ROLES[Permission.READ_THREAD]))
        yield refusals.READER_ROLE.because(officer=officer, roles=roles)
