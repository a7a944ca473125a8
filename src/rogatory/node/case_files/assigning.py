# SPDX-License-Identifier: Apache-2.0
"""The assignment of a case file: an officer in force, of the authority in charge. No history is
lost.
"""

from collections.abc import Iterator
from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, record
from rogatory.node.case_files.texts import LONGEST_TEXT, text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import ROLES, Permission, allows
from rogatory.node.repositories.case_files import EntryKind
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.words import N_


def assign(
    node: Node,
    thread: str,
    assignee: str | None,
    officer: str,
    *,
    authority: str | None = None,
    reason: str = "",
) -> Recorded:
    """Assign the case file to an officer, or to an authority whose officers may take it over
    (None).

    1. The authority (the one in charge, where none is named) is of this State, and listed.
    2. The assignee is in force today, acts for it, and has a role that reads case files.
    3. Something changes.

    An authority that gave a case file away can still read it: its part of the work stays its own.
    """

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        office = authority or case_file.authority
        refuse_if_any(
            [
                *text_reasons(N_("reason"), reason, LONGEST_TEXT, may_be_empty=True),
                *_authority_reasons(node, acting.view, office),  # 1
                *assignee_reasons(acting.view, assignee, office, acting.at),  # 2
                *_change_reasons(case_file, assignee, office),  # 3
            ]
        )
        data = {"assignee": assignee, "authority": office, "reason": reason.strip()}
        return JournalLine(EntryKind.ASSIGNED, data)

    return record(node, thread, officer, Permission.ASSIGN_CASE_FILE, act)


def assignee_reasons(
    view: DirectoryView, assignee: str | None, authority: str, at: datetime
) -> Iterator[Reason]:
    """Yield the reasons why an officer cannot be assigned a case file of that authority today."""
    if assignee is None:
        return
    try:
        record = view.officer(assignee, at)
    except Refused as error:
        yield from error.reasons
        return
    if authority not in record.authorities:
        yield refusals.ASSIGNEE_OFFICE.because(assignee=assignee, authority=authority)
    if not allows(Permission.READ_CASE_FILE, frozenset(record.roles)):
        roles = ", ".join(sorted(ROLES[Permission.READ_CASE_FILE]))
        yield refusals.ASSIGNEE_ROLE.because(assignee=assignee, roles=roles)


def assignment_warnings(view: DirectoryView, case_file: CaseFile, at: datetime) -> Iterator[Reason]:
    """Warn that nobody is assigned to the case file, or somebody who has left."""
    if case_file.assignee is None:
        yield refusals.NOBODY_ASSIGNED.because(authority=case_file.authority)
    elif any(assignee_reasons(view, case_file.assignee, case_file.authority, at)):
        yield refusals.ASSIGNEE_LEFT.because(
            assignee=case_file.assignee, authority=case_file.authority
        )


def _authority_reasons(node: Node, view: DirectoryView, authority: str) -> Iterator[Reason]:
    try:
        named = parse_authority(authority)
        if named.state != node.state:
            yield refusals.AUTHORITY_FOREIGN.because(authority=authority, state=node.state)
            return
        view.authority(authority)
    except Refused as error:
        yield from error.reasons


def _change_reasons(case_file: CaseFile, assignee: str | None, authority: str) -> Iterator[Reason]:
    if (assignee, authority) == (case_file.assignee, case_file.authority):
        if assignee is None:
            yield refusals.UNASSIGNED_ALREADY.because(authority=authority)
        else:
            yield refusals.ASSIGNED_ALREADY.because(assignee=assignee, authority=authority)
