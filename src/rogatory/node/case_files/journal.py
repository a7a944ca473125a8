# SPDX-License-Identifier: Apache-2.0
"""Reading a case file and adding to its journal: permissions, in one transaction, with all reasons."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile, case_file_of
from rogatory.node.case_files.case_numbers import case_key
from rogatory.node.context import Node
from rogatory.node.hooks.changes import notify_of_package, notify_of_request
from rogatory.node.officers import refusals as node_refusals
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import reasons_in_thread
from rogatory.node.repositories.case_files import CaseFileEntry, CaseFileRow, EntryKind
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.search.texts import inside_text, offices_text
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.envelope import Envelope
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import uuid7


@dataclass(frozen=True, slots=True)
class JournalLine:
    """The line that an act adds to the journal, and the warnings for its officer."""

    kind: EntryKind
    data: Mapping[str, Json]
    warnings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act that is recorded in the journal, and the case file with it."""

    entry: CaseFileEntry
    case_file: CaseFile
    warnings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Acting:
    """The acting officer, the moment, and the directory of today."""

    officer: str
    at: datetime
    view: DirectoryView


type JournalAct = Callable[[CaseFile, Acting], JournalLine]
"""A judge of an act on the current case file: returns its line, or raises `Refused` with every
reason.
"""


def read_case_file(node: Node, thread: str) -> CaseFile:
    """Return the case file of a thread; refuse an unknown thread.

    A caller that shows it uses `case_file_for`.
    """
    messages = envelopes(_transcript(node, thread))
    return case_file_of(
        thread,
        own_offices(node, messages),
        stated_number(node, messages),
        node.store.case_file_entries(thread),
    )


def case_file_for(
    node: Node, thread: str, officer: str, permission: Permission = Permission.READ_CASE_FILE
) -> CaseFile:
    """Return the case file, for an officer who may read it, or do there what the permission is for.

    Raises:
        Refused: the thread is not here, or the officer does not need to know, or may not do this.
    """
    case_file, at = read_case_file(node, thread), node.clock.now()
    refuse_if_any(case_file_reasons(node.register.view(), case_file, officer, permission, at))
    return case_file


def record(
    node: Node,
    thread: str,
    officer: str,
    permission: Permission,
    act: JournalAct,
    identifier: str | None = None,
) -> Recorded:
    """Add an officer's act to the journal of the case file; the line has the identifier given, if
    any.

    1. The thread is here, and the officer may do this for an authority that takes part in it.
    2. The act is judged on the case file while no other act can change it until this one is
       written.

    Raises:
        Refused: with every reason of 1, or of 2; nothing is written.
    """
    acting = Acting(officer, node.clock.now(), node.register.view())
    named = identifier or uuid7(acting.at, node.random(10))
    with node.store.transaction():
        case_file = read_case_file(node, thread)
        refuse_if_any(
            case_file_reasons(acting.view, case_file, officer, permission, acting.at)
        )  # 1
        line = act(case_file, acting)  # 2
        entry = CaseFileEntry(
            id=named,
            thread=thread,
            kind=line.kind,
            at=acting.at.replace(microsecond=0),
            officer=officer,
            authority=_acting_for(acting.view, case_file, officer, acting.at),
            data=line.data,
        )
        node.store.add_case_file_entry(entry)
        after = read_case_file(node, thread)
        node.store.put_case_file(row_of(after))
        node.store.put_text(
            thread,
            inside=inside_text(after.case_number, [one.data for one in after.entries]),
            offices=offices_text(after.offices),
        )
        if after.readers != case_file.readers:
            node.store.restrict(thread, after.readers)
            _notify_systems(node, thread)
    return Recorded(entry, after, reasons_in_thread(node, thread, line.warnings))


def _notify_systems(node: Node, thread: str) -> None:
    """Have systems notified of a request and its packages that are open to them again; to others nothing is notified."""
    notify_of_request(node, thread)
    for package in node.store.packages(thread):
        notify_of_package(node, package)


def case_file_reasons(
    view: DirectoryView, case_file: CaseFile, officer: str, permission: Permission, at: datetime
) -> Iterator[Reason]:
    """Yield the reasons why an officer may not do this in the case file: need to know precedes any
    role.

    The officer acts for an authority of this State that takes or took part, and has a role that
    allows it. A restricted request is for the officers whom it names; only the list of names may be
    changed by others, so that no request is lost with the last of them.
    """
    against = officer_reasons(view, officer, None, permission, at)
    yield from against
    if any(reason.code is not node_refusals.OFFICER_ROLE for reason in against):
        return
    if not offices_of(view, case_file, officer, at):
        yield refusals.NOT_YOURS.because(officer=officer, thread=case_file.thread)
    is_named = case_file.readers is None or officer in case_file.readers
    if not is_named and permission is not Permission.RESTRICT_CASE_FILE:
        yield refusals.RESTRICTED.because(
            officer=officer, thread=case_file.thread, authority=case_file.authority
        )


def offices_of(
    view: DirectoryView, case_file: CaseFile, officer: str, at: datetime
) -> Sequence[str]:
    """Return the authorities of the case file for which the officer acts, the one in charge first."""
    held = set(view.officer(officer, at).authorities) & case_file.offices
    return sorted(held, key=lambda office: (office != case_file.authority, office))


def row_of(case_file: CaseFile) -> CaseFileRow:
    return CaseFileRow(
        thread=case_file.thread,
        authority=case_file.authority,
        case_number=case_file.case_number,
        case_key=None if case_file.case_number is None else case_key(case_file.case_number),
        assignee=case_file.assignee,
        stage=case_file.stage.value,
        watched=case_file.watched,
    )


def own_offices(node: Node, messages: Sequence[Envelope]) -> tuple[str, ...]:
    """Return the authorities of this State that wrote or were written to, in that order."""
    found = (
        message.sender if message.sender.state == node.state else message.addressee
        for message in messages
    )
    return tuple(dict.fromkeys(str(office) for office in found))


def stated_number(node: Node, messages: Sequence[Envelope]) -> str | None:
    """Return the number in this State's own request; another State's number is not ours."""
    opening = messages[0]
    stated = opening.body.get("case_number")
    return stated if opening.sender.state == node.state and isinstance(stated, str) else None


def _transcript(node: Node, thread: str) -> Sequence[StoredMessage]:
    transcript = node.store.transcript(thread)
    if not transcript:
        raise Refused(node_refusals.THREAD_UNKNOWN.because(thread=thread[:40]))
    return transcript


def _acting_for(view: DirectoryView, case_file: CaseFile, officer: str, at: datetime) -> str:
    return offices_of(view, case_file, officer, at)[0]
