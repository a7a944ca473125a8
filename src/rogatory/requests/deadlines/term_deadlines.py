# SPDX-License-Identifier: Apache-2.0
"""The clocks of the terms that a request states: by its own words, whatever anybody's law data say."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rogatory.requests.contents.terms import (
    DECISION,
    EXECUTION,
    HOLD,
    HOLD_START,
    ISSUED,
    RECEIVED,
    StatedTerm,
)
from rogatory.requests.deadlines.deadline import DAY, Deadline, DeadlineContext, DeadlineLevel
from rogatory.requests.deadlines.hold_deadlines import LAST_WARNINGS
from rogatory.requests.thread.facts import Hold
from rogatory.requests.thread.transcript import MessageOutcome
from rogatory.wire.words import N_

LONG_TERM = 60
"""Days from which a term is announced by the days that are left, as the end of a hold is; of a shorter
one half of the time is the warning."""

_HELD_LONG_ENOUGH = N_("Data held as long as the request states")
_HELD_TOO_SHORT = N_("Hold shorter than the request states")
_TITLES = {
    DECISION: N_("Decision within the time limit that the request states"),
    EXECUTION: N_("Execution within the time limit that the request states"),
}


def term_clocks(reading: DeadlineContext) -> Iterator[Deadline]:
    """Yield a clock for each term with days. One until an event is kept by the clock of the hold."""
    hold = reading.thread.standing.hold
    for term in reading.thread.standing.terms:
        if term.days is None:
            continue
        if term.id == HOLD and hold is not None:
            yield _hold(reading, term, hold, timedelta(days=term.days))
        elif term.id in _TITLES:
            yield _answer(reading, term, timedelta(days=term.days))


def _hold(reading: DeadlineContext, term: StatedTerm, hold: Hold, lasts: timedelta) -> Deadline:
    """Return the deadline: a hold that ends before its term is a breach for both States, until a
    later confirmation or filings that keep up every item put it right.
    """
    standing = reading.thread.standing
    begun = _begun(reading, term, hold)
    field, started = begun if begun is not None else (HOLD_START, hold.start)
    due = started + lasts
    is_kept_up = bool(standing.filings) and not standing.items_without_filing
    is_met = hold.end >= due or is_kept_up
    if standing.withdrawn is not None:
        level = DeadlineLevel.ENDED
    elif is_met:
        level = DeadlineLevel.MET
    else:
        level = DeadlineLevel.OVERDUE if reading.now >= hold.end else DeadlineLevel.CRITICAL
    return Deadline(
        name="term-hold",
        title=_HELD_LONG_ENOUGH if is_met else _HELD_TOO_SHORT,
        cites=None,
        owed_by=str(standing.requested),
        starts_from=field,
        message=hold.message,
        started=started,
        due=due,
        level=level,
        days_left=reading.days_left(due),
        concerns=reading.both,
        article=term.article,
    )


def _answer(reading: DeadlineContext, term: StatedTerm, lasts: timedelta) -> Deadline:
    standing = reading.thread.standing
    assert standing.opening is not None
    begun = _begun(reading, term)
    started = begun[1] if begun else None
    due = started + lasts if started else None
    if _is_met(reading, term):
        level = DeadlineLevel.MET
    elif standing.withdrawn is not None:
        level = DeadlineLevel.ENDED
    else:
        level = _as_it_runs_out(reading, started, due, lasts)
    return Deadline(
        name=f"term-{term.id}",
        title=_TITLES[term.id],
        cites=None,
        owed_by=str(standing.requested),
        starts_from=begun[0] if begun else RECEIVED,
        message=standing.opening.digest,
        started=started,
        due=due,
        level=level,
        days_left=reading.days_left(due),
        concerns=frozenset({str(standing.requested)}),
        article=term.article,
    )


def _is_met(reading: DeadlineContext, term: StatedTerm) -> bool:
    standing = reading.thread.standing
    whole = [one for one in standing.deliveries if not one.is_partial]
    if whole or standing.answered or standing.refused:
        return True
    decided = standing.accepted or standing.postponed or standing.deliveries or standing.hold
    return term.id == DECISION and bool(decided)


def _begun(
    reading: DeadlineContext, term: StatedTerm, hold: Hold | None = None
) -> tuple[str, datetime] | None:
    """Return the later of what the term is counted from, and which that is; None before all of it
    is known.
    """
    opening = reading.thread.standing.opening
    assert opening is not None
    moments = {
        ISSUED: opening.issued,
        RECEIVED: _received(reading, hold),
        HOLD_START: hold.start if hold is not None else None,
    }
    found = [(moments.get(name), name) for name in sorted(term.starts)]
    known = [(moment, name) for moment, name in found if moment is not None]
    if len(known) < len(found) or not known:
        return None
    moment, name = max(known)
    return name, moment


def _received(reading: DeadlineContext, hold: Hold | None) -> datetime | None:
    """Return when the request was received: by its receipt. A paper has none: its hold is counted
    from the date of the confirmation, all else from the first paper that answers it.
    """
    thread, standing = reading.thread, reading.thread.standing
    assert standing.opening is not None
    if not reading.is_by_letter:
        return reading.received.get(standing.opening.digest)
    if hold is not None:
        return thread.entry(hold.message).envelope.issued
    answers = [
        entry.envelope.issued
        for entry in thread.entries
        if entry.envelope.sender.state == standing.requested
        and entry.outcome is MessageOutcome.APPLIED
    ]
    return min(answers, default=None)


def _as_it_runs_out(
    reading: DeadlineContext, started: datetime | None, due: datetime | None, lasts: timedelta
) -> DeadlineLevel:
    level = reading.by_half(started, due)
    if due is None or level is DeadlineLevel.OVERDUE or lasts < LONG_TERM * DAY:
        return level
    left = due - reading.now
    return next((level for days, level in LAST_WARNINGS if left <= days * DAY), DeadlineLevel.CALM)
