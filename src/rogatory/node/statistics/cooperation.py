# SPDX-License-Identifier: Apache-2.0
"""A State's report to the Conference on its cooperation: counts and medians, and nobody's data.

Line 50 of the law's list (article 57, certainty: memory). No thread, number, officer, account or
name is in it, and no count or median of fewer requests than `FEWEST_SHOWN`. A State that publishes
two periods that overlap publishes their difference, too: publish periods that do not.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.messages.milestones import DECIDING
from rogatory.node.officers import refusals
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.statistics.suppression import FEWEST_SHOWN, SuppressedCounts, published_counts
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.receipt import parse_receipt
from rogatory.requests.deadlines.thread_deadlines import WRITTEN_BY_NOBODY
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_

ARTICLE, CERTAINTY = "57", "memory"

SHORTEST_PERIOD = timedelta(days=28)
"""The shortest period: in a shorter one, a count would reveal the one request of that day."""

OTHER = "other"
"""The substitute for a kind or an urgency that this node does not know: a peer wrote it, and a peer
must not write into a report.
"""

ROLES = ("requesting", "requested")


@dataclass(frozen=True, slots=True)
class CooperationTable:
    """Counts of this State's requests (`requesting`) or of those that it got (`requested`)."""

    role: str
    name: str
    title: str
    counts: SuppressedCounts


@dataclass(frozen=True, slots=True)
class Median:
    """How long it took, in whole minutes, as this node saw it; of `kind` None all together."""

    role: str
    name: str
    title: str
    kind: str | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Statistics:
    state: str
    since: datetime
    until: datetime
    made: datetime
    tables: tuple[CooperationTable, ...]
    medians: tuple[Median, ...]
    fewest_shown: int = FEWEST_SHOWN
    article: str = ARTICLE
    certainty: str = CERTAINTY


def statistics(
    node: Node, since: datetime, until: datetime, officer: str | None = None
) -> Statistics:
    """Return the statistics of requests that began from `since` on and before `until`.

    An officer, if one asks, must be allowed to; the node's operator need not be one.

    Raises:
        Refused: the period is shorter than `SHORTEST_PERIOD` or not over, or the officer may not.
    """
    now = node.clock.now()
    refuse_if_any([*_period_reasons(since, until, now), *_officer_reasons(node, officer, now)])
    opened = node.store.summaries_opened(since, until)
    summaries = [one for one in opened if one.kind not in DRILL]  # They have their own: `drills`.
    tables: list[CooperationTable] = []
    medians: list[Median] = []
    for role in ROLES:
        own = [one for one in summaries if one.role == role]
        tables += [
            CooperationTable(role, name, title, published_counts(Counter(map(key, own))))
            for name, title, key in _TABLES
        ]
        medians += _medians(node, role, own)
    return Statistics(node.state, since, until, now, tuple(tables), tuple(medians))


def spreadsheet_rows(found: Statistics) -> Iterator[tuple[str, str, str, str]]:
    """Yield everything as rows of role, table, key and value, for a spreadsheet. Hidden counts say
    so.
    """
    hidden = f"hidden (fewer than {found.fewest_shown}, or hidden with one)"
    for table in found.tables:
        total = table.counts.total
        yield table.role, table.name, "total", hidden if total is None else str(total)
        for key, count in table.counts.cells.items():
            yield table.role, table.name, key, hidden if count is None else str(count)
    for one in found.medians:
        yield one.role, f"median minutes: {one.name}", one.kind or "all", str(one.minutes)


def _kind(summary: ThreadSummary) -> str:
    return summary.kind if summary.kind in KINDS else OTHER


def _urgency(summary: ThreadSummary) -> str:
    known = {"routine", "urgent", "emergency"}
    return summary.urgency if summary.urgency in known else OTHER


def _outcome(summary: ThreadSummary) -> str:
    return summary.status if summary.status in set(ThreadStatus) else OTHER


_TABLES: Sequence[tuple[str, str, Callable[[ThreadSummary], str]]] = (
    ("kind", N_("Requests by kind"), _kind),
    ("state", N_("Requests by the other State"), lambda one: one.peer),
    ("outcome", N_("Requests by status"), _outcome),
    ("urgency", N_("Requests by urgency"), _urgency),
)

_MEASURES: Mapping[str, tuple[str, Callable[[StoredMessage], bool]]] = {
    "acknowledge": (N_("Time to the first answer"), lambda one: one.kind not in WRITTEN_BY_NOBODY),
    "hold": (N_("Time to a confirmed hold"), lambda one: one.kind == "preservation_confirmed"),
    "decide": (N_("Time to a decision"), lambda one: one.kind in DECIDING),
}


def _medians(node: Node, role: str, summaries: Iterable[ThreadSummary]) -> Iterator[Median]:
    taken: dict[str, list[tuple[str, float]]] = {name: [] for name in _MEASURES}
    for summary in summaries:
        for name, seconds in _times(node, summary):
            taken[name].append((_kind(summary), seconds))
    for name, found in taken.items():
        title = _MEASURES[name][0]
        kinds = sorted({kind for kind, _seconds in found})
        for kind in (None, *kinds):
            times = [seconds for of, seconds in found if kind in {None, of}]
            if len(times) >= FEWEST_SHOWN:
                yield Median(role, name, title, kind, round(median(times) / 60))


def _times(node: Node, summary: ThreadSummary) -> Iterator[tuple[str, float]]:
    """Yield seconds from the arrival of a request to each first answer of the requested State; of
    what went by letter there are none: the moments on paper are days.
    """
    transcript = node.store.transcript(summary.thread)
    if not transcript or is_by_letter(transcript):
        return
    opening = transcript[0]
    started = _arrived(opening)
    if started is None:
        return
    answers = [one for one in transcript if one.sender_state != opening.sender_state]
    for name, (_title, is_answer) in _MEASURES.items():
        moments = [one.at for one in answers if is_answer(one)]
        if moments:
            yield name, max(0.0, (min(moments) - started).total_seconds())


def _arrived(message: StoredMessage) -> datetime | None:
    if message.direction is Direction.IN:
        return message.at
    if message.receipt is None or message.delivery is Delivery.REFUSED:
        return None
    return parse_receipt(message.receipt).received


def _period_reasons(since: datetime, until: datetime, now: datetime) -> Iterator[Reason]:
    if until - since < SHORTEST_PERIOD:
        yield refusals.STATISTICS_PERIOD.because(days=SHORTEST_PERIOD.days)
    if until > now:
        yield refusals.STATISTICS_AHEAD.because(until=format_moment(until))


def _officer_reasons(node: Node, officer: str | None, now: datetime) -> Iterable[Reason]:
    if officer is None:
        return ()
    view = node.register.view()
    return officer_reasons(view, officer, None, Permission.READ_STATISTICS, now)
