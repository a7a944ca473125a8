# SPDX-License-Identifier: Apache-2.0
"""A case file as its journal records it: a fold over lines that are only ever added."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rogatory.node.case_files.orders import (
    DomesticOrder,
    OrderEnd,
    Renewal,
    kept_folder_of,
    order_of,
    reply_of,
    service_of,
)
from rogatory.node.case_files.referrals import (
    PrintedReferral,
    Recall,
    Referral,
    referral_of,
    result_of,
)
from rogatory.node.repositories.case_files import CaseFileEntry, EntryKind
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_


class CaseFileStage(StrEnum):
    """How far the work here has come. No word of the treaty's: an office's own (practice)."""

    NEW = "new"
    IN_HAND = "in-hand"
    AT_COURT = "at-court"
    REFERRED = "referred"
    READY = "ready"
    CLOSED = "closed"


STAGE_TITLES: Mapping[CaseFileStage, str] = {
    CaseFileStage.NEW: N_("Unassigned"),
    CaseFileStage.IN_HAND: N_("In hand"),
    CaseFileStage.AT_COURT: N_("Before a court or another authority that decides"),
    CaseFileStage.REFERRED: N_("Referred to an executing authority"),
    CaseFileStage.READY: N_("Ready to be answered"),
    CaseFileStage.CLOSED: N_("Closed here"),
}


@dataclass(frozen=True, slots=True)
class Assignment:
    """The assignee of the case file from a moment on; nobody where `assignee` is None."""

    at: datetime
    by: str
    assignee: str | None
    authority: str
    reason: str


@dataclass(frozen=True, slots=True)
class InternalNote:
    """An internal note. It never leaves: see the package."""

    id: str
    at: datetime
    officer: str
    authority: str
    text: str


@dataclass(frozen=True, slots=True)
class StageChange:
    at: datetime
    by: str
    stage: CaseFileStage
    reason: str


@dataclass(frozen=True, slots=True)
class Restriction:
    """To whom the request was restricted from a moment on; to nobody in particular where None."""

    at: datetime
    by: str
    officers: tuple[str, ...] | None
    reason: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The work on one thread inside this State."""

    thread: str
    authority: str
    """The authority in charge: that of the thread, until the case file is given to another."""
    offices: frozenset[str]
    """The authorities of this State that take or took part; their officers may read it."""
    case_number: str | None
    assignee: str | None = None
    stage: CaseFileStage = CaseFileStage.NEW
    assignments: tuple[Assignment, ...] = ()
    stages: tuple[StageChange, ...] = ()
    notes: tuple[InternalNote, ...] = ()
    referrals: tuple[Referral, ...] = ()
    orders: tuple[DomesticOrder, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    entries: tuple[CaseFileEntry, ...] = ()

    def referral(self, referral: str) -> Referral | None:
        return next((one for one in self.referrals if one.id == referral), None)

    @property
    def readers(self) -> tuple[str, ...] | None:
        """The officers who alone may read the request; None where it is not restricted."""
        return self.restrictions[-1].officers if self.restrictions else None

    def order(self, order: str) -> DomesticOrder | None:
        return next((one for one in self.orders if one.id == order), None)

    @property
    def watched(self) -> bool:
        """Decide whether the end of something here must be heard of."""
        return any(one.ended is None for one in self.orders) or any(
            one.is_open for one in self.referrals
        )


def case_file_of(
    thread: str, offices: Sequence[str], stated_number: str | None, entries: Iterable[CaseFileEntry]
) -> CaseFile:
    """Return the case file that a journal records.

    `offices` are those of this State in the thread, the first of them in charge until another is;
    `stated_number` is the one that its own request has.
    """
    case_file = CaseFile(thread, offices[0], frozenset(offices), stated_number)
    for entry in entries:
        case_file = replace(
            _STEPS[entry.kind](case_file, entry), entries=(*case_file.entries, entry)
        )
    return case_file


def _numbered(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    return replace(case_file, case_number=str(entry.data["number"]))


def _assigned(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    given = entry.data["assignee"]
    assignment = Assignment(
        at=entry.at,
        by=entry.officer,
        assignee=None if given is None else str(given),
        authority=str(entry.data["authority"]),
        reason=str(entry.data["reason"]),
    )
    taken_up = case_file.stage is CaseFileStage.NEW and assignment.assignee is not None
    return replace(
        case_file,
        authority=assignment.authority,
        offices=case_file.offices | {assignment.authority},
        assignee=assignment.assignee,
        assignments=(*case_file.assignments, assignment),
        stage=CaseFileStage.IN_HAND if taken_up else case_file.stage,
    )


def _staged(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    stage = CaseFileStage(str(entry.data["stage"]))
    change = StageChange(entry.at, entry.officer, stage, str(entry.data["reason"]))
    return replace(case_file, stage=stage, stages=(*case_file.stages, change))


def _noted(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    note = InternalNote(entry.id, entry.at, entry.officer, entry.authority, str(entry.data["text"]))
    return replace(case_file, notes=(*case_file.notes, note))


def _referred(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    stage = (
        CaseFileStage.REFERRED
        if case_file.stage in {CaseFileStage.NEW, CaseFileStage.IN_HAND}
        else case_file.stage
    )
    return replace(case_file, stage=stage, referrals=(*case_file.referrals, referral_of(entry)))


def _letter_printed(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    printed = PrintedReferral(
        at=entry.at,
        name=str(entry.data["name"]),
        media_type=str(entry.data["media_type"]),
        sha256=str(entry.data["sha256"]),
    )
    return _with_referral(
        case_file, entry, lambda one: replace(one, printed=(*one.printed, printed))
    )


def _result_received(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    result = result_of(entry)
    after = _with_referral(
        case_file, entry, lambda one: replace(one, results=(*one.results, result))
    )
    waits = any(one.is_open for one in after.referrals)
    comes_back = after.stage is CaseFileStage.REFERRED and not waits
    return replace(after, stage=CaseFileStage.IN_HAND) if comes_back else after


def _recalled(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    recall = Recall(entry.at, entry.officer, str(entry.data["reason"]))
    after = _with_referral(case_file, entry, lambda one: replace(one, recalled=recall))
    waits = any(one.is_open for one in after.referrals)
    comes_back = after.stage is CaseFileStage.REFERRED and not waits
    return replace(after, stage=CaseFileStage.IN_HAND) if comes_back else after


def _ordered(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    return replace(case_file, orders=(*case_file.orders, order_of(entry)))


def _renewed(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    renewal = Renewal(
        recorded=entry.at,
        by=entry.officer,
        reference=str(entry.data["reference"]),
        issuer=str(entry.data["issuer"]),
        issued=parse_moment(entry.data["issued"]),
        ends=parse_moment(entry.data["ends"]),
    )
    return _with_order(
        case_file, entry, lambda one: replace(one, renewals=(*one.renewals, renewal))
    )


def _order_ended(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    ending = OrderEnd(
        recorded=entry.at,
        by=entry.officer,
        at=parse_moment(entry.data["at"]),
        reason=str(entry.data["reason"]),
    )
    return _with_order(case_file, entry, lambda one: replace(one, ended=ending))


def _order_signed(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    kept = kept_folder_of(entry)
    return _with_order(case_file, entry, lambda one: replace(one, signed=(*one.signed, kept)))


def _withdrawal_signed(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    kept = kept_folder_of(entry)
    return _with_order(
        case_file, entry, lambda one: replace(one, withdrawals=(*one.withdrawals, kept))
    )


def _order_served(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    service = service_of(entry)
    return _with_order(
        case_file, entry, lambda one: replace(one, services=(*one.services, service))
    )


def _provider_replied(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    reply = reply_of(entry)
    return _with_order(case_file, entry, lambda one: replace(one, replies=(*one.replies, reply)))


def _restricted(case_file: CaseFile, entry: CaseFileEntry) -> CaseFile:
    named = entry.data.get("officers")
    officers = tuple(map(str, named)) if isinstance(named, list) else None
    change = Restriction(entry.at, entry.officer, officers, str(entry.data["reason"]))
    return replace(case_file, restrictions=(*case_file.restrictions, change))


def _exported(case_file: CaseFile, _entry: CaseFileEntry) -> CaseFile:
    return case_file


_STEPS: Mapping[EntryKind, Callable[[CaseFile, CaseFileEntry], CaseFile]] = {
    EntryKind.NUMBERED: _numbered,
    EntryKind.ASSIGNED: _assigned,
    EntryKind.STAGED: _staged,
    EntryKind.NOTED: _noted,
    EntryKind.REFERRED: _referred,
    EntryKind.LETTER_PRINTED: _letter_printed,
    EntryKind.RESULT_RECEIVED: _result_received,
    EntryKind.REFERRAL_RECALLED: _recalled,
    EntryKind.ORDERED: _ordered,
    EntryKind.RENEWED: _renewed,
    EntryKind.ORDER_ENDED: _order_ended,
    EntryKind.ORDER_SIGNED: _order_signed,
    EntryKind.WITHDRAWAL_SIGNED: _withdrawal_signed,
    EntryKind.ORDER_SERVED: _order_served,
    EntryKind.PROVIDER_REPLIED: _provider_replied,
    EntryKind.EXPORTED: _exported,
    EntryKind.RESTRICTED: _restricted,
    EntryKind.OPENED: _restricted,
    EntryKind.RESTRICTED_AS_FOLLOWING: _restricted,
}


def _with_referral(
    case_file: CaseFile, entry: CaseFileEntry, change: Callable[[Referral], Referral]
) -> CaseFile:
    named = entry.data["referral"]
    changed = (change(one) if one.id == named else one for one in case_file.referrals)
    return replace(case_file, referrals=tuple(changed))


def _with_order(
    case_file: CaseFile, entry: CaseFileEntry, change: Callable[[DomesticOrder], DomesticOrder]
) -> CaseFile:
    named = entry.data["order"]
    changed = (change(one) if one.id == named else one for one in case_file.orders)
    return replace(case_file, orders=tuple(changed))
