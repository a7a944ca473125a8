# SPDX-License-Identifier: Apache-2.0
"""Times as files state them, each as the span of UTC in which it lies: nothing is guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

WEST, EAST = timedelta(hours=12), timedelta(hours=14)
"""Zones furthest from UTC: a time without a zone lies between its readings in both."""

LONGEST_TIME = 100
"""Characters of a time: parsers of dates take longer with longer ones."""

_OFFSET = r"(?: ?(?P<zone>Z|[+-]\d\d:?\d\d))?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?(?: ?(?P<half>[AaPp])[Mm])?"
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?P<second>:\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?",
    re.ASCII,
)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(?P<year>\d{{4}})(?:,?[T ]{_CLOCK}{_OFFSET})?", re.ASCII
)
_NAMED_MONTH = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?:(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})[ -](?P<month2>[A-Za-z]{3,9})\.?[ -](?P<year2>\d{4}))"
    rf"(?:,? (?:at )?{_CLOCK}{_OFFSET})?",
    re.ASCII,
)
_YEAR_LAST = re.compile(
    r"[A-Z][a-z]{2} (?P<day>[A-Z][a-z]{2} \d{1,2}) (?P<clock>\d\d:\d\d:\d\d) "
    r"(?P<zone>[+-]\d{4}) (?P<year>\d{4})",
    re.ASCII,
)
_YEAR_SLASHES = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?!\d)", re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}", re.ASCII)
_SECONDS = re.compile(
    r"(?!19\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d\d\Z)1\d{9}(?:\d{3}|\d{6}|\.\d{1,9})?",
    re.ASCII,
)
"""Seconds, milliseconds or microseconds since 1970, from 2001 to 2033: other numbers of digits are also dates or clocks,
and so are ten that begin with a date.
"""

_MAIL_ZONE = re.compile(r"-0000\s*(?:\(.*\))?\s*\Z", re.ASCII)
_NAMED_ZONE = re.compile(r"(?P<rest>.*[0-9mM]) ?(?P<zone>[A-Z]{3,5})", re.ASCII)
_UTC_OFFSET = re.compile(
    r"(?P<rest>.*[0-9mM]) ?(?:UTC|GMT)(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?",
    re.ASCII,
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBERS = (
    {name: number for number, name in enumerate(_MONTHS, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
    | {"sept": 9}
)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The first and the last moment that a time can mean, in UTC."""

    first: datetime
    last: datetime


def read_time(text: str, *, utc: bool = False) -> TimeSpan | None:
    """Return the span of a time in a table or document; None if it is in no known form. Names of zones
    other than UTC and GMT have several meanings, so a time with one may be in every zone.

    `utc` where the file says that a time without a zone is UTC.
    """
    if len(text) > LONGEST_TIME:
        return None
    text, utc = _zone_resolved(" ".join(text.split()), utc=utc)
    text = _YEAR_SLASHES.sub(r"\1-\2-\3", text, count=1)
    try:
        return next(
            (read(found, utc=utc) for form, read in _FORMS if (found := form.fullmatch(text))), None
        )
    except (ValueError, OverflowError, OSError):
        return None


def _since_1970(found: re.Match[str], *, utc: bool) -> TimeSpan:  # noqa: ARG001 - as all forms
    whole, _, fraction = found[0].partition(".")
    seconds, rest = int(whole[:10]), (whole[10:] or fraction)[:6].ljust(6, "0")
    at = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=int(rest))
    return TimeSpan(at, at)


def _compact(found: re.Match[str], *, utc: bool) -> TimeSpan:
    return _span(datetime.strptime(found[0], "%Y%m%d%H%M%S"), timedelta(0), utc=utc)  # noqa: DTZ007 - its zone is what is unknown


def _iso(found: re.Match[str], *, utc: bool) -> TimeSpan:
    text = found[0]
    length = timedelta(days=1) if len(text) == 10 else timedelta(minutes=1)
    at = datetime.fromisoformat(_with_microseconds(text.replace(" ", "T", 1)))
    return _span(at, timedelta(0) if found["second"] is not None else length, utc=utc)


def _zone_resolved(text: str, *, utc: bool) -> tuple[str, bool]:
    """Return the text with an offset or without a zone's name, and whether it is then UTC."""
    if found := _YEAR_LAST.fullmatch(text):
        return f"{found['day']}, {found['year']} {found['clock']} {found['zone']}", utc
    if found := _UTC_OFFSET.fullmatch(text):
        hours, minutes = found["hours"].zfill(2), found["minutes"] or "00"
        return f"{found['rest']} {found['sign']}{hours}:{minutes}", utc
    if found := _NAMED_ZONE.fullmatch(text):
        return found["rest"], found["zone"] in {"UTC", "GMT"}
    return text, utc


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
    one, other = int(found[1]), int(found[3])
    spans = [
        _on_day(int(found["year"]), month, day, found, utc=utc)
        for day, month in {(one, other), (other, one)}
        if month <= 12
    ]
    if not spans:
        return None
    return TimeSpan(min(span.first for span in spans), max(span.last for span in spans))


def _named_month(found: re.Match[str], *, utc: bool) -> TimeSpan | None:
    month = _MONTH_NUMBERS.get((found["month"] or found["month2"]).casefold())
    if month is None:
        return None
    year, day = int(found["year"] or found["year2"]), int(found["day"] or found["day2"])
    return _on_day(year, month, day, found, utc=utc)


def _on_day(year: int, month: int, day: int, found: re.Match[str], *, utc: bool) -> TimeSpan:
    """Return the span of the clock's time on that day; of the whole day without one."""
    hour, half = int(found["hour"] or 0), found["half"]
    if half is not None:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half in "Pp" else 0)
    length = timedelta(minutes=1) if found["hour"] else timedelta(days=1)
    at = datetime(
        year, month, day, hour, int(found["minute"] or 0), int(found["second"] or 0), tzinfo=_offset(found["zone"])
    )  # fmt: skip
    return _span(at, timedelta(0) if found["second"] else length, utc=utc)


def _offset(zone: str | None) -> timezone | None:
    if zone is None:
        return None
    if zone == "Z":
        return UTC
    length = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return timezone(-length if zone[0] == "-" else length)


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., TimeSpan | None]], ...] = (
    (_SECONDS, _since_1970),
    (_COMPACT, _compact),
    (_ISO, _iso),
    (_DAY_FIRST, _either_order),
    (_NAMED_MONTH, _named_month),
)
