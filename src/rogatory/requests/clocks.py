# SPDX-License-Identifier: Apache-2.0
"""The clocks of a thread: what runs, since when, until when, by which article, for whom.

Each clock names the field it starts from. `received` stands in the receipt and is the other
side's word; a hold's start and end stand in its confirmation and only there. The moment that it
is comes in as an argument, so both ends see the same clock from the same transcript.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rogatory.errors import Refused
from rogatory.requests.facts import Hold
from rogatory.requests.kind import Certainty
from rogatory.requests.standing import Standing
from rogatory.requests.transcript import ThreadState
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

DAY = timedelta(days=1)

ACKNOWLEDGE_WITHIN: Mapping[str, timedelta] = {
    "emergency": timedelta(minutes=30),
    "urgent": timedelta(hours=4),
    "routine": timedelta(hours=24),
}
"""House rule by urgency, no treaty limit: article 41(1) wants immediate help and names no hours."""


class Level(StrEnum):
    """How a clock stands. From `notice` on, somebody is told; `overdue` pages."""

    CALM = "calm"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"
    OVERDUE = "overdue"
    MET = "met"
    OPEN_ENDED = "open-ended"
    ENDED = "ended"


FILING_WARNINGS = ((55, Level.CRITICAL), (45, Level.WARNING), (30, Level.NOTICE))
"""Days of a running hold after which the request for assistance is missed more and more."""

_HOLD_WARNINGS = ((5, Level.CRITICAL), (15, Level.WARNING), (30, Level.NOTICE))
_LAST_DAYS = 5


@dataclass(frozen=True, slots=True)
class Filing:
    """A request for stored data in a related thread: when the requested State received it, and
    when that thread was decided (delivered and confirmed, refused or withdrawn), if it was.
    """

    thread: str
    filed: datetime
    decided: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. `started` is None while the field it starts from is not there yet; `due` is
    None where no end is set; `days_left` counts whole days. `message` is where the field stands.
    """

    name: str
    title: str
    article: str
    certainty: Certainty
    owed_by: str
    starts_from: str
    message: str
    started: datetime | None
    due: datetime | None
    level: Level
    days_left: int | None


def clocks(
    thread: ThreadState,
    *,
    received: Mapping[str, datetime],
    now: datetime,
    filings: Sequence[Filing] = (),
    acknowledge_within: Mapping[str, timedelta] = ACKNOWLEDGE_WITHIN,
) -> list[Clock]:
    """Every clock of the thread at `now`.

    `received` maps a message's digest to the moment in the receipt for it.
    """
    standing = thread.standing
    if standing.opening is None:
        return []
    return [
        _acknowledgement(standing, received, now, acknowledge_within),
        *_of_hold(standing, now, filings),
        *_deadline(standing, now),
        *_owed_answers(thread, received, now),
    ]


def _acknowledgement(
    standing: Standing,
    received: Mapping[str, datetime],
    now: datetime,
    allowed: Mapping[str, timedelta],
) -> Clock:
    assert standing.opening is not None
    started = received.get(standing.opening.digest)
    due = started + allowed[_urgency(standing.opening.body)] if started else None
    answers = (standing.acknowledged, standing.hold, standing.accepted, standing.refused)
    if any(answers):
        level = Level.MET
    elif standing.withdrawn:
        level = Level.ENDED
    else:
        level = _by_half(started, due, now)
    return Clock(
        name="acknowledgement",
        title=N_("Answer by an officer"),
        article="41(1)",
        certainty="parallel",
        owed_by=str(standing.requested),
        starts_from="received",
        message=standing.opening.digest,
        started=started,
        due=due,
        level=level,
        days_left=_days_left(due, now),
    )


def _urgency(body: Mapping[str, Json]) -> str:
    urgency = body.get("urgency")
    level = urgency.get("level") if isinstance(urgency, Mapping) else None
    return level if isinstance(level, str) and level in ACKNOWLEDGE_WITHIN else "routine"


def _by_half(started: datetime | None, due: datetime | None, now: datetime) -> Level:
    if started is None or due is None:
        return Level.CALM
    if now >= due:
        return Level.OVERDUE
    return Level.WARNING if now - started >= (due - started) / 2 else Level.CALM


def _of_hold(standing: Standing, now: datetime, filings: Iterable[Filing]) -> list[Clock]:
    """Two clocks: how long the data are kept, and whether the request that keeps them is filed."""
    hold = standing.hold
    if hold is None:
        return []
    in_time = [filing for filing in filings if filing.filed <= hold.end]
    is_withdrawn = standing.withdrawn is not None
    until = _hold_until(hold, in_time)
    hold_clock = Clock(
        name="hold",
        title=N_("Data held"),
        article="42(8)",
        certainty="parallel",
        owed_by=str(standing.requested),
        starts_from="hold_start",
        message=hold.message,
        started=hold.start,
        due=until,
        level=Level.ENDED if is_withdrawn else _hold_level(until, now),
        days_left=_days_left(until, now),
    )
    filing_clock = Clock(
        name="mla-filing",
        title=N_("Request for assistance to be filed"),
        article="42(8)",
        certainty="parallel",
        owed_by=str(standing.requesting),
        starts_from="hold_start",
        message=hold.message,
        started=hold.start,
        due=hold.end,
        level=_filing_level(hold, now, is_filed=bool(in_time), is_withdrawn=is_withdrawn),
        days_left=_days_left(hold.end, now),
    )
    return [hold_clock, filing_clock]


def _hold_until(hold: Hold, filings: Iterable[Filing]) -> datetime | None:
    """The end of the hold: none while a request filed in time awaits its decision."""
    ends = [hold.end]
    for filing in filings:
        if filing.decided is None:
            return None
        ends.append(filing.decided)
    return max(ends)


def _hold_level(until: datetime | None, now: datetime) -> Level:
    if until is None:
        return Level.OPEN_ENDED
    if now >= until:
        return Level.ENDED
    left = until - now
    return next((level for days, level in _HOLD_WARNINGS if left <= days * DAY), Level.CALM)


def _filing_level(hold: Hold, now: datetime, *, is_filed: bool, is_withdrawn: bool) -> Level:
    if is_filed:
        return Level.MET
    if is_withdrawn:
        return Level.ENDED
    if now >= hold.end:
        return Level.OVERDUE
    if hold.end - now <= _LAST_DAYS * DAY:
        return Level.CRITICAL
    days = (now - hold.start) // DAY
    return next((level for least, level in FILING_WARNINGS if days >= least), Level.CALM)


def _deadline(standing: Standing, now: datetime) -> Iterator[Clock]:
    """The requesting State's reasoned date for assistance; the Convention sets none of its own."""
    assert standing.opening is not None
    wanted = standing.opening.body.get("deadline")
    due = _end_of_day(wanted.get("date")) if isinstance(wanted, Mapping) else None
    if due is None:
        return
    decided = standing.deliveries or standing.refused
    level = Level.OVERDUE if now >= due else Level.CALM
    yield Clock(
        name="deadline",
        title=N_("Date asked for by the requesting State"),
        article="40(26)",
        certainty="parallel",
        owed_by=str(standing.requested),
        starts_from="deadline.date",
        message=standing.opening.digest,
        started=standing.opening.issued,
        due=due,
        level=Level.MET if decided else Level.ENDED if standing.withdrawn else level,
        days_left=_days_left(due, now),
    )


def _owed_answers(
    thread: ThreadState, received: Mapping[str, datetime], now: datetime
) -> Iterator[Clock]:
    standing = thread.standing
    if standing.withdrawn or standing.refused:
        return
    for digest in standing.enquiries:
        yield _owed(_ANSWER, str(standing.requested), digest, received.get(digest), None, now)
    for digest in standing.questions:
        due = _end_of_day(thread.entry(digest).envelope.body.get("wanted_by"))
        asked = received.get(digest)
        yield _owed(_INFORMATION, str(standing.requesting), digest, asked, due, now)


@dataclass(frozen=True, slots=True)
class _Debt:
    name: str
    title: str
    article: str


_ANSWER = _Debt("status-answer", N_("Answer about progress"), "40(26)")
_INFORMATION = _Debt("additional-information", N_("Additional information"), "40(16)")


def _owed(
    debt: _Debt,
    owed_by: str,
    message: str,
    started: datetime | None,
    due: datetime | None,
    now: datetime,
) -> Clock:
    return Clock(
        name=debt.name,
        title=debt.title,
        article=debt.article,
        certainty="parallel",
        owed_by=owed_by,
        starts_from="received",
        message=message,
        started=started,
        due=due,
        level=Level.OVERDUE if due and now >= due else Level.NOTICE,
        days_left=_days_left(due, now),
    )


def _end_of_day(date: Json) -> datetime | None:
    """The end of a date in UTC; None where none is stated or it cannot be read."""
    try:
        return parse_moment(f"{date}T00:00:00Z") + DAY
    except Refused:
        return None


def _days_left(due: datetime | None, now: datetime) -> int | None:
    return None if due is None else max(0, (due - now) // DAY)
