# SPDX-License-Identifier: Apache-2.0
"""The head of unit's overview: what to do now, and how the unit does against the last quarter.

Internal: single officers and single requests can be recognised in it, unlike in the report to the Conference
(`cooperation`). It is counted from the requests that its reader may read, and reveals no number of others.
Quarters are those of the calendar, in UTC.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.case_files.assigning import assignee_reasons
from rogatory.node.context import Node
from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.statistics.unit_figures import (
    FigureReader,
    Milestone,
    OfficerLoad,
    OpenCount,
    OverdueBefore,
)
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.views.duty_desk import DeskClock, desk_threads
from rogatory.requests.deadlines.thread_deadlines import ACKNOWLEDGE_WITHIN, DAY, DeadlineLevel
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.thread_facts import ThreadStatus

MOST_ACTS = 5
"""Requests in each list of *Act now*: more would hide the most pressing; their number is beside them."""

MOST_HOLDS_READ = 60
"""Holds that are looked at for those that lapse, the first to end first; each costs a reading of what was filed."""

MOST_STATES, MOST_LOADS, MOST_ALERTS = 20, 30, 8
"""Rows of the tables: a page of all States, officers and alerts would be read by nobody."""

MOST_LOADS_COUNTED = 500
"""Officers whose load is counted, those with most first: more than any unit has, and no endless list."""

MOST_CHOICES = 40
"""Officers of one authority that a form offers, those with least in their charge first."""

HOLD_WEEKS = 9
"""Weeks of holds that are shown: the sixty days for which a hold is promised (article 42(2), certainty: memory), and
the rest of the last week.
"""

AGES = (timedelta(days=7), timedelta(days=30), timedelta(days=90), timedelta(days=180))
"""The bounds of the bars of age: weeks, a hold's half, a quarter, half a year."""

ALERT_GRACE = timedelta(minutes=15)
"""An alert is unanswered after this time: before, its officer may be reading it."""

ROLES = ("requested", "requesting")
"""Requests that came in, then those that we made."""

_LAPSING = frozenset({DeadlineLevel.OVERDUE, DeadlineLevel.CRITICAL, DeadlineLevel.WARNING})


@dataclass(frozen=True, slots=True)
class ActNow:
    """A request to be acted on. `authority` is that of its case file, None where that is closed to the reader."""

    summary: ThreadSummary
    clock: DeskClock | None
    assignee: str | None
    authority: str | None


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A figure of one direction, now and before; a time is in minutes, None where nothing was measured."""

    name: str
    role: str
    now: int | None
    before: int | None
    counted: int = 0
    """Of a median: of how many requests it is now."""

    @property
    def change(self) -> int | None:
        return None if self.now is None or self.before is None else self.now - self.before


@dataclass(frozen=True, slots=True)
class AgeBar:
    """Open requests of one age, from `since` days on and before `until` (None: without end)."""

    since: int
    until: int | None
    requested: int
    requesting: int


@dataclass(frozen=True, slots=True)
class StateRow:
    """Open requests with one State in both directions; `peer` is None for all that have no row of their own."""

    peer: str | None
    received: int
    received_overdue: int
    sent: int
    sent_overdue: int

    @property
    def total(self) -> int:
        return self.received + self.sent


@dataclass(frozen=True, slots=True)
class KindOutcomes:
    """Outcomes of the requests of a kind that ended in this quarter; `kind` is empty for unknown kinds."""

    kind: str
    title: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class HoldWeek:
    """Holds that end in a week: those for which nothing is filed lapse."""

    begins: datetime
    unfiled: int
    filed: int


@dataclass(frozen=True, slots=True)
class AssigneeChoice:
    """An officer to whom a case file may be assigned, with what he has."""

    officer: str
    open: int


@dataclass(frozen=True, slots=True)
class UnitOverview:
    """`quarter` and `before` are the first days of this quarter and of the last."""

    now: datetime
    quarter: datetime
    before: datetime
    lapsing: tuple[ActNow, ...]
    lapsing_total: int
    """Of the `MOST_HOLDS_READ` that end first."""
    overdue: tuple[ActNow, ...]
    overdue_total: int
    unassigned: tuple[ActNow, ...]
    unassigned_total: int
    figures: tuple[UnitFigure, ...]
    ages: tuple[AgeBar, ...]
    states: tuple[StateRow, ...]
    kinds: tuple[KindOutcomes, ...]
    holds: tuple[HoldWeek, ...]
    alerts: tuple[Page, ...]
    alerts_total: int
    loads: tuple[OfficerLoad, ...]
    choices: Mapping[str, tuple[AssigneeChoice, ...]]
    """By authority: to whom its case files may be assigned."""


def unit_overview(node: Node, officer: str, offices: Sequence[str]) -> UnitOverview:
    """Return the overview for an officer who acts for these authorities."""
    now = node.clock.now()
    reader, bounds = FigureReader(officer, tuple(offices)), overdue_before(now)
    quarter = quarter_of(now)
    before = quarter_of(quarter - DAY)
    counts = node.store.open_counts(reader, [now - age for age in AGES], bounds)
    pressing = node.store.overdue_threads(reader, bounds, MOST_ACTS)
    lapsing = _lapsing(node, reader, now)
    nobodys = node.store.unassigned(reader, MOST_ACTS)
    loads = node.store.loads(reader, bounds, MOST_LOADS_COUNTED)
    alerts = node.store.unanswered_alerts(reader, now - ALERT_GRACE, MOST_ALERTS)
    return UnitOverview(
        now=now,
        quarter=quarter,
        before=before,
        lapsing=tuple(_acts(node, reader, lapsing[:MOST_ACTS], now)),
        lapsing_total=len(lapsing),
        overdue=tuple(_acts(node, reader, pressing, now)),
        overdue_total=sum(one.count for one in counts if one.is_overdue),
        unassigned=tuple(_acts(node, reader, nobodys.oldest, now)),
        unassigned_total=nobodys.total,
        figures=tuple(_figures(node, reader, counts, now, quarter, before)),
        ages=age_bars(counts),
        states=state_rows(counts),
        kinds=_kinds(node, reader, quarter, now),
        holds=_holds(node, reader, now),
        alerts=alerts.oldest,
        alerts_total=alerts.total,
        loads=tuple(loads[:MOST_LOADS]),
        choices=_choices(node, reader, loads, now),
    )


def quarter_of(moment: datetime) -> datetime:
    """Return the first moment of the quarter of the calendar in which a moment lies."""
    month = (moment.month - 1) // 3 * 3 + 1
    return moment.replace(month=month, day=1, hour=0, minute=0, second=0, microsecond=0)


def overdue_before(moment: datetime) -> OverdueBefore:
    """Return of which opening on a request without an answer is overdue at a moment."""
    bounds = {urgency: moment - allowed for urgency, allowed in ACKNOWLEDGE_WITHIN.items()}
    return OverdueBefore(bounds, bounds["routine"])


def age_bars(counts: Iterable[OpenCount]) -> tuple[AgeBar, ...]:
    """Return the open requests by age, each counted in one bar."""
    found: Counter[tuple[int, str]] = Counter()
    for one in counts:
        found[one.step, one.role] += one.count
    days = (0, *(age.days for age in AGES))
    return tuple(
        AgeBar(
            since,
            days[step + 1] if step < len(AGES) else None,
            found[step, "requested"],
            found[step, "requesting"],
        )
        for step, since in enumerate(days)
    )


def state_rows(counts: Iterable[OpenCount], most: int = MOST_STATES) -> tuple[StateRow, ...]:
    """Return the open requests by State, the most first; those beyond `most` are one row."""
    found: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for one in counts:
        found[one.peer][one.role, one.is_overdue] += one.count
    rows = sorted(
        (_state_row(peer, each) for peer, each in found.items()),
        key=lambda one: (-one.total, one.peer or ""),
    )
    if len(rows) <= most:
        return tuple(rows)
    rest: Counter[tuple[str, bool]] = Counter()
    for row in rows[most:]:
        rest.update(found[row.peer or ""])
    return (*rows[:most], _state_row(None, rest))


def _state_row(peer: str | None, found: Counter[tuple[str, bool]]) -> StateRow:
    received, sent = (found[role, True] + found[role, False] for role in ROLES)
    return StateRow(peer, received, found["requested", True], sent, found["requesting", True])


def _figures(
    node: Node,
    reader: FigureReader,
    counts: Iterable[OpenCount],
    now: datetime,
    quarter: datetime,
    before: datetime,
) -> Iterable[UnitFigure]:
    present: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for one in counts:
        present[one.role] += one.count
        overdue[one.role] += one.count if one.is_overdue else 0
    past: Counter[str] = Counter()
    past_overdue: Counter[str] = Counter()
    for each in node.store.open_at(reader, quarter, overdue_before(quarter)):
        past[each.role] += each.count
        past_overdue[each.role] += each.count if each.is_overdue else 0
    for role in ROLES:
        yield UnitFigure("open", role, present[role], past[role])
    for role in ROLES:
        yield UnitFigure("overdue", role, overdue[role], past_overdue[role])
    for milestone in Milestone:
        newest = node.store.median_times(reader, milestone, quarter, now + timedelta(seconds=1))
        oldest = node.store.median_times(reader, milestone, before, quarter)
        for role in ROLES:
            this, last = newest.get(role), oldest.get(role)
            yield UnitFigure(
                milestone.value,
                role,
                None if this is None else round(this.seconds / 60),
                None if last is None else round(last.seconds / 60),
                0 if this is None else this.count,
            )


def _lapsing(node: Node, reader: FigureReader, now: datetime) -> Sequence[ThreadSummary]:
    """Return the holds whose end is near or over and for which no request for assistance is recognised."""
    wanted = ThreadFilter(ended=False, status=ThreadStatus.HOLDING.value, reader=reader.officer)
    held = node.store.threads_listed(wanted, Order.HOLD, MOST_HOLDS_READ)
    rows = desk_threads(node, held, now, reader.officer)
    return [one.summary for one in rows if one.clock and one.clock.level in _LAPSING]


def _acts(
    node: Node, reader: FigureReader, summaries: Sequence[ThreadSummary], now: datetime
) -> Iterable[ActNow]:
    held = node.store.case_files_of(reader, [one.thread for one in summaries])
    for row in desk_threads(node, summaries, now, reader.officer):
        case_file = held.get(row.summary.thread)
        yield ActNow(
            row.summary,
            row.clock,
            case_file.assignee if case_file else None,
            case_file.authority if case_file else None,
        )


def _kinds(
    node: Node, reader: FigureReader, quarter: datetime, now: datetime
) -> tuple[KindOutcomes, ...]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for one in node.store.outcomes(reader, quarter, now + timedelta(seconds=1), frozenset(KINDS)):
        found[one.kind][one.status] = one.count
    rows = [
        KindOutcomes(kind, KINDS[kind].title if kind else "", counts)
        for kind, counts in found.items()
    ]
    return tuple(sorted(rows, key=lambda one: (-one.total, one.kind)))


def _holds(node: Node, reader: FigureReader, now: datetime) -> tuple[HoldWeek, ...]:
    steps = [now + timedelta(weeks=week) for week in range(HOLD_WEEKS + 1)]
    found: Counter[tuple[int, bool]] = Counter()
    for one in node.store.holds_ending(reader, steps):
        found[one.step, one.is_filed] += one.count
    return tuple(
        HoldWeek(begins, found[week, False], found[week, True])
        for week, begins in enumerate(steps[:-1])
    )


def _choices(
    node: Node, reader: FigureReader, loads: Sequence[OfficerLoad], now: datetime
) -> Mapping[str, tuple[AssigneeChoice, ...]]:
    try:
        view = node.register.view()
    except Refused:
        return {}
    has = {one.officer: one.open for one in loads}
    return {office: _choices_of(view, node.state, office, has, now) for office in reader.offices}


def _choices_of(
    view: DirectoryView, state: str, office: str, has: Mapping[str, int], now: datetime
) -> tuple[AssigneeChoice, ...]:
    numbers = {one.number for one in view.register(state).officers if office in one.authorities}
    found = [
        AssigneeChoice(number, has.get(number, 0))
        for number in numbers
        if next(iter(assignee_reasons(view, number, office, now)), None) is None
    ]
    return tuple(sorted(found, key=lambda one: (one.open, one.officer))[:MOST_CHOICES])
