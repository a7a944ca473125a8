# SPDX-License-Identifier: Apache-2.0
"""Times as files state them, each as the span of UTC in which it lies: nothing is guessed."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

WEST, EAST = timedelta(hours=12), timedelta(hours=14)
"""Zones furthest from UTC: a time without a zone lies between its readings in both."""

LONGEST_TIME = 100
"""Characters of a time: parsers of dates take longer with longer ones."""

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?P<second>:\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?[T ](\d\d):(\d\d)(?::(\d\d))?)?", re.ASCII
)
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
"""Seconds or milliseconds since 1970, from 2001 to 2033: other numbers of digits are also dates or clocks."""

_HOUR_OF_A_DATE = re.compile(r"19\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d\d", re.ASCII)
_MAIL_ZONE = re.compile(r"-0000\s*(?:\(.*\))?\s*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The first and the last moment that a time can mean, in UTC."""

    first: datetime
    last: datetime


def read_time(text: str, *, utc: bool = False) -> TimeSpan | None:
    """Return the span of a time in a table or document; None if it is in no known form.

    `utc` where the file says that a time without a zone is UTC.
    """
    text = text.strip()
    if len(text) > LONGEST_TIME:
        return None
    try:
        if _SECONDS.fullmatch(text) and not _HOUR_OF_A_DATE.fullmatch(text):
            at = datetime.fromtimestamp(int(text) / (1 if len(text) < 12 else 1000), UTC)
            return TimeSpan(at, at)
        if found := _ISO.fullmatch(text):
            length = timedelta(days=1) if len(text) == 10 else timedelta(minutes=1)
            exact = found["second"] is not None
            at = datetime.fromisoformat(_with_microseconds(text.replace(" ", "T", 1)))
            return _span(at, timedelta(0) if exact else length, utc=utc)
        if found := _DAY_FIRST.fullmatch(text):
            return _either_order(found, utc=utc)
    except (ValueError, OverflowError, OSError):
        pass
    return None


def read_mail_date(text: str) -> TimeSpan | None:
    """Return the span of the field Date of a message; `-0000` is UTC (RFC 5322, 3.3)."""
    if len(text) > LONGEST_TIME:
        return None
    try:
        at = parsedate_to_datetime(text)
        return _span(at, timedelta(0), utc=_MAIL_ZONE.search(text) is not None)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _with_microseconds(text: str) -> str:
    """Cut a fraction to what Python takes, and the blank before a zone."""
    return re.sub(r"(\.\d{6})\d+", r"\1", text).replace(" ", "")


def _span(at: datetime, length: timedelta, *, utc: bool) -> TimeSpan:
    last = at + max(length - timedelta(microseconds=1), timedelta(0))
    if at.tzinfo is not None:
        return TimeSpan(at.astimezone(UTC), last.astimezone(UTC))
    first, last = at.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
    return TimeSpan(first, last) if utc else TimeSpan(first - EAST, last + WEST)


def _either_order(found: re.Match[str], *, utc: bool) -> TimeSpan | None:
    """Return the span of both readings, day or month first, where both are dates."""
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    hour, minute, second = (int(found[group] or 0) for group in (5, 6, 7))
    length = timedelta(0) if found[7] else timedelta(minutes=1) if found[5] else timedelta(days=1)
    spans = [
        _span(datetime(year, month, day, hour, minute, second), length, utc=utc)  # noqa: DTZ001 - its zone is what is unknown
        for day, month in {(one, other), (other, one)}
        if month <= 12
    ]
    if not spans:
        return None
    return TimeSpan(min(span.first for span in spans), max(span.last for span in spans))
