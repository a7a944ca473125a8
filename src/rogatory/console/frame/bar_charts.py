# SPDX-License-Identifier: Apache-2.0
"""Bars within the cells of a table, and charts of columns above one.

Bars are shapes alone, since the numbers are beside them: without text they need no words for who cannot see them, and
turn with the page from right to left. A chart has a name, and the table beneath it has every number that it shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 120, 10

CHART_WIDTH, CHART_HEIGHT, CHART_HEAD, CHART_FLOOR = 360, 160, 22, 138

_RECT = '<rect class="{}" x="{}" width="{}" height="{}"/>'


def share_bar(part: int, whole: int) -> SafeString:
    """Return how much of a whole there is: what is there, and the rest as what is missing."""
    return _bar(
        format_html('<rect class="there" width="{}" height="{}"/>', _at(part, whole), HEIGHT)
    )


def time_bar(median: float | None, p90: float | None, longest: float) -> SafeString:
    """Draw a bar from nothing to the 90th percentile, with a mark at the median; nothing where it
    is not shown.
    """
    if median is None or p90 is None:
        return SafeString("")
    return _bar(
        format_html(
            '<rect class="span" y="3" width="{}" height="4"/><rect class="mark" x="{}" width="3" height="{}"/>',
            _at(p90, longest),
            max(0, min(WIDTH - 3, _at(median, longest) - 1)),
            HEIGHT,
        )
    )


def two_way_bar(before: tuple[int, int], after: tuple[int, int], longest: int) -> SafeString:
    """Draw two bars from the middle outwards: of each a whole, and the part of it that is late."""
    half, shapes = WIDTH / 2, []
    for (whole, late), sign in ((before, -1), (after, 1)):
        for css, count in (("span", whole), ("late", late)):
            long = round(_at(count, longest) / 2, 1)
            shapes.append((css, half - long if sign < 0 else half, long, HEIGHT))
    middle = format_html('<rect class="mark" x="{}" width="1" height="{}"/>', half - 0.5, HEIGHT)
    return _bar(format_html("{}{}", format_html_join("", _RECT, shapes), middle))


def stacked_bar(parts: Iterable[tuple[str, int]], longest: int) -> SafeString:
    """Draw parts one after the other, each with the class that colours it."""
    at, shapes = 0.0, []
    for css, count in parts:
        long = _at(count, longest)
        shapes.append((css, round(at, 1), long, HEIGHT))
        at += long
    return _bar(format_html_join("", _RECT, shapes))


@dataclass(frozen=True, slots=True)
class ChartColumn:
    """A column of a chart: the label beneath it, and its parts from below, each with the class that colours it."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _css, count in self.parts)


def column_chart(name: str, columns: Sequence[ChartColumn], *, right_to_left: bool) -> SafeString:
    """Draw columns with their totals above and their labels beneath; the first is where reading begins."""
    tallest = max([1, *(one.total for one in columns)])
    step = CHART_WIDTH / max(1, len(columns))
    order = columns[::-1] if right_to_left else columns
    drawn = [(_column(one, at * step, step, tallest),) for at, one in enumerate(order)]
    return format_html(
        '<svg class="columns" viewBox="0 0 {0} {1}" role="img" aria-label="{2}" focusable="false">'
        '<line class="lane" x1="0" x2="{0}" y1="{3}" y2="{3}"/>{4}</svg>',
        CHART_WIDTH,
        CHART_HEIGHT,
        name,
        CHART_FLOOR,
        format_html_join("", "{}", drawn),
    )


def _column(one: ChartColumn, left: float, step: float, tallest: int) -> SafeString:
    width, middle, top = step * 0.62, round(left + step / 2, 1), float(CHART_FLOOR)
    shapes = []
    for css, count in one.parts:
        height = round((CHART_FLOOR - CHART_HEAD) * count / tallest, 1)
        top = round(top - height, 1)
        if count:
            shapes.append((css, round(middle - width / 2, 1), top, round(width, 1), height))
    return format_html(
        '{}<text class="{}" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="soft" x="{}" y="{}" text-anchor="middle" direction="ltr">{}</text>',
        format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', shapes),
        "total" if one.total else "soft",
        middle,
        round(top - 5, 1),
        one.total,
        middle,
        CHART_FLOOR + 15,
        one.label,
    )


def _bar(shapes: SafeString) -> SafeString:
    return format_html(
        '<svg class="bar" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true" focusable="false">'
        '<rect class="ground" width="{0}" height="{1}"/>{2}</svg>',
        WIDTH,
        HEIGHT,
        shapes,
    )


def _at(part: float, whole: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, part / whole)), 1) if whole else 0.0
