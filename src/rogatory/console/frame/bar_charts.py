# SPDX-License-Identifier: Apache-2.0
"""Bars within the cells of a table: shapes alone, since the numbers are beside them.

Without text they need no words for who cannot see them, and turn with the page from right to left.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 120, 10


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
