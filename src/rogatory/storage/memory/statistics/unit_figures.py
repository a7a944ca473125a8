# SPDX-License-Identifier: Apache-2.0
"""Figures over the requests that an officer may read, in memory."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.statistics import unit_figures as port
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.storage.memory.case_files import CaseFileTables
from rogatory.storage.memory.officers import OfficerTables
from rogatory.storage.memory.threads import ThreadTables


@dataclass
class UnitFigureTables(ThreadTables, CaseFileTables, OfficerTables):
    """The tables of which these figures are counted."""


class MemoryUnitFigures:
    tables: UnitFigureTables

    def open_counts(
        self, reader: port.FigureReader, steps: Sequence[datetime], bounds: port.OverdueBefore
    ) -> Sequence[port.OpenCount]:
        found = Counter(
            (
                one.peer,
                one.role,
                next((at for at, bound in enumerate(steps) if one.opened > bound), len(steps)),
                _is_overdue(one, bounds),
            )
            for one in self._open(reader)
        )
        return [port.OpenCount(*key, number) for key, number in sorted(found.items())]

    def open_at(
        self, reader: port.FigureReader, moment: datetime, bounds: port.OverdueBefore
    ) -> Sequence[port.PastCount]:
        found = Counter(
            (
                one.role,
                (one.acknowledged is None or one.acknowledged > moment)
                and _opened_too_early(one, bounds),
            )
            for one in self._visible(reader)
            if one.opened <= moment
            and (not one.is_ended or (one.closed is not None and one.closed > moment))
        )
        return [port.PastCount(*key, number) for key, number in sorted(found.items())]

    def median_times(
        self, reader: port.FigureReader, milestone: port.Milestone, since: datetime, until: datetime
    ) -> Mapping[str, port.MedianTime]:
        taken: dict[str, list[float]] = defaultdict(list)
        for one in self._visible(reader):
            at: datetime | None = getattr(one, milestone.value)
            if at is not None and since <= at < until:
                taken[one.role].append((at - one.opened).total_seconds())
        return {
            role: port.MedianTime(max(0.0, median(times)), len(times))
            for role, times in taken.items()
        }

    def outcomes(
        self, reader: port.FigureReader, since: datetime, until: datetime, kinds: Collection[str]
    ) -> Sequence[port.OutcomeCount]:
        found = Counter(
            (one.kind if one.kind in kinds else "", one.status)
            for one in self._visible(reader)
            if one.closed is not None and since <= one.closed < until
        )
        return [port.OutcomeCount(*key, number) for key, number in sorted(found.items())]

    def holds_ending(
        self, reader: port.FigureReader, steps: Sequence[datetime]
    ) -> Sequence[port.HoldCount]:
        found: Counter[tuple[str, int, bool]] = Counter()
        for one in self._open(reader):
            if one.hold_end is None or one.status != ThreadStatus.HOLDING:
                continue
            for step, (start, end) in enumerate(pairwise(steps)):
                if start <= one.hold_end < end:
                    found[one.role, step, bool(one.filings)] += 1
        return [port.HoldCount(*key, number) for key, number in sorted(found.items())]

    def overdue_threads(
        self, reader: port.FigureReader, bounds: port.OverdueBefore, limit: int
    ) -> Sequence[ThreadSummary]:
        return _oldest(one for one in self._open(reader) if _is_overdue(one, bounds))[:limit]

    def unassigned(self, reader: port.FigureReader, limit: int) -> port.Unassigned:
        held = self.case_files_of(reader, [one.thread for one in self._open(reader)])
        rows = _oldest(
            one
            for one in self._open(reader)
            if one.thread in held and held[one.thread].assignee is None
        )
        return port.Unassigned(len(rows), tuple(rows[:limit]))

    def loads(
        self, reader: port.FigureReader, bounds: port.OverdueBefore, limit: int
    ) -> Sequence[port.OfficerLoad]:
        held: dict[str, list[ThreadSummary]] = defaultdict(list)
        in_charge = self.case_files_of(reader, [one.thread for one in self._open(reader)])
        for one in self._open(reader):
            case_file = in_charge.get(one.thread)
            if case_file is not None and case_file.assignee is not None:
                held[case_file.assignee].append(one)
        found = [
            port.OfficerLoad(
                officer,
                len(rows),
                sum(_is_overdue(one, bounds) for one in rows),
                min(one.opened for one in rows),
            )
            for officer, rows in held.items()
        ]
        return sorted(found, key=lambda one: (-one.open, one.officer))[:limit]

    def unanswered_alerts(
        self, reader: port.FigureReader, before: datetime, limit: int
    ) -> port.UnansweredAlerts:
        with self.tables.lock:
            pages, restricted = [*self.tables.pages.values()], dict(self.tables.restricted)
        rows = sorted(
            (
                one
                for one in pages
                if one.seen is None
                and one.at < before
                and reader.officer in restricted.get(one.thread or "", {reader.officer})
            ),
            key=lambda one: (one.at, one.id),
        )
        return port.UnansweredAlerts(len(rows), tuple(rows[:limit]))

    def case_files_of(
        self, reader: port.FigureReader, threads: Collection[str]
    ) -> Mapping[str, CaseFileRow]:
        with self.tables.lock:
            rows = [self.tables.case_files.get(one) for one in threads]
        return {
            one.thread: one for one in rows if one is not None and one.authority in reader.offices
        }

    def _visible(self, reader: port.FigureReader) -> list[ThreadSummary]:
        with self.tables.lock:
            rows, restricted = [*self.tables.summaries.values()], dict(self.tables.restricted)
        return [
            one
            for one in rows
            if one.kind not in DRILL
            and reader.officer in restricted.get(one.thread, {reader.officer})
        ]

    def _open(self, reader: port.FigureReader) -> list[ThreadSummary]:
        return [one for one in self._visible(reader) if not one.is_ended]


def _oldest(rows: Iterable[ThreadSummary]) -> list[ThreadSummary]:
    return sorted(rows, key=lambda one: (one.opened, one.thread))


def _is_overdue(one: ThreadSummary, bounds: port.OverdueBefore) -> bool:
    return one.acknowledged is None and _opened_too_early(one, bounds)


def _opened_too_early(one: ThreadSummary, bounds: port.OverdueBefore) -> bool:
    return one.opened <= bounds.by_urgency.get(one.urgency, bounds.otherwise)
