# SPDX-License-Identifier: Apache-2.0
"""The time zones of a calendar: as it defines them, and as they are known by their names.

Some programmes go by the definition in the file, others by the name. Where the two agree at a shift's moments
nobody is misled; where they do not the shift is refused.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from threading import Lock
from typing import Any

from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone import TZP, tzp

from rogatory.wire.words import P_, FilledText

MOST_ZONES = 50
"""A calendar with more definitions is not one unit's, and each is worked out."""

_FOLDED = re.compile(rb"\r?\n[ \t]")
_QUOTED = re.compile(rb'"[^"]*"')

DATED = ("DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID")
"""The properties that say when."""

_DATED_LINES = tuple(f"{name};".encode() for name in DATED)
_LONGEST_NAME = max(map(len, _DATED_LINES))

_READING = Lock()


@contextmanager
def zones_of_one_file() -> Iterator[None]:
    """Read one calendar at a time, and forget its zones afterwards.

    The library keeps a definition for the whole process, by its name: what one file calls *Office* would
    decide when the shifts of the next file begin.
    """
    with _READING, warnings.catch_warnings():
        # What it guesses is compared with the definition, or refused where there is none (`Zones`).
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
        tzp.use_default()
        try:
            yield
        finally:
            tzp.use_default()


def refuse_raw(data: bytes) -> None:
    """Refuse what the library must not be given, or does not report.

    1. A time zone whose rule is not of years: it is walked through from its beginning to the event.
    2. A day that names a time zone (RFC 5545 3.2.19): some programmes read it as a day, and others
       as the midnight of that zone.

    Raises:
        ValueError: with a phrase.
    """
    text, inside = _FOLDED.sub(b"", data), False
    for line in map(bytes.upper, text.splitlines()):  # 1
        if line.strip() in {b"BEGIN:VTIMEZONE", b"END:VTIMEZONE"}:
            inside = line.startswith(b"BEGIN")
        elif inside and line.startswith((b"RRULE", b"EXRULE")) and b"FREQ=YEARLY" not in line:
            raise ValueError(
                FilledText(P_("it defines a time zone that changes otherwise than by years"))
            )
    for line in text.splitlines():  # 2
        if _is_zoned_day(line):
            shown_text = ascii(line[:60].decode(errors="replace").strip())
            raise ValueError(FilledText(P_("a day has a time zone: {line}"), line=shown_text))


def _is_zoned_day(line: bytes) -> bool:
    """Decide whether a line says when, by days alone, and names a time zone among its parameters."""
    name = line[:_LONGEST_NAME].upper()
    if not name.startswith(_DATED_LINES):
        return False
    head, _colon, value = _QUOTED.sub(b"", line).partition(b":")
    parameters = head.upper().split(b";")[1:]
    return any(one.startswith(b"TZID=") for one in parameters) and all(
        len(day) == len(b"20261201") and day.isdigit() for day in value.split(b",")
    )


def defined_zones(calendar: Any) -> Mapping[str, Any]:
    """Return the definitions by the name that events use.

    Raises:
        ValueError: with a phrase: one is there twice in different forms, or there are too many.
    """
    found: dict[str, Any] = {}
    for one in calendar.walk("VTIMEZONE"):
        name = str(one.get("TZID", ""))
        if found.setdefault(name, one).to_ical() != one.to_ical():
            raise ValueError(
                FilledText(P_("it defines the time zone {zone} in two ways"), zone=ascii(name)[:60])
            )
    if len(found) > MOST_ZONES:
        raise ValueError(
            FilledText(P_("it defines more than {limit} time zones"), limit=MOST_ZONES)
        )
    return found


class Zones:
    """The zones that a calendar defines, each worked out once."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._made: dict[str, tuple[tzinfo, ...]] = {}

    def named_by(self, events: Iterable[Any]) -> Mapping[str, str]:
        """Return which name of the file is behind each zone that was read.

        Raises:
            ValueError: with a phrase: a zone is named in a programme's own way and not defined, so
                that the library would guess what is meant by it.
        """
        found: dict[str, str] = {}
        for event in events:
            for value in values_of(event):
                name = str(value.params.get("TZID", ""))
                if name.startswith("/") and name not in self._definitions:
                    raise ValueError(
                        FilledText(P_("its time zone {zone} is not known"), zone=ascii(name))
                    )
                if name in self._definitions:
                    found |= {str(day.tzinfo): name for day in days_of(value) if is_zoned(day)}
        return found

    def refuse_other(self, moment: Any, names: Mapping[str, str]) -> None:
        """Refuse a moment at which the file defines its zone otherwise than it is known.

        Raises:
            ValueError: with a phrase.
        """
        name = names.get(str(moment.tzinfo)) if is_zoned(moment) else None
        if name is None:
            return
        local = moment.replace(tzinfo=None)
        if {zone.utcoffset(local) for zone in self._zones(name)} != {moment.utcoffset()}:
            raise ValueError(
                FilledText(
                    P_("its time zone {zone} is defined otherwise than it is known by that name"),
                    zone=ascii(name)[:60],
                )
            )

    def _zones(self, name: str) -> tuple[tzinfo, ...]:
        """Return a zone as the file defines it and, where programmes know the name, as they know it."""
        if name not in self._made:
            known: Any = TZP().timezone(name)
            defined = self._definitions[name].to_tz(lookup_tzid=False)
            self._made[name] = (defined,) if known is None else (defined, known)
        return self._made[name]


def values_of(event: Any, names: Iterable[str] = DATED) -> Iterator[Any]:
    """Yield the properties of an event that say when."""
    for name in names:
        given = event.get(name)
        yield from given if isinstance(given, list) else [] if given is None else [given]


def days_of(value: Any) -> Iterator[Any]:
    """Yield the days or moments of a property; of a period its beginning."""
    for day in value.dts if hasattr(value, "dts") else [value]:
        yield day.dt[0] if isinstance(day.dt, tuple) else day.dt


def is_zoned(day: Any) -> bool:
    """Decide whether it is a moment of a known zone or of UTC."""
    return isinstance(day, datetime) and day.tzinfo is not None


def kind_of_time(day: Any) -> str:
    """Return whether it is a day, a moment of the place where it is read, or one of a zone."""
    if not isinstance(day, datetime):
        return "day"
    return "zoned" if day.tzinfo is not None else "local"
