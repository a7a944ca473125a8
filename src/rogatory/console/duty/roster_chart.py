# SPDX-License-Identifier: Apache-2.0
"""A week of a roster as a picture: rows are roles, blocks are names, gaps are hatched with their times.

Places along a week are percentages of its real length, so that the picture fits every width without
a style of its own, and a day with 25 hours is wider than one with 24. The table beneath has all of it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rogatory.console.language.languages import (
    written_day,
    written_moment,
    written_span,
    written_time,
    written_weekdays,
)
from rogatory.directory.entry.hours import DAYS
from rogatory.node.duty.roster import Shift
from rogatory.node.duty.rosters.roster_weeks import RosterDay, RosterWeek
from rogatory.wire.moments import format_moment

type ShiftLink = Callable[[Shift], str | None]
"""The address at which a shift is opened; None where it is not."""

_DUTY_ROW, _SUBSTITUTE_ROW, _FOOT = (44, 40), (92, 32), 132
_WHOLE_DAY = 24 * 60
_HATCH = (
    '<defs><pattern id="{0}" width="8" height="8" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect class="gap-ground" width="8" height="8"/>'
    '<rect class="gap-line" width="3" height="8"/></pattern></defs>'
)
_BLOCK = (
    '<svg x="{}%" y="{}" width="{}%" height="{}"><title>{}</title>'
    '<rect class="{}" x="1" width="100%" height="100%" rx="4"/>'
    "{}</svg>"
)
_ONE_LINE, _TWO_LINES, _SHORT = 8.5, 3.0, 12
"""Percent of a week that a name or the times of a gap need on one line, and on two; what is shorter has
them in its title and in the table alone. A text of more than `_SHORT` characters needs three times as much."""


class _Picture:
    def __init__(
        self, week: RosterWeek, zone: ZoneInfo, number: int, *, right_to_left: bool
    ) -> None:
        self.week, self.zone, self.turned = week, zone, right_to_left
        self.hatch = f"hatch-{number}"
        self._whole = (week.ends - week.starts).total_seconds()

    def place(self, start: datetime, end: datetime) -> tuple[str, str]:
        """Return the left edge and the width of a span, in percent."""
        left = (start - self.week.starts).total_seconds() / self._whole * 100
        wide = (end - start).total_seconds() / self._whole * 100
        return f"{100 - left - wide if self.turned else left:.3f}", f"{wide:.3f}"

    def full_times(self, start: datetime, end: datetime) -> str:
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        return f"{written_moment(first)} \N{EN DASH} {written_moment(last)}"


def week_picture(
    week: RosterWeek,
    zone: ZoneInfo,
    number: int,
    *,
    right_to_left: bool,
    link: ShiftLink | None = None,
) -> SafeString:
    """Draw a week; `link` makes shifts that have an address into links."""
    of = _Picture(week, zone, number, right_to_left=right_to_left)
    name = _("Week from {day}").format(day=written_day(week.days[0].day))
    role = "group" if link else "img"
    return format_html(
        '<svg class="roster-week" width="100%" height="{}" role="{}" aria-label="{}" focusable="false">'
        "{}{}{}{}{}</svg>",
        _FOOT,
        role,
        name,
        format_html(_HATCH, of.hatch),
        format_html_join("", "{}", ((_day(of, one),) for one in week.days)),
        _edges(of),
        format_html_join("", "{}", ((_gap(of, *one),) for one in week.gaps)),
        format_html_join("", "{}", ((_shift(of, one, link),) for one in week.shifts)),
    )


def _day(of: _Picture, day: RosterDay) -> SafeString:
    left, wide = of.place(day.starts, day.ends)
    label = f"{written_weekdays([DAYS[day.day.weekday()]])} {day.day.day}"
    hours = "" if day.minutes == _WHOLE_DAY else written_span(day.minutes / 60, "hour")
    return format_html(
        '<svg x="{}%" width="{}%" height="40"><text class="soft" x="50%" y="16" text-anchor="middle">{}</text>'
        '<text class="changed" x="50%" y="34" text-anchor="middle">{}</text></svg>',
        left,
        wide,
        label,
        hours,
    )


def _gap(of: _Picture, start: datetime, end: datetime) -> SafeString:
    left, wide = of.place(start, end)
    top, high = _DUTY_ROW
    title = _("Nobody is on duty: {times}").format(times=of.full_times(start, end))
    return format_html(
        '<svg x="{}%" y="{}" width="{}%" height="{}"><title>{}</title>'
        '<rect x="1" width="100%" height="100%" fill="url(#{})"/>'
        "{}</svg>",
        left,
        top,
        wide,
        high,
        title,
        of.hatch,
        _label("gap-times", _times_of_gap(of, start, end), wide),
    )


def _times_of_gap(of: _Picture, start: datetime, end: datetime) -> tuple[str, str]:
    """Return the local beginning and end of a gap; with their days, where it lasts longer than one."""
    first, last = start.astimezone(of.zone), end.astimezone(of.zone)
    if end - start <= timedelta(days=1):
        return f"{written_time(first)}\N{EN DASH}", written_time(last)
    return f"{written_moment(first, year=False)} \N{EN DASH} ", written_moment(last, year=False)


def _label(css: str, parts: tuple[str, str], wide: str) -> SafeString:
    """Return the two parts of a text on one line, one above the other, or not at all, by their space."""
    places: list[tuple[str, str]] = []
    if float(wide) >= (_ONE_LINE if len("".join(parts)) <= _SHORT else 3 * _ONE_LINE):
        places = [(".35em", "".join(parts))]
    elif float(wide) >= _TWO_LINES:
        places = [("-.25em", parts[0]), (".95em", parts[1])]
    return format_html_join(
        "",
        '<text class="{}" x="50%" y="50%" dy="{}" text-anchor="middle">{}</text>',
        ((css, *one) for one in places),
    )


def _shift(of: _Picture, shift: Shift, link: ShiftLink | None) -> SafeString:
    left, wide = of.place(shift.start, shift.end)
    blocks = [(shift.officer, "on-duty", "on-duty-name", _DUTY_ROW)]
    if shift.substitute:
        blocks.append((shift.substitute, "substitute", "substitute-name", _SUBSTITUTE_ROW))
    drawn = [
        format_html(
            _BLOCK,
            left,
            top,
            wide,
            high,
            f"{officer}, {of.full_times(shift.start, shift.end)}",
            css,
            _label(css_name, _halves(officer), wide),
        )
        for officer, css, css_name, (top, high) in blocks
    ]
    address = link(shift) if link else None
    if address is None:
        return format_html_join("", "{}", ((one,) for one in drawn))
    return format_html(
        '<a href="{}" aria-label="{}" data-start="{}">{}</a>',
        address,
        f"{shift.officer}, {of.full_times(shift.start, shift.end)}",
        format_moment(shift.start),
        format_html_join("", "{}", ((one,) for one in drawn)),
    )


def _halves(officer: str) -> tuple[str, str]:
    """Return the parts of an officer's number, which are written above each other where it is narrow."""
    state, mark, number = officer.partition("-")
    return state + mark, number


def _edges(of: _Picture) -> SafeString:
    edges = [of.place(day.starts, day.starts)[0] for day in of.week.days]
    return format_html_join(
        "",
        '<line class="edge" x1="{0}%" x2="{0}%" y1="0" y2="{1}"/>',
        ((edge, _FOOT) for edge in edges[1:]),
    )
