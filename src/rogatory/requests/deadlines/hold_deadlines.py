# SPDX-License-Identifier: Apache-2.0
"""The clocks of a hold: how long the data are kept, and what must happen so that they stay.

Lines 26, 27 and 28 of the law's list.

Whatever presses here calls officers of both States: an expired hold is a loss for both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.requests.deadlines.deadline import DAY, Deadline, DeadlineContext, DeadlineLevel
from rogatory.requests.thread.facts import AwaitedDecision, Hold
from rogatory.wire.words import N_

FILING_WARNINGS = (
    (55, DeadlineLevel.CRITICAL),
    (45, DeadlineLevel.WARNING),
    (30, DeadlineLevel.NOTICE),
)
"""Days of a running hold after which the request for assistance is missed more and more."""

LAST_WARNINGS = (
    (5, DeadlineLevel.CRITICAL),
    (15, DeadlineLevel.WARNING),
    (30, DeadlineLevel.NOTICE),
)
"""Days left at which the end of a hold is announced more and more urgently."""

LAST_DAYS = 5
"""Days before its end in which a hold's deadline is critical."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A request for assistance in a related thread: when the requested State received it, and
    when that thread was decided (delivered and confirmed, refused or withdrawn), if it was. It keeps
    data held once the requested State recognises it, and no item beyond those that it recognises.
    """

    thread: str
    filed: datetime
    decided: datetime | None = None


def hold_clocks(reading: DeadlineContext, filings: Sequence[Filing]) -> Iterator[Deadline]:
    """Yield lines 26 to 28 of the law's list: articles 42(8) (parallel) and 42(9) (memory)."""
    hold = reading.thread.standing.hold
    if hold is None:
        return
    standing = reading.thread.standing
    recognised = {one.thread for one in standing.filings}
    decided = {one.thread: one.decided for one in filings}
    is_covered = bool(recognised) and not standing.items_without_filing
    held_for = [decided.get(thread) for thread in sorted(recognised)]
    pending = [
        one
        for one in filings
        if one.filed <= hold.end and one.decided is None and one.thread not in recognised
    ]
    yield _hold(reading, hold, held_for if is_covered else ())
    if recognised and not is_covered:
        yield _hold(reading, hold, held_for, name="hold-filed", title=_HELD_FOR_FILING)
    yield _filing(reading, hold, is_filed=is_covered or bool(pending))
    for one in () if is_covered else pending:
        yield _recognition(reading, hold, one)
    yield _extension(reading, hold, is_filed=is_covered)
    for awaited in reading.thread.standing.extensions:
        if awaited.is_open:
            yield _extension_answer(reading, hold, awaited)


_HELD, _HELD_FOR_FILING = N_("Data held"), N_("Data held for the request that was filed")


def _hold(
    reading: DeadlineContext,
    hold: Hold,
    decisions: Sequence[datetime | None],
    *,
    name: str = "hold",
    title: str = _HELD,
) -> Deadline:
    """Return the hold of what no recognised filing keeps up, or, with the decisions on those
    filings, of what they do.
    """
    standing = reading.thread.standing
    until = _hold_until(hold, decisions)
    if standing.withdrawn is not None:
        level = DeadlineLevel.ENDED
    elif until is None:
        level = DeadlineLevel.OPEN_ENDED
    elif reading.now >= until:
        level = DeadlineLevel.ENDED if decisions else DeadlineLevel.EXPIRED
    else:
        level = _as_it_runs_out(until - reading.now)
    return Deadline(
        name=name,
        title=title,
        cites="hold",
        owed_by=str(standing.requested),
        starts_from="hold_start",
        message=hold.message,
        started=hold.start,
        due=until,
        level=level,
        days_left=reading.days_left(until),
        concerns=reading.both,
    )


def _as_it_runs_out(left: timedelta) -> DeadlineLevel:
    return next((level for days, level in LAST_WARNINGS if left <= days * DAY), DeadlineLevel.CALM)


def _hold_until(hold: Hold, decisions: Iterable[datetime | None]) -> datetime | None:
    """Return the end of the hold: none while a recognised filing awaits its decision."""
    ends = [hold.end]
    for decided in decisions:
        if decided is None:
            return None
        ends.append(decided)
    return max(ends)


def _filing(reading: DeadlineContext, hold: Hold, *, is_filed: bool) -> Deadline:
    standing = reading.thread.standing
    level = _filing_level(hold, reading.now)
    if is_filed:
        level = DeadlineLevel.MET
    elif standing.withdrawn is not None:
        level = DeadlineLevel.ENDED
    return Deadline(
        name="mla-filing",
        title=N_("Request for assistance to be filed"),
        cites="hold",
        owed_by=str(standing.requesting),
        starts_from="hold_start",
        message=hold.message,
        started=hold.start,
        due=hold.end,
        level=level,
        days_left=reading.days_left(hold.end),
        concerns=frozenset({str(standing.requesting)}),
        calls_from_notice=True,
    )


def _recognition(reading: DeadlineContext, hold: Hold, filing: Filing) -> Deadline:
    """Return the deadline: until the requested State recognises a request as filed, the hold runs
    out for both.
    """
    standing = reading.thread.standing
    is_over = standing.withdrawn is not None
    return Deadline(
        name="filing-recognition",
        title=N_("Recognition of a request as filed"),
        cites="hold",
        owed_by=str(standing.requested),
        starts_from="received",
        message=hold.message,
        started=filing.filed,
        due=hold.end,
        level=DeadlineLevel.ENDED if is_over else _pressing(reading, filing.filed, hold),
        days_left=reading.days_left(hold.end),
        concerns=reading.both,
    )


def _filing_level(hold: Hold, now: datetime) -> DeadlineLevel:
    if now >= hold.end:
        return DeadlineLevel.OVERDUE
    if hold.end - now <= LAST_DAYS * DAY:
        return DeadlineLevel.CRITICAL
    days = (now - hold.start) // DAY
    return next((level for least, level in FILING_WARNINGS if days >= least), DeadlineLevel.CALM)


def _extension(reading: DeadlineContext, hold: Hold, *, is_filed: bool) -> Deadline:
    """Return the deadline: before the hold ends, the requesting State may ask for more time;
    afterwards it is too late.

    It calls nobody: the clock of the filing, for which this is the other way out, does.
    """
    standing = reading.thread.standing
    is_requested = any(awaited.is_open for awaited in standing.extensions)
    if is_filed or is_requested:
        level = DeadlineLevel.MET
    elif standing.withdrawn is not None or reading.now >= hold.end:
        level = DeadlineLevel.ENDED
    else:
        level = _as_it_runs_out(hold.end - reading.now)
    return Deadline(
        name="extension",
        title=N_("Extension to be asked for, if no request for assistance is filed"),
        cites="preservation_extension",
        owed_by=str(standing.requesting),
        starts_from="hold_start",
        message=hold.message,
        started=hold.start,
        due=hold.end,
        level=level,
        days_left=reading.days_left(hold.end),
        concerns=frozenset(),
    )


def _extension_answer(reading: DeadlineContext, hold: Hold, awaited: AwaitedDecision) -> Deadline:
    """Return an extension asked for is answered while there is still something to extend."""
    standing = reading.thread.standing
    digest = awaited.message.digest
    started = reading.received.get(digest)
    is_over = standing.withdrawn is not None
    return Deadline(
        name="extension-answer",
        title=N_("Answer to an extension asked for"),
        cites="preservation_extension",
        owed_by=str(standing.requested),
        starts_from="received",
        message=digest,
        started=started,
        due=hold.end,
        level=DeadlineLevel.ENDED if is_over else _pressing(reading, started, hold),
        days_left=reading.days_left(hold.end),
        concerns=reading.both,
    )


def _pressing(reading: DeadlineContext, started: datetime | None, hold: Hold) -> DeadlineLevel:
    level = reading.by_half(started, hold.end)
    is_last = hold.end - reading.now <= LAST_DAYS * DAY
    return DeadlineLevel.CRITICAL if is_last and level is not DeadlineLevel.OVERDUE else level
