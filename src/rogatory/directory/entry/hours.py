# SPDX-License-Identifier: Apache-2.0
"""When an office is open, and when a State agrees to be drilled: times of day on its own wall.

A span runs from `start` (included) to `end` (excluded), written `HH:MM`. One whose end is not
later than its start ends on the next day, so that a night is one span and 00:00 to 00:00 a whole
day; the day named is the one that it begins on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.entry.fields import distinct
from rogatory.wire.canonical import Json
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Integer, Matching, OneOf

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = Matching(re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"), "08:30")
TIME_ZONE = Matching(re.compile(r"[A-Za-z]+(?:[/_+-][A-Za-z0-9]+){0,4}"), "Etc/GMT-3 (IANA)")

MOST_DRILLS = 60
"""Two a day. More, and officers learn to answer the bell without looking what it rings for."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A span of each of these days, local to the authority's time zone."""

    days: tuple[str, ...]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class DrillWindow:
    """The span of each day within which peers may send the State drills, and how many of one peer
    a month it answers.
    """

    start: str
    end: str
    time_zone: str
    per_month: int


def minute_of(time: str) -> int:
    """Return the minute of the day that `HH:MM` names."""
    return int(time[:2]) * 60 + int(time[3:])


def is_within(start: str, end: str, local: datetime) -> bool:
    """Decide whether a local moment lies in the span that each day has."""
    now, first, last = local.hour * 60 + local.minute, minute_of(start), minute_of(end)
    return first <= now < last if first < last else now >= first or now < last


def is_open_at(hours: Iterable[OpeningHours], local: datetime) -> bool:
    """Decide whether an authority with these hours is open at a moment local to it; without hours
    it is open day and night.
    """
    listed = tuple(hours)
    return not listed or any(_holds(span, local) for span in listed)


def hours_json(span: OpeningHours) -> Json:
    return {"days": span.days, "from": span.start, "to": span.end}


def read_hours(of: Fields) -> OpeningHours:
    return OpeningHours(
        days=of.read("days", distinct(OneOf(DAYS), least=1)),
        start=of.read("from", TIME),
        end=of.read("to", TIME),
    )


def drill_window_json(window: DrillWindow) -> Json:
    return {
        "from": window.start,
        "to": window.end,
        "time_zone": window.time_zone,
        "per_month": window.per_month,
    }


def read_drill_window(of: Fields) -> DrillWindow:
    return DrillWindow(
        start=of.read("from", TIME),
        end=of.read("to", TIME),
        time_zone=of.read("time_zone", TIME_ZONE),
        per_month=of.read("per_month", Integer(1, MOST_DRILLS)),
    )


def _holds(span: OpeningHours, local: datetime) -> bool:
    if not is_within(span.start, span.end, local):
        return False
    now, first = local.hour * 60 + local.minute, minute_of(span.start)
    begun = local.weekday() if now >= first else local.weekday() - 1
    return DAYS[begun] in span.days
