# SPDX-License-Identifier: Apache-2.0
"""One clock of a thread: what runs, since when, until when, on what it rests, and for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from rogatory.errors import ReasonBasis, Refused, basis_in
from rogatory.requests.thread.transcript import ThreadState
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment

DAY = timedelta(days=1)
_LAST_DAY = datetime(9999, 12, 31, tzinfo=UTC)
"""No moment comes after it, so a State that writes it cannot stop the clocks of the other."""


class DeadlineLevel(StrEnum):
    """The state of a clock. From `notice` on, somebody is notified; `overdue` and `expired`
    page.
    """

    CALM = "calm"
    NOTICE = "notice"
    WARNING = "warning"
    CRITICAL = "critical"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    MET = "met"
    OPEN_ENDED = "open-ended"
    ENDED = "ended"


CALLING = frozenset(
    {DeadlineLevel.WARNING, DeadlineLevel.CRITICAL, DeadlineLevel.OVERDUE, DeadlineLevel.EXPIRED}
)
"""The levels at which a clock calls a human."""

STOPPED = frozenset({DeadlineLevel.MET, DeadlineLevel.ENDED})
"""The levels of a clock that runs no more and was not missed."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock. `started` is None while the field it starts from is not there yet; `due` is None
    where no end is set; `cites` is the id of what it rests on in the law's data, None for practice;
    `days_left` counts whole days. `message` is the one that has the field.

    `concerns` names the States whose officers are called when it presses: the one that owes, and
    the other where its loss is theirs, too. `calls_from_notice` is for what is lost unless it is
    said early. `article` is the one that the request itself states for the
    clock, of its own instrument; such a clock `is_stated`.
    """

    name: str
    title: str
    cites: str | None
    owed_by: str
    starts_from: str
    message: str
    started: datetime | None
    due: datetime | None
    level: DeadlineLevel
    days_left: int | None
    concerns: frozenset[str]
    calls_from_notice: bool = False
    article: str | None = None

    @property
    def is_stated(self) -> bool:
        return self.article is not None

    def basis(self, provisions: Mapping[str, ReasonBasis]) -> ReasonBasis:
        """Return the provision that it rests on, of those by id, or the one that the request
        states.
        """
        if self.article is not None:
            return ReasonBasis(self.article, "practice")
        return basis_in(provisions, self.cites)

    @property
    def calls(self) -> bool:
        """Decide whether it presses so that a human is called."""
        return self.level in CALLING or (
            self.calls_from_notice and self.level is DeadlineLevel.NOTICE
        )


@dataclass(frozen=True, slots=True)
class DeadlineContext:
    """The input of clocks: the thread, the moments in receipts by message, the time it is; whether
    the thread is one of papers, which nobody gives a receipt for.
    """

    thread: ThreadState
    received: Mapping[str, datetime]
    now: datetime
    is_by_letter: bool = False

    @property
    def both(self) -> frozenset[str]:
        standing = self.thread.standing
        return frozenset({str(standing.requesting), str(standing.requested)})

    def days_left(self, due: datetime | None) -> int | None:
        return None if due is None else max(0, (due - self.now) // DAY)

    def by_half(self, started: datetime | None, due: datetime | None) -> DeadlineLevel:
        """Return calm, a warning from half of the time on, overdue from the end."""
        if started is None or due is None:
            return DeadlineLevel.CALM
        if self.now >= due:
            return DeadlineLevel.OVERDUE
        return (
            DeadlineLevel.WARNING
            if self.now - started >= (due - started) / 2
            else DeadlineLevel.CALM
        )


def moment_in(body: Mapping[str, Json], field: str) -> datetime | None:
    """Return the moment that a body states; None where it states none or one that cannot be read."""
    try:
        return parse_moment(body.get(field))
    except Refused:
        return None


def end_of_day(date: Json) -> datetime | None:
    """Return the end of a date in UTC, and the beginning of the last one that a calendar here counts; None where
    none is stated or it cannot be read.
    """
    try:
        begin = parse_moment(f"{date}T00:00:00Z")
    except Refused:
        return None
    return begin + DAY if begin < _LAST_DAY else begin
