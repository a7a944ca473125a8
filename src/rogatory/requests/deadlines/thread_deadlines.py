# SPDX-License-Identifier: Apache-2.0
"""The clocks of a thread: what runs, since when, until when, on what it rests, for whom.

Each clock names the field it starts from. `received` is in the receipt and is the other side's
statement; a hold's start and end are in its confirmation and only there. The moment that it is
comes in as an argument, so both ends see the same clock from the same transcript.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from rogatory.requests.deadlines.deadline import (
    CALLING,
    DAY,
    STOPPED,
    Deadline,
    DeadlineContext,
    DeadlineLevel,
    end_of_day,
    moment_in,
)
from rogatory.requests.deadlines.drill_minutes import LONGEST_DRILL
from rogatory.requests.deadlines.hold_deadlines import (
    FILING_WARNINGS,
    LAST_DAYS,
    Filing,
    hold_clocks,
)
from rogatory.requests.deadlines.reply_deadlines import CONFIRM_WITHIN, owed_clocks
from rogatory.requests.deadlines.term_deadlines import term_clocks
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.requests.thread.transcript import MessageOutcome, ThreadState
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_

__all__ = [
    "ACKNOWLEDGE_WITHIN",
    "CALLING",
    "CONFIRM_WITHIN",
    "DAY",
    "FILING_WARNINGS",
    "LAST_DAYS",
    "STOPPED",
    "Deadline",
    "DeadlineLevel",
    "Filing",
    "allowed_for",
    "clocks",
]

ACKNOWLEDGE_WITHIN: Mapping[str, timedelta] = {
    "emergency": timedelta(minutes=30),
    "urgent": timedelta(hours=4),
    "routine": timedelta(hours=24),
}
"""Our own rule by urgency, no treaty limit: article 41(1) wants immediate help and names no
hours."""


def clocks(
    thread: ThreadState,
    *,
    received: Mapping[str, datetime],
    now: datetime,
    filings: Sequence[Filing] = (),
    acknowledge_within: Mapping[str, timedelta] = ACKNOWLEDGE_WITHIN,
    is_by_letter: bool = False,
) -> list[Deadline]:
    """Return every clock of the thread at `now`.

    `received` maps a message's digest to the moment in the receipt for it; `is_by_letter` where
    the thread is one of papers.
    """
    if thread.standing.opening is None:
        return []
    reading = DeadlineContext(thread, received, now, is_by_letter)
    return [
        _acknowledgement(reading, acknowledge_within),
        *hold_clocks(reading, filings),
        *term_clocks(reading),
        *_requested_dates(reading),
        *owed_clocks(reading),
    ]


def _acknowledgement(reading: DeadlineContext, allowed: Mapping[str, timedelta]) -> Deadline:
    """Apply line 20 of the law's list: the time until a human answers (article 41(1), parallel)."""
    standing = reading.thread.standing
    assert standing.opening is not None
    started = reading.received.get(standing.opening.digest)
    due = started + allowed_for(standing.opening, allowed) if started else None
    if _was_answered(reading.thread, standing):
        level = DeadlineLevel.MET
    elif standing.withdrawn or standing.confirmed_in_writing:
        level = DeadlineLevel.ENDED
    else:
        level = reading.by_half(started, due)
    return Deadline(
        name="acknowledgement",
        title=N_("Answer by an officer"),
        cites="contact_point",
        owed_by=str(standing.requested),
        starts_from="received",
        message=standing.opening.digest,
        started=started,
        due=due,
        level=level,
        days_left=reading.days_left(due),
        concerns=frozenset({str(standing.requested)}),
    )


def allowed_for(
    opening: Envelope, allowed: Mapping[str, timedelta] = ACKNOWLEDGE_WITHIN
) -> timedelta:
    """Return the time to acknowledge a request by its urgency; of a drill the minutes that it states, by
    which both States count a miss.
    """
    minutes = opening.body.get("minutes") if opening.kind in DRILL else None
    if isinstance(minutes, int) and 0 < minutes <= LONGEST_DRILL:
        return timedelta(minutes=minutes)
    return allowed[_urgency(opening.body)]


def _was_answered(thread: ThreadState, standing: ThreadFacts) -> bool:
    """Decide whether the request was answered: any message of the requested State that counts was
    written by somebody who read the request, but a repair, which concerns the chain, and a
    call-back, which its node asks by itself.
    """
    return any(
        entry.envelope.sender.state == standing.requested
        and entry.outcome is MessageOutcome.APPLIED
        and entry.envelope.kind not in WRITTEN_BY_NOBODY
        for entry in thread.entries
    )


WRITTEN_BY_NOBODY = frozenset({"repair", "call_back"})
"""Kinds that concern the chain, and those that the node sends by itself: no answer to a request."""


def _urgency(body: Mapping[str, Json]) -> str:
    urgency = body.get("urgency")
    level = urgency.get("level") if isinstance(urgency, Mapping) else None
    return level if isinstance(level, str) and level in ACKNOWLEDGE_WITHIN else "routine"


def _requested_dates(reading: DeadlineContext) -> Iterator[Deadline]:
    """Yield the requesting State's own dates; the Convention sets none (Line 30 of the law's list)."""
    standing = reading.thread.standing
    assert standing.opening is not None
    body = standing.opening.body
    wanted = body.get("deadline")
    due = end_of_day(wanted.get("date")) if isinstance(wanted, Mapping) else None
    if due is not None:
        yield _date(reading, "deadline", "deadline.date", due)
    needed = moment_in(body, "needed_by")
    if needed is not None:
        yield _date(reading, "needed-by", "needed_by", needed)


REQUESTED_DATE = "deadline"
"""The content of a request by which it asks for help by a date; its clock cites it as a content of that kind."""

_DATES: Mapping[str, tuple[str, str | None]] = {
    REQUESTED_DATE: (N_("Date asked for by the requesting State"), None),
    "needed-by": (N_("Moment by which data must avert an emergency"), "emergency_data"),
}


def _date(reading: DeadlineContext, name: str, field: str, due: datetime) -> Deadline:
    standing = reading.thread.standing
    assert standing.opening is not None
    title, cites = _DATES[name]
    cited = cites or f"{standing.opening.kind}/{REQUESTED_DATE}"
    whole = [one for one in standing.deliveries if not one.is_partial]
    if whole or standing.refused or standing.answered:
        level = DeadlineLevel.MET
    elif standing.withdrawn:
        level = DeadlineLevel.ENDED
    elif name == "needed-by":
        level = reading.by_half(standing.opening.issued, due)
    else:
        level = DeadlineLevel.OVERDUE if reading.now >= due else DeadlineLevel.CALM
    return Deadline(
        name=name,
        title=title,
        cites=cited,
        owed_by=str(standing.requested),
        starts_from=field,
        message=standing.opening.digest,
        started=standing.opening.issued,
        due=due,
        level=level,
        days_left=reading.days_left(due),
        concerns=frozenset({str(standing.requested)}),
    )
