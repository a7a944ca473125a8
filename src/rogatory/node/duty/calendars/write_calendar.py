# SPDX-License-Identifier: Apache-2.0
"""A roster as a calendar (iCalendar, RFC 5545), for the programmes that officers use.

It lists officers by number. Times are in UTC, which every programme shows in its own zone; the
calendar written here reads back as the same shifts (`read_calendar`).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDate, vText

from rogatory.node.context import Node
from rogatory.node.duty.on_duty import timetable_of
from rogatory.node.duty.roster import Roster, Shift
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

PRODUCT = "-//rogatory//duty roster//EN"


def write_calendar(roster: Roster, at: datetime, officers: Iterable[str] | None = None) -> bytes:
    """Return the calendar of a roster as it was at a moment; only the shifts of some officers, if
    named.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Duty of {roster.authority}")
    calendar.add("x-wr-timezone", roster.time_zone)
    wanted = None if officers is None else frozenset(officers)
    for one in roster.shifts:
        if wanted is None or wanted & {one.officer, one.substitute}:
            calendar.add_component(_shift(roster, one, at))
    for day, name in roster.holidays:
        calendar.add_component(_holiday(roster, date.fromisoformat(day), name, at))
    written: bytes = calendar.to_ical()
    return written


def calendar_of(node: Node, authority: str, *, days: int, officer: str | None = None) -> bytes:
    """Return the watch of an authority from now on as it is by now: stand-ins and defaults with it."""
    now = node.clock.now().replace(microsecond=0)
    table, until = timetable_of(node, authority, now), now + timedelta(days=days)
    latest = table.rosters[0] if table.rosters else None
    roster = Roster(
        authority=authority,
        time_zone=latest.time_zone if latest else "Etc/UTC",
        starts=now,
        ends=until,
        shifts=tuple(table.shifts(now, until)),
        heads=latest.heads if latest else (),
        holidays=latest.holidays if latest else (),
    )
    return write_calendar(roster, now, None if officer is None else (officer,))


def _shift(roster: Roster, shift: Shift, at: datetime) -> Event:
    event = Event()
    title = shift.officer
    if shift.substitute:
        title += f" (substitute {shift.substitute})"
        event["x-rogatory-substitute"] = vText(shift.substitute)
    event["x-rogatory-officer"] = vText(shift.officer)
    event.add("summary", title)
    event.add("uid", _uid(roster, format_moment(shift.start), shift.officer))
    event.add("dtstamp", at.replace(microsecond=0))
    event.add("dtstart", shift.start)
    event.add("dtend", shift.end)
    event.add("categories", ["duty"])
    return event


def _holiday(roster: Roster, day: date, name: str, at: datetime) -> Event:
    event = Event()
    event.add("summary", name or "Holiday")
    event.add("uid", _uid(roster, day.isoformat(), "holiday"))
    event.add("dtstamp", at.replace(microsecond=0))
    event["dtstart"] = vDate(day)
    event["dtend"] = vDate(day + timedelta(days=1))
    event["dtstart"].params["VALUE"] = event["dtend"].params["VALUE"] = "DATE"
    event.add("transp", "TRANSPARENT")
    return event


def _uid(roster: Roster, start: str, officer: str) -> str:
    """Return the identifier of a shift; the same shift keeps it, so that a programme replaces it
    and shows it once.
    """
    return f"{sha256(f'{roster.authority} {start} {officer}'.encode())[:32]}@rogatory"
