# SPDX-License-Identifier: Apache-2.0
"""The duty desk in one look: urgent requests first, with one clock each, from few reads.

A desk is drawn again every few seconds, so it reads the summaries and not the threads; a thread's
own page counts from the messages themselves (`requests.deadlines`) with the same result. The desk
reads by index, the most pressing first: among a hundred thousand threads as among ten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.audit.need_to_know import open_drafts
from rogatory.node.context import Node
from rogatory.node.drafts.authors import approvals_needed
from rogatory.node.officers import alert_codes
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.duty import Urgency
from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.node.repositories.messages import Undelivered
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.threads.filings import is_filing, is_of_same_states
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.deadlines.thread_deadlines import (
    ACKNOWLEDGE_WITHIN,
    CONFIRM_WITHIN,
    DAY,
    FILING_WARNINGS,
    LAST_DAYS,
    DeadlineLevel,
    allowed_for,
)
from rogatory.requests.kinds.families import DRILL, ORAL
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.words import N_, Statement

MOST_THREADS = 60
"""A lane with more open threads than this needs the list of threads, not a longer page. It has those
that press most."""

MOST_COUNTED = 1000
"""Threads that are counted; more are so many."""

_URGENCIES = ("emergency", "urgent", "routine")
_PRESSING = (
    DeadlineLevel.OVERDUE,
    DeadlineLevel.CRITICAL,
    DeadlineLevel.WARNING,
    DeadlineLevel.NOTICE,
)


@dataclass(frozen=True, slots=True)
class DeskClock:
    """The one clock of a thread that presses most; `due` is None where no end is set. `cites` is the id
    of what it rests on in the law's data.
    """

    title: str
    cites: str
    starts_from: str
    started: datetime
    due: datetime | None
    level: DeadlineLevel
    left: timedelta | None


@dataclass(frozen=True, slots=True)
class DeskThread:
    summary: ThreadSummary
    clock: DeskClock | None


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """A draft and how many approvals it has of those that its authority's State demands."""

    draft: Draft
    title: str
    given: int
    demanded: int | None
    """None while the directory cannot be read."""

    @property
    def is_approved(self) -> bool:
        return self.demanded is not None and self.given >= self.demanded


@dataclass(frozen=True, slots=True)
class DeskCall:
    """A call for a human, with the thread that it is about, if the desk lists it."""

    page: Page
    summary: ThreadSummary | None


@dataclass(frozen=True, slots=True)
class DutyDesk:
    now: datetime
    emergencies: tuple[DeskThread, ...]
    """Open requests of that urgency, whichever State must act: they have a lane of their own."""
    waiting: tuple[DeskThread, ...]
    """The next word is ours; most urgent first. Consent to another use and to an onward transfer is
    asked for after the end of a request, too.
    """
    watched: tuple[DeskThread, ...]
    """Open, and the next word is theirs."""
    ended: int
    """How many have ended, at most `MOST_COUNTED`."""
    drafts: tuple[DeskDraft, ...]
    undelivered: tuple[Undelivered, ...]
    """The oldest, at most `MOST_UNDELIVERED`."""
    calls: tuple[DeskCall, ...]
    """The newest first."""
    needing: int
    """How many requests wait for a word from here, emergencies with them, at most `MOST_COUNTED`."""
    longest_lane: int = MOST_THREADS
    """The most threads of a lane; an officer with more of them finds the others in the list."""


def duty_desk(node: Node, reader: str | None = None) -> DutyDesk:
    """Return everything on the desk of an officer, or of the node; the number of reads does not
    grow with the number of threads. What is restricted to others is left out, but a call for it is
    still a call.
    """
    now = node.clock.now()
    summaries = _pressing_threads(node, reader)
    rows = sorted(desk_threads(node, summaries, now), key=_pressing)
    emergencies = [row for row in rows if _is_emergency(row.summary)]
    calm = [row for row in rows if not _is_emergency(row.summary)]
    drafts, undelivered = node.store.drafts(), node.store.undelivered()
    closed = closed_to(node, reader, {one.thread for one in undelivered})
    over = ThreadFilter(ended=True, reader=reader)
    needing = ThreadFilter(needs_answer=True, reader=reader)
    return DutyDesk(
        now=now,
        emergencies=tuple(emergencies[:MOST_THREADS]),
        waiting=tuple(row for row in calm if row.summary.needs_answer)[:MOST_THREADS],
        watched=tuple(row for row in calm if not row.summary.needs_answer)[:MOST_THREADS],
        ended=node.store.count_threads(over, MOST_COUNTED),
        drafts=tuple(desk_drafts(node, open_drafts(node, reader, drafts))),
        undelivered=tuple(one for one in undelivered if one.thread not in closed),
        calls=tuple(_calls(node, summaries, reader)),
        needing=node.store.count_threads(needing, MOST_COUNTED),
    )


def _is_emergency(summary: ThreadSummary) -> bool:
    """Decide whether it is one; one that has ended is none any more, though leave may be asked of
    its data.
    """
    return summary.urgency == "emergency" and not summary.is_ended


def _pressing_threads(node: Node, reader: str | None) -> Sequence[ThreadSummary]:
    """Return the threads that press most, each lane's: emergencies, the urgent and the oldest that
    wait for a word from here, those that wait for one after their end, the holds that end first,
    and the last active of the rest.
    """
    lanes = (
        (ThreadFilter(ended=False, urgency="emergency"), Order.OLDEST),
        (ThreadFilter(ended=False, urgency="urgent", needs_answer=True), Order.OLDEST),
        (ThreadFilter(ended=False, not_urgency="emergency", needs_answer=True), Order.OLDEST),
        (ThreadFilter(ended=True, needs_answer=True), Order.OLDEST),
        (ThreadFilter(ended=False, not_urgency="emergency"), Order.HOLD),
        (ThreadFilter(ended=False, not_urgency="emergency", needs_answer=False), Order.ACTIVITY),
    )
    found: dict[str, ThreadSummary] = {}
    for wanted, order in lanes:
        lane = replace(wanted, reader=reader)
        for one in node.store.threads_listed(lane, order, MOST_THREADS):
            found[one.thread] = one
    return tuple(found.values())


def closed_to(node: Node, reader: str | None, threads: Iterable[str]) -> frozenset[str]:
    """Return those of the threads that are restricted to others than the reader; the node itself
    reads all.
    """
    return frozenset() if reader is None else node.store.closed_to(reader, threads)


def desk_threads(
    node: Node, summaries: Iterable[ThreadSummary], now: datetime, reader: str | None = None
) -> Iterable[DeskThread]:
    """Return each thread with its clock; with a reader, requests that are restricted to others change none."""
    known = tuple(summaries)
    filings, drills = _filings(node, known, reader), _allowed_by_drills(node, known)
    for summary in known:
        found = filings.get(summary.thread, ())
        yield DeskThread(summary, desk_clock(summary, found, now, drills.get(summary.thread)))


def _allowed_by_drills(node: Node, summaries: Iterable[ThreadSummary]) -> Mapping[str, timedelta]:
    """Return the time that each open drill gives, by its thread, in one reading: no summary has it."""
    drills = [
        one.thread for one in summaries if one.kind in DRILL and one.status == ThreadStatus.OPEN
    ]
    transcripts = node.store.transcripts(drills) if drills else {}
    openings = {
        thread: next((one for one in envelopes(stored) if one.kind in DRILL), None)
        for thread, stored in transcripts.items()
    }
    return {thread: allowed_for(one) for thread, one in openings.items() if one is not None}


def desk_clock(
    summary: ThreadSummary,
    filings: Sequence[ThreadSummary],
    now: datetime,
    drill: timedelta | None = None,
) -> DeskClock | None:
    """Return the clock of an oral request; that of the acknowledgement while nobody has answered;
    then that of the request that keeps a hold alive. `drill` is the time that a drill gives.
    """
    if summary.kind in ORAL and not summary.is_ended:
        return _by_half(_WRITTEN, summary.opened, CONFIRM_WITHIN, now)
    if summary.status == ThreadStatus.OPEN:
        allowed = drill or ACKNOWLEDGE_WITHIN.get(summary.urgency, ACKNOWLEDGE_WITHIN["routine"])
        return _by_half(_ANSWERED, summary.opened, allowed, now)
    if summary.hold_start and summary.hold_end and summary.status == ThreadStatus.HOLDING:
        return _filing(summary, summary.hold_start, summary.hold_end, filings, now)
    return None


def desk_drafts(node: Node, drafts: Iterable[Draft]) -> Iterable[DeskDraft]:
    try:
        view: DirectoryView | None = node.register.view()
    except Refused:
        view = None
    for draft in drafts:
        kind = KINDS.get(draft.kind)
        yield DeskDraft(
            draft=draft,
            title=kind.title if kind else draft.kind,
            given=len(draft.approvals),
            demanded=_demanded(view, draft),
        )


def _calls(
    node: Node, summaries: Iterable[ThreadSummary], reader: str | None
) -> Iterable[DeskCall]:
    """Return the most urgent first, then the newest. Of a request that is restricted to others only
    that there is a call is said: its reason names kinds, States and what officers wrote.
    """
    pages = node.store.pages()
    closed = closed_to(node, reader, {one.thread for one in pages if one.thread})
    known = {summary.thread: summary for summary in summaries}
    levels = [level.value for level in Urgency]
    newest = sorted(pages, key=lambda page: page.at, reverse=True)
    for page in sorted(newest, key=lambda page: levels.index(page.urgency)):
        shown = replace(page, reason=_RESTRICTED) if page.thread in closed else page
        yield DeskCall(shown, known.get(page.thread or ""))


_RESTRICTED = Statement(alert_codes.RESTRICTED.because())


def _demanded(view: DirectoryView | None, draft: Draft) -> int | None:
    try:
        return None if view is None else approvals_needed(view, draft)
    except Refused:
        return None


_WRITTEN = (N_("Oral request to be confirmed"), "oral_request")
_ANSWERED = (N_("Answer by an officer"), "contact_point")


def _by_half(
    named: tuple[str, str], opened: datetime, allowed: timedelta, now: datetime
) -> DeskClock:
    title, cites = named
    due = opened + allowed
    level = DeadlineLevel.CALM
    if now >= due:
        level = DeadlineLevel.OVERDUE
    elif now - opened >= allowed / 2:
        level = DeadlineLevel.WARNING
    return DeskClock(title, cites, "received", opened, due, level, due - now)


def _filing(
    summary: ThreadSummary,
    start: datetime,
    end: datetime,
    filings: Sequence[ThreadSummary],
    now: datetime,
) -> DeskClock:
    known = {one.thread: one for one in filings}
    recognised = [known.get(thread) for thread in summary.filings]
    if not recognised:
        pending = [one for one in filings if one.opened <= end and not one.is_ended]
        if pending:
            return _recognition(min(one.opened for one in pending), end, now)
        level = _filing_level(start, end, now)
        title = N_("Request for assistance to be filed")
        return DeskClock(title, "hold", "hold_start", start, end, level, end - now)
    title = N_("Data held")
    decided = [one.last_activity for one in recognised if one is not None and one.is_ended]
    if len(decided) < len(recognised):
        return DeskClock(title, "hold", "hold_start", start, None, DeadlineLevel.OPEN_ENDED, None)
    until = max(end, *decided)
    level = DeadlineLevel.ENDED if now >= until else DeadlineLevel.CALM
    return DeskClock(title, "hold", "hold_start", start, until, level, until - now)


def _recognition(filed: datetime, end: datetime, now: datetime) -> DeskClock:
    title = N_("Recognition of a request as filed")
    level = DeadlineLevel.CALM
    if now >= end:
        level = DeadlineLevel.OVERDUE
    elif end - now <= LAST_DAYS * DAY:
        level = DeadlineLevel.CRITICAL
    elif now - filed >= (end - filed) / 2:
        level = DeadlineLevel.WARNING
    return DeskClock(title, "hold", "received", filed, end, level, end - now)


def _filing_level(start: datetime, end: datetime, now: datetime) -> DeadlineLevel:
    if now >= end:
        return DeadlineLevel.OVERDUE
    if end - now <= LAST_DAYS * DAY:
        return DeadlineLevel.CRITICAL
    days = (now - start) // DAY
    return next((level for least, level in FILING_WARNINGS if days >= least), DeadlineLevel.CALM)


def _filings(
    node: Node, summaries: Iterable[ThreadSummary], reader: str | None
) -> Mapping[str, list[ThreadSummary]]:
    """Return requests for assistance by the threads whose holds they may keep alive, or are
    recognised to.
    """
    holding = {one.thread: one for one in summaries if one.status == ThreadStatus.HOLDING}
    found: dict[str, list[ThreadSummary]] = {}
    naming = node.store.threads_naming(holding) if holding else ()
    closed = closed_to(node, reader, {one.thread for one in naming})
    for request in (one for one in naming if one.thread not in closed):
        for held in filter(None, map(holding.get, request.related)):
            is_recognised = request.thread in held.filings
            if is_filing(node, request, held) or (
                is_recognised and is_of_same_states(request, held)
            ):
                found.setdefault(held.thread, []).append(request)
    return found


def _pressing(row: DeskThread) -> tuple[int, int, datetime]:
    urgency, clock = row.summary.urgency, row.clock
    level = clock.level if clock else None
    return (
        _URGENCIES.index(urgency) if urgency in _URGENCIES else len(_URGENCIES),
        _PRESSING.index(level) if level in _PRESSING else len(_PRESSING),
        (clock.due if clock and clock.due else row.summary.opened),
    )
