# SPDX-License-Identifier: Apache-2.0
"""Calendars in and out: what other programmes write, what repeats, what is refused."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casts.node.duty import FIRST, SECOND, a_roster, hours
from casts.node.world import NOW
from rogatory.errors import Refused
from rogatory.node.duty.calendars.read_calendar import read_calendar, roster_of_calendar
from rogatory.node.duty.calendars.write_calendar import write_calendar
from rogatory.node.duty.roster import Shift

UTC_ZONE = ZoneInfo("Etc/UTC")
VIENNA = ZoneInfo("Europe/Vienna")
STARTS, ENDS = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)


NIGHT = "DTSTART:20261201T200000Z\nDTEND:20261202T080000Z"


def calendar(*events, head=""):
    calendar_text = "".join(
        f"BEGIN:VEVENT\nUID:{i}@xb\n{event}\nEND:VEVENT\n" for i, event in enumerate(events)
    )
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{head}{calendar_text}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events, zone=UTC_ZONE, head="", **more):
    return read_calendar(calendar(*events, head=head), zone, STARTS, ENDS, **more)


def problem(*events, **more):
    with pytest.raises(Refused) as caught:
        read(*events, **more)
    return str(caught.value)


def test_what_is_written_reads_back():
    roster = a_roster(holidays=(("2026-12-20", "Feast"),))
    written = write_calendar(roster, NOW)
    back = roster_of_calendar(
        written,
        authority=roster.authority,
        time_zone=roster.time_zone,
        starts=roster.starts,
        ends=roster.ends,
        heads=roster.heads,
    )
    assert back == roster
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


@given(
    some.lists(
        some.tuples(some.integers(0, 60 * 24 * 300), some.integers(1, 60 * 24 * 14)),
        max_size=8,
        unique_by=lambda one: one[0],
    )
)
def test_any_shifts_read_back(spans):
    shifts = tuple(
        sorted(
            (
                Shift(STARTS + timedelta(minutes=at), STARTS + timedelta(minutes=at + long), FIRST)
                for at, long in spans
            ),
            key=lambda one: (one.start, one.end),
        )
    )
    roster = a_roster(shifts=shifts, starts=STARTS, ends=STARTS + timedelta(days=400))
    back = read_calendar(write_calendar(roster, NOW), UTC_ZONE, STARTS, roster.ends)
    assert back.shifts == shifts


def test_only_one_officers_shifts_may_be_written():
    written = write_calendar(a_roster(), NOW, ["xb-0009"])
    assert b"VEVENT" not in written
    assert write_calendar(a_roster(), NOW, [FIRST]).count(b"BEGIN:VEVENT") == 60


def test_a_shift_that_repeats_stays_at_its_local_time_when_the_clocks_change():
    found = read(
        f"SUMMARY:{FIRST} / {SECOND}\nDTSTART;TZID=Europe/Vienna:20270326T220000\n"
        "DTEND;TZID=Europe/Vienna:20270327T060000\nRRULE:FREQ=DAILY;COUNT=3"
    )
    assert [(one.start.hour, (one.end - one.start) // hours(1)) for one in found.shifts] == [
        (21, 8),
        (21, 7),
        (20, 8),
    ]
    assert {(one.officer, one.substitute) for one in found.shifts} == {(FIRST, SECOND)}


def test_time_zones_of_other_programmes_are_known():
    vtimezone = (
        "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T030000\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )
    found = read(
        f"SUMMARY:{FIRST}\nDTSTART;TZID=W. Europe Standard Time:20261201T080000\n"
        "DTEND;TZID=W. Europe Standard Time:20261201T160000",
        head=vtimezone,
    )
    assert [one.start for one in found.shifts] == [datetime(2026, 12, 1, 7, tzinfo=UTC)]


def test_weeks_of_whole_days_holidays_and_times_without_a_zone():
    found = read(
        f"SUMMARY:{FIRST}\nDTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261214",
        "SUMMARY:Feast\nDTSTART;VALUE=DATE:20261225",
        f"SUMMARY:{SECOND}\nDTSTART:20261214T080000\nDURATION:PT8H",
        zone=VIENNA,
    )
    assert [(one.start, one.officer) for one in found.shifts] == [
        (datetime(2026, 12, 6, 23, tzinfo=UTC), FIRST),
        (datetime(2026, 12, 14, 7, tzinfo=UTC), SECOND),
    ]
    assert found.holidays == ((date(2026, 12, 25), "Feast"),)


def test_single_dates_are_taken_out_added_moved_and_cancelled():
    rule = "DTSTART:20261207T080000Z\nDTEND:20261207T160000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20261222T080000Z"
    text = calendar(
        f"SUMMARY:{FIRST}\n{rule}\nEXDATE:20261208T080000Z\nRDATE:20261210T080000Z",
    ).decode()
    moved = (
        f"BEGIN:VEVENT\r\nUID:0@xb\r\nRECURRENCE-ID:20261214T080000Z\r\nSUMMARY:{SECOND}\r\n"
        "DTSTART:20261214T100000Z\r\nDTEND:20261214T180000Z\r\nEND:VEVENT\r\n"
        f"BEGIN:VEVENT\r\nUID:9@xb\r\nSTATUS:CANCELLED\r\nSUMMARY:{SECOND}\r\n"
        "DTSTART:20261201T100000Z\r\nDTEND:20261201T180000Z\r\nEND:VEVENT\r\n"
    )
    text = text.replace("END:VCALENDAR", moved + "END:VCALENDAR")
    found = read_calendar(text.encode(), UTC_ZONE, STARTS, ENDS)
    assert [(one.start.day, one.start.hour, one.officer) for one in found.shifts] == [
        (7, 8, FIRST),
        (10, 8, FIRST),
        (14, 10, SECOND),
        (15, 8, FIRST),
        (21, 8, FIRST),
        (22, 8, FIRST),
    ]


def test_a_name_means_the_officer_whom_the_caller_says():
    found = read(
        "SUMMARY:Night: Second Person\\, then First Person\nDTSTART:20261201T200000Z\nDTEND:20261202T080000Z",
        names={"first person": FIRST, "Second Person": SECOND},
    )
    assert [(one.officer, one.substitute) for one in found.shifts] == [(SECOND, FIRST)]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("SUMMARY:Somebody\nDTSTART:20261201T200000Z\nDTEND:20261202T080000Z", "names no officer"),
        (f"SUMMARY:{FIRST}\nDTSTART:20261201T200000Z", "has no end"),
        (f"SUMMARY:{FIRST}\nDTEND:20261201T200000Z", "has no beginning"),
        (f"SUMMARY:{FIRST}\nDTSTART:20261202T200000Z\nDTEND:20261202T080000Z", "ends before"),
        (f"SUMMARY:{FIRST}\nDTSTART:20261202\nDTEND:20261202T080000Z", "begins with a day"),
        (
            f"SUMMARY:{FIRST}\nDTSTART:20261201T200000Z\nDTEND:20261202T080000Z\nRRULE:FREQ=SECONDLY",
            "repeats otherwise",
        ),
        (
            f"SUMMARY:{FIRST}\n{NIGHT}\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            "repeats otherwise",
        ),
        (
            f"SUMMARY:{FIRST}\n{NIGHT}\nRRULE:FREQ=DAILY;INTERVAL=0",
            "interval",
        ),
        (
            f"SUMMARY:{FIRST}\nDTSTART:00010101T200000Z\nDTEND:00010102T080000Z\nRRULE:FREQ=DAILY",
            "ten years",
        ),
        (
            f"SUMMARY:{FIRST}\n{NIGHT}\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
            "more than one rule",
        ),
    ],
)
def test_an_event_that_cannot_be_a_shift_is_refused_and_named(event, expected):
    assert expected in problem(event)


def test_all_events_that_are_wrong_are_reported():
    wrong = "SUMMARY:Somebody\nDTSTART:20261201T200000Z\nDTEND:20261202T080000Z"
    assert problem(wrong, wrong).count("names no officer") == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n",
        b"hello",
        b"BEGIN:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\n" * 500,
        b"x" * (5 << 20),
        calendar(*["SUMMARY:x"] * 10_001),
    ],
)
def test_what_is_no_units_calendar_is_refused(data):
    with pytest.raises(Refused):
        read_calendar(data, UTC_ZONE, STARTS, ENDS)


@given(some.binary(max_size=300), some.integers(0, 400))
def test_no_damage_to_a_calendar_is_a_fault_of_ours(noise, place):
    whole = calendar(
        f"SUMMARY:{FIRST}\nDTSTART:20261201T200000Z\nDTEND:20261202T080000Z\nRRULE:FREQ=DAILY;COUNT=2"
    )
    with contextlib.suppress(Refused):
        read_calendar(whole[:place] + noise + whole[place + len(noise) :], UTC_ZONE, STARTS, ENDS)
