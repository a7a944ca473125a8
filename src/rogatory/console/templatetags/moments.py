# SPDX-License-Identifier: Apache-2.0
"""Moments, days and spans of time: in UTC, beside the clocks on the wall, and from now."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rogatory.console.language import times_left
from rogatory.console.language.languages import (
    comma,
    written_day,
    written_moment,
    written_span,
    written_time,
    written_weekdays,
    written_years,
)
from rogatory.console.templatetags.names import state_name
from rogatory.errors import Refused
from rogatory.wire.moments import format_moment, parse_moment

register = template.Library()


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Return a moment in UTC, to the minute; the exact one is in the element's attribute."""
    if value is None:
        return "–"
    return format_html(
        '<time datetime="{}" class="moment"><bdi>{}</bdi>&nbsp;UTC</time>',
        format_moment(value),
        written_moment(value),
    )


@register.filter
def local_moment(value: datetime, zone_name: str) -> SafeString:
    """Return a moment on the clock of a time zone; the exact one is in the element's attribute."""
    return format_html(
        '<time datetime="{}" class="moment"><bdi>{}</bdi></time>',
        format_moment(value),
        written_moment(value.astimezone(ZoneInfo(zone_name))),
    )


@register.filter
def moment_code(value: datetime) -> str:
    """Return a moment as messages and forms name it."""
    return format_moment(value)


@register.filter
def local_input(value: datetime, zone_name: str) -> str:
    """Return a moment as the control for a local date and time writes it."""
    return value.astimezone(ZoneInfo(zone_name)).strftime("%Y-%m-%dT%H:%M")


@register.filter
def moment_exact(value: datetime) -> SafeString:
    return format_html(
        '<time datetime="{}" class="moment"><bdi>{}</bdi>&nbsp;UTC</time>',
        format_moment(value),
        written_moment(value, exact=True),
    )


@register.filter
def moment_as_read(text: str) -> SafeString | str:
    """Return a moment as a document writes it, in the reader's words; anything else as it is."""
    try:
        return moment(parse_moment(text))
    except Refused:
        return text


@register.filter
def moment_as_read_exact(text: str) -> SafeString | str:
    """Return the same to the second."""
    try:
        return moment_exact(parse_moment(text))
    except Refused:
        return text


@register.filter
def time_of_day(value: datetime) -> str:
    return written_time(value)


@register.filter
def wall_clock(value: datetime) -> str:
    """Return what a clock shows where the moment is given in that place's own time."""
    return value.strftime("%H:%M")


@register.filter
def day(value: date) -> SafeString:
    on = value.date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}" class="moment">{}</time>',
        on.isoformat(),
        written_day(on),
    )


@register.simple_tag
def local_times(value: datetime, zones: Sequence[tuple[str, str]]) -> SafeString:
    """Return what the clocks on the wall of each State show at a moment, each with its distance to
    UTC.

    A zone that this machine's data do not know is left out: UTC is shown in any case.
    """
    shown = []
    for code, zone in zones:
        local = _local(value, zone)
        if local:
            shown.append((state_name(code), written_moment(local, year=False), _distance(local)))
    return format_html_join(" · ", '<span class="local">{} {}&nbsp;{}</span>', shown)


@register.filter
def years(count: int) -> str:
    return written_years(count)


@register.filter
def day_as_read(text: str) -> SafeString | str:
    """Return in words a day as files write it; anything else as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


@register.filter
def weekdays(days: Sequence[str]) -> str:
    return written_weekdays(days)


@register.simple_tag
def zone(name: str, now: datetime) -> SafeString:
    """Return a time zone and its clock on the wall. The zones `Etc/GMT-3` are named with the sign
    turned about (POSIX), so only their distance is shown; of one that this machine does not know,
    the name.
    """
    local = _local(now, name)
    parts = [] if local and name.startswith("Etc/") else [name]
    if local:
        parts += [_distance(local), wall_clock(local)]
    return format_html_join(comma(), '<bdi dir="ltr">{}</bdi>', ((part,) for part in parts))


def _local(value: datetime, zone_name: str) -> datetime | None:
    try:
        return value.astimezone(ZoneInfo(zone_name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder
        return None


def _distance(local: datetime) -> str:
    """Return `UTC+5:30`, with the minus that typography has."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


@register.simple_tag
def ago(value: datetime, now: datetime) -> str:
    return times_left.since((now - value).total_seconds())


@register.filter
def left(value: timedelta | None) -> str:
    """Return what is left until an end, or for how long it is over."""
    if value is None:
        return ""
    seconds = value.total_seconds()
    return times_left.time_over(-seconds) if seconds < 0 else times_left.time_left(seconds)


@register.simple_tag
def left_of(clock: Any, now: datetime) -> str:
    return "" if clock.due is None else left(clock.due - now)


@register.filter
def lasting(minutes: int) -> str:
    """Return a number of minutes as a person says it: two whole hours and more in hours."""
    hours, rest = divmod(minutes, 60)
    return written_span(minutes, "minute") if rest or hours < 2 else written_span(hours, "hour")
