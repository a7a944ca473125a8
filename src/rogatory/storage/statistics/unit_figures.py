# SPDX-License-Identifier: Apache-2.0
"""Figures over the requests that one officer may read, counted by the database.

Open requests are few among all that a node keeps, and are found by `thread_by_end`; what happened in a
quarter by an index on its moment. No figure reads more than these rows, however long a node works.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.statistics import unit_figures as port
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.kinds.families import DRILL
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.storage.case_files import CASE_FILES, Matter
from rogatory.storage.officers.alerts import PAGES, Page
from rogatory.storage.threads import SUMMARIES, Thread, is_named_on_thread


class _SecondsBetween(Func):
    """The seconds from the first moment to the second, as each database computes them itself."""

    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Compute by days of the Julian calendar: they are exact to a twentieth of a millisecond."""
        template = "((julianday(%(expressions)s)) * 86400.0)"
        joined = ") - julianday("
        return self.as_sql(compiler, connection, template=template, arg_joiner=joined, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="EXTRACT(EPOCH FROM (%(expressions)s))::double precision",
            arg_joiner=" - ",
            **extra,
        )


class DatabaseUnitFigures:
    def open_counts(
        self, reader: port.FigureReader, steps: Sequence[datetime], bounds: port.OverdueBefore
    ) -> Sequence[port.OpenCount]:
        ages = Case(
            *(When(opened__gt=bound, then=Value(step)) for step, bound in enumerate(steps)),
            default=Value(len(steps)),
            output_field=models.IntegerField(),
        )
        found = (
            _visible(reader)
            .filter(ended=False)
            .annotate(step=ages, is_overdue=_flag(_overdue(bounds)))
            .values_list("peer", "role", "step", "is_overdue")
            .annotate(number=Count("*"))
            .order_by("peer", "role", "step", "is_overdue")
        )
        return [
            port.OpenCount(peer, role, step, bool(is_overdue), number)
            for peer, role, step, is_overdue, number in found
        ]

    def open_at(
        self, reader: port.FigureReader, moment: datetime, bounds: port.OverdueBefore
    ) -> Sequence[port.PastCount]:
        counts: dict[tuple[str, bool], int] = {}
        # Two readings: each has its own index.
        for still in (Q(ended=False), Q(closed__gt=moment)):
            answered = Q(acknowledged=None) | Q(acknowledged__gt=moment)
            found = (
                _visible(reader)
                .filter(still, opened__lte=moment)
                .annotate(is_overdue=_flag(answered & _opened_too_early(bounds)))
                .values_list("role", "is_overdue")
                .annotate(number=Count("*"))
                .order_by("role", "is_overdue")
            )
            for role, is_overdue, number in found:
                key = (str(role), bool(is_overdue))
                counts[key] = counts.get(key, 0) + int(number)
        return [
            port.PastCount(role, is_overdue, number)
            for (role, is_overdue), number in sorted(counts.items())
        ]

    def median_times(
        self, reader: port.FigureReader, milestone: port.Milestone, since: datetime, until: datetime
    ) -> Mapping[str, port.MedianTime]:
        reached: dict[str, Any] = {f"{milestone}__gte": since, f"{milestone}__lt": until}
        seconds = _SecondsBetween(F(milestone.value), F("opened"))
        ranked = (
            _visible(reader)
            .filter(**reached)
            .annotate(
                seconds=seconds,
                number=Window(Count("*"), partition_by=F("role")),
                twice=Window(RowNumber(), partition_by=F("role"), order_by=seconds) * 2,
            )
            # Of five the third, of four the second and the third.
            .filter(twice__gte=F("number"), twice__lte=F("number") + 2)
        )
        middle: dict[str, list[tuple[float, int]]] = {}
        for role, took, number in ranked.values_list("role", "seconds", "number"):
            middle.setdefault(role, []).append((float(took), int(number)))
        return {
            role: port.MedianTime(max(0.0, sum(one for one, _ in rows) / len(rows)), rows[0][1])
            for role, rows in middle.items()
        }

    def outcomes(
        self, reader: port.FigureReader, since: datetime, until: datetime, kinds: Collection[str]
    ) -> Sequence[port.OutcomeCount]:
        known = Case(
            When(kind__in=sorted(kinds), then=F("kind")),
            default=Value(""),
            output_field=models.TextField(),
        )
        found = (
            _visible(reader)
            .filter(closed__gte=since, closed__lt=until)
            .annotate(known=known)
            .values_list("known", "status")
            .annotate(number=Count("*"))
            .order_by("known", "status")
        )
        return [port.OutcomeCount(kind, status, number) for kind, status, number in found]

    def holds_ending(
        self, reader: port.FigureReader, steps: Sequence[datetime]
    ) -> Sequence[port.HoldCount]:
        which = Case(
            *(When(hold_end__lt=bound, then=Value(step)) for step, bound in enumerate(steps[1:])),
            default=Value(len(steps)),
            output_field=models.IntegerField(),
        )
        found = (
            _visible(reader)
            .filter(
                ended=False,
                status=ThreadStatus.HOLDING.value,
                hold_end__gte=steps[0],
                hold_end__lt=steps[-1],
            )
            .annotate(step=which, filed=_flag(~Q(filings=[])))
            .values_list("role", "step", "filed")
            .annotate(number=Count("*"))
            .order_by("role", "step", "filed")
        )
        return [
            port.HoldCount(role, step, bool(is_filed), number)
            for role, step, is_filed, number in found
        ]

    def overdue_threads(
        self, reader: port.FigureReader, bounds: port.OverdueBefore, limit: int
    ) -> Sequence[ThreadSummary]:
        return _oldest(_visible(reader).filter(_overdue(bounds), ended=False), limit)

    def unassigned(self, reader: port.FigureReader, limit: int) -> port.Unassigned:
        rows = _visible(reader).filter(_in_charge(reader, assignee=None), ended=False)
        oldest = _oldest(rows, limit)
        total = rows.count() if len(oldest) == limit else len(oldest)
        return port.Unassigned(total, tuple(oldest))

    def loads(
        self, reader: port.FigureReader, bounds: port.OverdueBefore, limit: int
    ) -> Sequence[port.OfficerLoad]:
        case_file = Matter.objects.filter(thread=OuterRef("thread"), authority__in=reader.offices)
        found = (
            _visible(reader)
            .filter(ended=False)
            .annotate(
                holder=models.Subquery(case_file.values("assignee")[:1]),
                is_overdue=_flag(_overdue(bounds)),
            )
            .filter(holder__isnull=False)
            .values_list("holder")
            .annotate(
                number=Count("*"), overdue=models.Sum("is_overdue"), oldest=models.Min("opened")
            )
            .order_by("-number", "holder")
        )
        return [port.OfficerLoad(*each) for each in found[:limit]]

    def unanswered_alerts(
        self, reader: port.FigureReader, before: datetime, limit: int
    ) -> port.UnansweredAlerts:
        closed = Thread.objects.filter(thread=OuterRef("thread"), restricted=True)
        closed = closed.exclude(is_named_on_thread(reader.officer))
        rows = Page.objects.filter(~Exists(closed), seen=None, at__lt=before)
        oldest = PAGES.records(rows.order_by("at", "id")[:limit])
        total = rows.count() if len(oldest) == limit else len(oldest)
        return port.UnansweredAlerts(total, tuple(oldest))

    def case_files_of(
        self, reader: port.FigureReader, threads: Collection[str]
    ) -> Mapping[str, CaseFileRow]:
        rows = Matter.objects.filter(thread__in=sorted(threads), authority__in=reader.offices)
        return {row.thread: CASE_FILES.record(row) for row in rows}


def _visible(reader: port.FigureReader) -> "models.QuerySet[Thread]":
    open_to = Q(restricted=False) | is_named_on_thread(reader.officer)
    return Thread.objects.filter(open_to).exclude(kind__in=sorted(DRILL)).order_by()


def _oldest(rows: "models.QuerySet[Thread]", limit: int) -> Sequence[ThreadSummary]:
    """Return the first of them: found by the index alone, so that only these rows are read."""
    found = [*rows.order_by("opened", "thread").values_list("thread", flat=True)[:limit]]
    return SUMMARIES.records(Thread.objects.filter(thread__in=found).order_by("opened", "thread"))


def _in_charge(reader: port.FigureReader, **given: Any) -> Q:
    case_file = Matter.objects.filter(
        thread=OuterRef("thread"), authority__in=reader.offices, **given
    )
    return Q(Exists(case_file))


def _overdue(bounds: port.OverdueBefore) -> Q:
    return Q(acknowledged=None) & _opened_too_early(bounds)


def _opened_too_early(bounds: port.OverdueBefore) -> Q:
    found = Q(opened__lte=bounds.otherwise) & ~Q(urgency__in=sorted(bounds.by_urgency))
    for urgency, bound in bounds.by_urgency.items():
        found |= Q(urgency=urgency, opened__lte=bound)
    return found


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(1)), default=Value(0), output_field=models.IntegerField()
    )
