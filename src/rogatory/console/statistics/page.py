# SPDX-License-Identifier: Apache-2.0
"""The head of unit's page: what to do now, how the unit does, and who has what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.bar_charts import ChartColumn, column_chart, stacked_bar, two_way_bar
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.codes import STATUSES
from rogatory.console.language.languages import written_number, written_span
from rogatory.console.language.words import called
from rogatory.node.case_files.assigning import assign as assigning
from rogatory.node.duty.duty_view import duty_gaps
from rogatory.node.permissions import Permission
from rogatory.node.repositories.statistics.unit_figures import OfficerLoad
from rogatory.node.views.unit_overview import (
    KindOutcomes,
    StateRow,
    UnitFigure,
    UnitOverview,
    unit_overview,
)
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.wire.words import N_

FIGURE_TITLES: Mapping[str, str] = {
    "open": N_("Open requests"),
    "overdue": N_("Overdue requests"),
    "acknowledged": N_("Median time to acknowledge"),
    "answered": N_("Median time to answer"),
}

MOST_GAPS = 8
"""Gaps in duty that are shown: the roster has the others, and their number is beside them."""

OUTCOMES: Mapping[str, str] = {
    ThreadStatus.COMPLETED.value: "there",
    ThreadStatus.ANSWERED.value: "span",
    ThreadStatus.REFUSED.value: "late",
    ThreadStatus.WITHDRAWN.value: "none",
}
"""The ends of a request in their order, each with the class of its colour."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One direction of a figure in words: its value, that of the last quarter, and the difference."""

    role: str
    value: str
    before: str
    change: str
    trend: str
    """`better`, `worse` or `same`: fewer and faster is better."""
    counted: int


@dataclass(frozen=True, slots=True)
class FigureCard:
    name: str
    title: str
    lines: tuple[FigureLine, ...]


@require_safe
@officer_page(Permission.READ_UNIT)
def show(request: HttpRequest) -> HttpResponse:
    """Show the head of unit what to act on, the figures of this quarter against the last, holds, gaps in duty,
    unanswered alerts and each officer's load: of the requests that the reader may read.
    """
    reader = reader_of(request)
    overview = unit_overview(this_node(), reader.number, reader.authorities)
    gaps = duty_gaps(this_node())
    data = {"unit": overview, "gaps": gaps[:MOST_GAPS], "gaps_total": len(gaps)}
    return answer(request, "console/statistics/page.html", data, decor=_decor(overview))


@require_POST
@officer_page(Permission.ASSIGN_CASE_FILE)
def assign(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Assign the case file of a request to an officer (`assignee`) of the same authority, from the page of the
    head of unit.
    """
    officer = form_values.text(request, "assignee")
    recorded = assigning(this_node(), str(thread), officer, reader_of(request).number)
    message = _("Assigned to {officer}.").format(officer=officer)
    created, warnings = recorded.entry.id, recorded.warnings
    return done(request, message, "unit", created=created, warnings=warnings)


def _decor(unit: UnitOverview) -> dict[str, Any]:
    return {
        "act_lists": [
            (
                "lapsing",
                _("Holds about to lapse"),
                unit.lapsing,
                unit.lapsing_total,
                _("No hold is about to lapse."),
            ),
            (
                "overdue",
                _("Overdue"),
                unit.overdue,
                unit.overdue_total,
                _("Nothing is overdue."),
            ),
            (
                "unassigned",
                _("Unassigned"),
                unit.unassigned,
                unit.unassigned_total,
                _("Every open request is assigned."),
            ),
        ],
        "cards": list(figure_cards(unit.figures)),
        "age_chart": _age_chart(unit),
        "hold_chart": _hold_chart(unit),
        "states": list(_with_state_bars(unit.states)),
        "kinds": list(_with_outcome_bars(unit.kinds)),
        "outcomes": list(OUTCOMES),
        "legends": _legends(),
        "loads": list(_with_load_bars(unit.loads)),
    }


def _legends() -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return the keys of each chart: the class of a colour, and its meaning."""
    return {
        "directions": (("span", _("Requests received")), ("there", _("Requests sent"))),
        "holds": (("late", _("No request filed: lapses")), ("there", _("Request filed"))),
        "overdue": (("span", _("Not overdue")), ("late", _("Overdue"))),
        "outcomes": [(css, called(STATUSES, one)) for one, css in OUTCOMES.items()],
    }


def figure_cards(figures: Iterable[UnitFigure]) -> Iterable[FigureCard]:
    """Return the figures in words, both directions of one together."""
    found: dict[str, list[FigureLine]] = {}
    for one in figures:
        found.setdefault(one.name, []).append(_line(one))
    for name, lines in found.items():
        yield FigureCard(name, _(FIGURE_TITLES[name]), tuple(lines))


def _line(one: UnitFigure) -> FigureLine:
    is_time = one.name in {"acknowledged", "answered"}
    written = _time if is_time else _count
    change, trend = "", "same"
    if one.change is not None:
        trend = "better" if one.change < 0 else "worse" if one.change > 0 else "same"
        amount = written(abs(one.change))
        change = {
            "better": _("down {amount}, from {before}"),
            "worse": _("up {amount}, from {before}"),
            "same": _("as last quarter"),
        }[trend].format(amount=amount, before=written(one.before))
    return FigureLine(one.role, written(one.now), written(one.before), change, trend, one.counted)


def _count(value: int | None) -> str:
    return "–" if value is None else written_number(value)


def _time(minutes: int | None) -> str:
    """Return a length of time in the largest unit of which there are two."""
    if minutes is None:
        return "–"
    if minutes < 120:
        return written_span(minutes, "minute")
    if minutes < 2 * 24 * 60:
        return written_span(round(minutes / 60), "hour")
    return written_span(round(minutes / (24 * 60)), "day")


def _age_chart(unit: UnitOverview) -> SafeString:
    columns = [
        ChartColumn(
            f"{one.since}+" if one.until is None else f"{one.since}\N{EN DASH}{one.until - 1}",
            (("span", one.requested), ("there", one.requesting)),
        )
        for one in unit.ages
    ]
    name = _("Open requests by age in days")
    return column_chart(name, columns, right_to_left=get_language_bidi())


def _hold_chart(unit: UnitOverview) -> SafeString:
    columns = [
        ChartColumn(f"{week}", (("late", one.unfiled), ("there", one.filed)))
        for week, one in enumerate(unit.holds, 1)
    ]
    name = _("Holds by the week in which they end")
    return column_chart(name, columns, right_to_left=get_language_bidi())


def _with_state_bars(rows: Iterable[StateRow]) -> Iterable[tuple[StateRow, SafeString]]:
    shown = tuple(rows)
    longest = max([1, *(one.received for one in shown), *(one.sent for one in shown)])
    for one in shown:
        received, sent = (one.received, one.received_overdue), (one.sent, one.sent_overdue)
        yield one, two_way_bar(received, sent, longest)


def _with_outcome_bars(
    rows: Iterable[KindOutcomes],
) -> Iterable[tuple[KindOutcomes, list[tuple[str, int]], SafeString]]:
    shown = tuple(rows)
    longest = max([1, *(one.total for one in shown)])
    for one in shown:
        counts = [(status, one.counts.get(status, 0)) for status in OUTCOMES]
        parts = [(OUTCOMES[status], count) for status, count in counts]
        yield one, counts, stacked_bar(parts, longest)


def _with_load_bars(rows: Iterable[OfficerLoad]) -> Iterable[tuple[OfficerLoad, SafeString]]:
    shown = tuple(rows)
    longest = max([1, *(one.open for one in shown)])
    for one in shown:
        parts = (("late", one.overdue), ("span", one.open - one.overdue))
        yield one, stacked_bar(parts, longest)
