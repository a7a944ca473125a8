# SPDX-License-Identifier: Apache-2.0
"""Reachability and time to a human, by contact point: this State's own in full, others' as figures.

Counted are the drills that were agreed to and whose minutes are over. A late answer is a miss, and still
counts among the times: a median without the slow ones would flatter.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drills import refusals
from rogatory.node.drills.agreed import MONTH, not_agreed
from rogatory.node.drills.record import DrillRecord, DrillResult, drill_record
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.statistics.suppression import FEWEST_SHOWN
from rogatory.requests.kinds.families import DRILL
from rogatory.wire.moments import format_moment

MISSES = frozenset({DrillResult.LATE, DrillResult.MISSED, DrillResult.UNREACHED})


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """The results of a contact point's drills. Minutes are None where no answer came, or of another
    State where fewer than `FEWEST_SHOWN` drills would identify single officers.
    """

    authority: str
    is_own: bool
    drills: int
    reached: int
    acknowledged: int
    """In time."""
    missed: int
    median_minutes: float | None
    p90_minutes: float | None


@dataclass(frozen=True, slots=True)
class DrillStatistics:
    """`drills` are those of this State's own contact points, one by one."""

    state: str
    since: datetime
    until: datetime
    as_of: datetime
    points: tuple[ContactPoint, ...]
    drills: tuple[DrillRecord, ...]


def drill_statistics(
    node: Node,
    since: datetime,
    until: datetime,
    *,
    officer: str | None = None,
    most: int | None = None,
) -> DrillStatistics:
    """Return the figures of a period; `officer` is who wants to read them, None the operator at the
    machine. Of more than `most` drills the newest are counted, and the period begins with them.

    Raises:
        Refused: the period ends before it begins, or the officer may not read them.
    """
    now = node.clock.now()
    reasons = []
    if until <= since:
        reasons.append(
            refusals.PERIOD_BACKWARDS.because(
                since=format_moment(since), until=format_moment(until)
            )
        )
    if officer is not None:
        view = node.register.view()
        reasons += officer_reasons(view, officer, None, Permission.READ_DRILLS, now)
    refuse_if_any(reasons)
    opened = node.store.summaries_opened(since, until, DRILL)
    if most is not None and len(opened) > most:
        opened = opened[-most:]
        since = opened[0].opened
    by_point: dict[tuple[str, bool], list[DrillRecord]] = defaultdict(list)
    for one in _counted(node, opened):
        if one.result is not DrillResult.WAITING:
            by_point[one.drilled, not one.is_ours].append(one)
    points = [_point(authority, own, found) for (authority, own), found in by_point.items()]
    return DrillStatistics(
        state=node.state,
        since=since,
        until=until,
        as_of=now,
        points=tuple(sorted(points, key=lambda one: (not one.is_own, one.authority))),
        drills=tuple(one for (_, own), found in sorted(by_point.items()) if own for one in found),
    )


def counted_drills(node: Node, since: datetime, until: datetime) -> Iterator[DrillRecord]:
    """Yield the drills of a period that were agreed to, oldest first, those that still wait among
    them.
    """
    return _counted(node, node.store.summaries_opened(since, until, DRILL))


def _counted(node: Node, opened: Sequence[ThreadSummary]) -> Iterator[DrillRecord]:
    """Yield two readings for all of them: their transcripts, and the drills of the month before
    each.
    """
    if not opened:
        return
    now = node.clock.now()
    transcripts = node.store.transcripts(one.thread for one in opened)
    first, last = opened[0].opened - MONTH, opened[-1].opened
    known: dict[tuple[str, str], list[ThreadSummary]] = defaultdict(list)
    for each in node.store.summaries_opened(first, last + timedelta(microseconds=1), DRILL):
        known[each.peer, each.role].append(each)
    for summary in opened:
        record = drill_record(node, summary, transcripts.get(summary.thread, ()), now)
        if record is not None and _was_agreed(node, record, known):
            yield record


def _was_agreed(
    node: Node, record: DrillRecord, known: Mapping[tuple[str, str], Sequence[ThreadSummary]]
) -> bool:
    drilled = record.peer if record.is_ours else node.state
    role = "requesting" if record.is_ours else "requested"
    before = known.get((record.peer, role), ())
    try:
        against = not_agreed(
            node, drilled, record.peer, role, record.at, record.thread, known=before
        )
        return next(against, None) is None
    except Refused:
        return False


def _point(authority: str, is_own: bool, found: Sequence[DrillRecord]) -> ContactPoint:  # noqa: FBT001 - one of its two parts
    took = sorted(one.took for one in found if one.took is not None)
    shown = took if is_own or len(found) >= FEWEST_SHOWN else []
    return ContactPoint(
        authority=authority,
        is_own=is_own,
        drills=len(found),
        reached=sum(one.reached is not None for one in found),
        acknowledged=sum(one.result is DrillResult.ACKNOWLEDGED for one in found),
        missed=sum(one.result in MISSES for one in found),
        median_minutes=_minutes(median(one.total_seconds() for one in shown)) if shown else None,
        p90_minutes=_minutes(percentile(shown, 90).total_seconds()) if shown else None,
    )


def percentile(sorted_times: Sequence[timedelta], rank: int) -> timedelta:
    """Return the nearest rank: the least time within which `rank` of a hundred are."""
    return sorted_times[max(0, -(-len(sorted_times) * rank // 100) - 1)]


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)
