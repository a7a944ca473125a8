# SPDX-License-Identifier: Apache-2.0
"""A case file as an officer reads it: its assignee, the acts, the running deadlines, and the
warnings.

Domestic deadlines are separate from the treaty's. Every part names the article on which it rests
and how certain that is; a part that rests on none is an office's own practice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, ReasonBasis, basis_in
from rogatory.node.case_files.assigning import assignment_warnings
from rogatory.node.case_files.case_file import (
    STAGE_TITLES,
    Assignment,
    CaseFile,
    CaseFileStage,
    InternalNote,
    StageChange,
)
from rogatory.node.case_files.case_file_deadlines import CaseFileClock, case_file_clocks
from rogatory.node.case_files.case_numbers import case_key
from rogatory.node.case_files.case_provisions import PARTS, case_provisions
from rogatory.node.case_files.journal import case_file_for
from rogatory.node.case_files.letter import is_secret, letter_lines, read_letter
from rogatory.node.case_files.numbering import number_warnings
from rogatory.node.case_files.order_rules import cover_warnings, reach_warnings, secrecy_warnings
from rogatory.node.case_files.orders import PRESENCE_TITLES, DomesticOrder
from rogatory.node.case_files.promise import Promise, promise_of
from rogatory.node.case_files.referrals import Referral
from rogatory.node.context import Node
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import reasons_in_thread
from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.transcript import envelopes
from rogatory.node.views.thread_view import clocks_of
from rogatory.requests.contents.plain_words import BodyLine
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.thread.transcript import fold

MOST_LISTED = 500
"""The most case files of one authority or officer on a page: with more, an officer looks for one by
its number.
"""


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral with its letter in lines; labels are sources for translation."""

    referral: Referral
    letter: tuple[BodyLine, ...]
    clock: CaseFileClock | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with what is said of its kind, and its clocks."""

    order: DomesticOrder
    title: str
    article: str
    certainty: str
    presence: str
    until: datetime
    clocks: tuple[CaseFileClock, ...]
    warnings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SameNumber:
    """Another case file under the same number; its thread only for those who may read it."""

    authority: str
    thread: str | None


@dataclass(frozen=True, slots=True)
class CaseFileView:
    """All that a page on a case file shows."""

    thread: str
    summary: ThreadSummary | None
    authority: str
    offices: tuple[str, ...]
    case_number: str | None
    same_number: tuple[SameNumber, ...]
    assignee: str | None
    stage: CaseFileStage
    stage_title: str
    assignments: tuple[Assignment, ...]
    stages: tuple[StageChange, ...]
    notes: tuple[InternalNote, ...]
    referrals: tuple[ReferralView, ...]
    orders: tuple[OrderView, ...]
    domestic_clocks: tuple[CaseFileClock, ...]
    treaty_clocks: tuple[Deadline, ...]
    provisions: Mapping[str, ReasonBasis]
    """The provisions of the request's law that these cite, by id."""
    promise: Promise | None
    warnings: tuple[Reason, ...]
    may: frozenset[Permission]
    bases: Mapping[str, ReasonBasis]
    """The provision of each part of the case file."""


@dataclass(frozen=True, slots=True)
class CaseFileSummary:
    """A case file in a list."""

    row: CaseFileRow
    stage_title: str
    summary: ThreadSummary | None


_ACTS = (
    Permission.WRITE_CASE_FILE,
    Permission.ASSIGN_CASE_FILE,
    Permission.REFER_CASE_FILE,
    Permission.RECORD_ORDER,
    Permission.EXPORT_CASE_FILE,
)


def case_file_view(node: Node, thread: str, officer: str) -> CaseFileView:
    """Return the case file of a thread, for an officer who may read it.

    Raises:
        Refused: the thread is not here, or the officer does not need to know.
    """
    case_file, now, view = (
        case_file_for(node, thread, officer),
        node.clock.now(),
        node.register.view(),
    )
    transcript = node.store.transcript(thread)
    messages = envelopes(transcript)
    clocks = tuple(case_file_clocks(case_file, now))
    promise = promise_of(node, thread)
    secret, provisions = is_secret(messages[0].body), case_provisions(node, thread)
    return CaseFileView(
        thread=thread,
        summary=node.store.summary(thread),
        authority=case_file.authority,
        offices=tuple(sorted(case_file.offices)),
        case_number=case_file.case_number,
        same_number=tuple(_same_number(node, case_file, officer)),
        assignee=case_file.assignee,
        stage=case_file.stage,
        stage_title=STAGE_TITLES[case_file.stage],
        assignments=case_file.assignments,
        stages=case_file.stages,
        notes=case_file.notes,
        referrals=tuple(_referral(node, one, clocks) for one in case_file.referrals),
        orders=tuple(
            _order(node, thread, one, clocks, provisions, secret=secret) for one in case_file.orders
        ),
        domestic_clocks=clocks,
        treaty_clocks=tuple(clocks_of(node, transcript, fold(messages))),
        provisions=provisions,
        promise=promise,
        warnings=(
            *assignment_warnings(view, case_file, now),
            *number_warnings(node, case_file, case_file.case_number),
            *reasons_in_thread(
                node, thread, cover_warnings(case_file.orders, promise, case_file.authority, now)
            ),
        ),
        may=frozenset(
            each for each in _ACTS if not officer_reasons(view, officer, None, each, now)
        ),
        bases={part: basis_in(provisions, cites) for part, cites in PARTS.items()},
    )


def case_files_for(node: Node, officer: str, *, mine: bool = False) -> Sequence[CaseFileSummary]:
    """Return the case files of the officer's authorities, or only the officer's own; by thread,
    which is the order of their beginning. An officer who may not read case files has none.
    """
    view, at = node.register.view(), node.clock.now()
    if officer_reasons(view, officer, None, Permission.READ_CASE_FILE, at):
        return []
    if mine:
        rows = list(node.store.case_files(assignee=officer, limit=MOST_LISTED))
    else:
        rows = [
            row
            for authority in sorted(view.officer(officer, at).authorities)
            for row in node.store.case_files(authority=authority, limit=MOST_LISTED)
        ]
    closed = node.store.closed_to(officer, [row.thread for row in rows])
    rows = sorted((row for row in rows if row.thread not in closed), key=lambda row: row.thread)
    return [
        CaseFileSummary(row, STAGE_TITLES[CaseFileStage(row.stage)], node.store.summary(row.thread))
        for row in rows[:MOST_LISTED]
    ]


def _referral(node: Node, referral: Referral, clocks: Sequence[CaseFileClock]) -> ReferralView:
    contents = read_letter(node.objects.get(referral.letter))
    clock = next((one for one in clocks if one.of == referral.id), None)
    return ReferralView(referral, tuple(letter_lines(contents)), clock)


def _order(
    node: Node,
    thread: str,
    order: DomesticOrder,
    clocks: Sequence[CaseFileClock],
    provisions: Mapping[str, ReasonBasis],
    *,
    secret: bool,
) -> OrderView:
    is_over = order.ended is not None
    basis = basis_in(provisions, order.facts.cites)
    warnings = [*reach_warnings(order), *secrecy_warnings(order, is_secret=secret)]
    return OrderView(
        order=order,
        title=order.facts.title,
        article=basis.article,
        certainty=basis.certainty,
        presence=PRESENCE_TITLES[order.custodian.presence],
        until=order.until,
        clocks=tuple(one for one in clocks if one.of == order.id),
        warnings=() if is_over else reasons_in_thread(node, thread, warnings),
    )


def _same_number(node: Node, case_file: CaseFile, officer: str) -> Iterator[SameNumber]:
    if case_file.case_number is None:
        return
    view, at = node.register.view(), node.clock.now()
    held = view.officer(officer, at).authorities
    rows = node.store.case_files(case_key=case_key(case_file.case_number), limit=MOST_LISTED)
    closed = node.store.closed_to(officer, [row.thread for row in rows])
    for row in rows:
        if row.thread != case_file.thread:
            may = row.authority in held and row.thread not in closed
            yield SameNumber(row.authority, row.thread if may else None)
