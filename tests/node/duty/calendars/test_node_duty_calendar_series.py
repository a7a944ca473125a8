# SPDX-License-Identifier: Apache-2.0
"""Series of a calendar: read as programmes write them, and refused where these read differently."""

import time
from datetime import UTC, date, datetime

import pytest

from casts.node.duty import FIRST, SECOND
from rogatory.errors import Refused
from rogatory.node.duty.calendars.read_calendar import read_calendar
from rogatory.node.duty.zones import zone_of

STARTS, ENDS = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
DAILY = "DTSTART:20261201T080000Z\nDTEND:20261201T160000Z\nRRULE:FREQ=DAILY;COUNT=5"


def read(*events, zone="Etc/UTC", head="", starts=STARTS, ends=ENDS):
    calendar_text = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{head}{calendar_text}END:VCALENDAR\n"
    return read_calendar(text.replace("\n", "\r\n").encode(), zone_of(zone), starts, ends)


def shifts(*events, **more):
    return [(one.start.day, one.start.hour, one.officer) for one in read(*events, **more).shifts]


def problem(*events, **more):
    with pytest.raises(Refused) as caught:
        read(*events, **more)
    assert set(caught.value.codes) == {"calendar-event"}
    return str(caught.value)


def test_a_change_from_one_date_on_counts_for_all_that_follow():
    found = shifts(
        f"UID:a\nSUMMARY:{FIRST}\n{DAILY}",
        f"UID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261203T080000Z\nSUMMARY:{SECOND}\n"
        "DTSTART:20261203T100000Z\nDTEND:20261203T180000Z",
    )
    assert found == [
        (1, 8, FIRST),
        (2, 8, FIRST),
        (3, 10, SECOND),
        (4, 10, SECOND),
        (5, 10, SECOND),
    ]


def test_a_day_that_is_left_out_leaves_out_the_shift_of_that_day():
    found = shifts(f"UID:a\nSUMMARY:{FIRST}\n{DAILY}\nEXDATE;VALUE=DATE:20261202,20261204")
    assert [day for day, _, _ in found] == [1, 3, 5]


def test_of_two_versions_the_newer_counts_wherever_it_is():
    older = f"UID:a\nSEQUENCE:1\nSUMMARY:{FIRST}\nDTSTART:20261201T080000Z\nDTEND:20261201T160000Z"
    newer = f"UID:a\nSEQUENCE:2\nSUMMARY:{SECOND}\nDTSTART:20261202T080000Z\nDTEND:20261202T160000Z"
    assert shifts(older, newer) == shifts(newer, older) == [(2, 8, SECOND)]
    assert shifts(older, older) == [(1, 8, FIRST)]


def test_two_versions_of_which_none_is_newer_are_refused():
    one = f"UID:a\nSUMMARY:{FIRST}\nDTSTART:20261201T080000Z\nDTEND:20261201T160000Z"
    assert "neither is marked as the newer" in problem(one, one.replace(FIRST, SECOND))


def test_holidays_repeat():
    found = read(
        "UID:a\nSUMMARY:Feast\nDTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY",
        "UID:b\nSUMMARY:Closed\nDTSTART;VALUE=DATE:20261204\nDTEND;VALUE=DATE:20261206\nRRULE:FREQ=MONTHLY;COUNT=2",
    )
    assert found.holidays == (
        (date(2026, 12, 4), "Closed"),
        (date(2026, 12, 5), "Closed"),
        (date(2026, 12, 25), "Feast"),
        (date(2027, 1, 4), "Closed"),
        (date(2027, 1, 5), "Closed"),
    )
    assert found.shifts == ()


def test_one_date_of_a_series_may_be_cancelled():
    found = shifts(
        f"UID:a\nSUMMARY:{FIRST}\n{DAILY}",
        "UID:a\nRECURRENCE-ID:20261203T080000Z\nSTATUS:CANCELLED\nDTSTART:20261203T080000Z",
    )
    assert [day for day, _, _ in found] == [1, 2, 4, 5]


def test_an_added_period_has_its_own_length():
    found = read(
        f"UID:a\nSUMMARY:{FIRST}\n{DAILY}\nRDATE;VALUE=PERIOD:20261220T080000Z/PT2H"
    ).shifts
    assert (found[-1].end - found[-1].start).total_seconds() == 7200


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=1TU;COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3",
        "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=3",
    ],
)
def test_days_of_weeks_and_months(rule):
    found = shifts(
        f"UID:a\nSUMMARY:{FIRST}\nDTSTART:20261201T080000Z\nDTEND:20261201T160000Z\nRRULE:{rule}"
    )
    assert len(found) == 3


NOT_READ = {
    "COUNT=-1 with UNTIL": ("RRULE:FREQ=DAILY;COUNT=-1;UNTIL=20261205T080000Z", "COUNT and UNTIL"),
    "COUNT with UNTIL": ("RRULE:FREQ=DAILY;COUNT=3;UNTIL=20261205T080000Z", "COUNT and UNTIL"),
    "no time": ("RRULE:FREQ=DAILY;COUNT=0", "after no time"),
    "EXRULE": ("RRULE:FREQ=DAILY;COUNT=9\nEXRULE:FREQ=WEEKLY", "EXRULE"),
    "UNTIL of another kind": ("RRULE:FREQ=DAILY;UNTIL=20261205", "ends with a day"),
    "UNTIL in another zone": ("RRULE:FREQ=DAILY;UNTIL=20261205T080000", "another zone"),
    "a first day beside the rule": ("RRULE:FREQ=WEEKLY;BYDAY=MO", "first day is none"),
    "a day that is none": ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "first day is none"),
    "a sixth Tuesday": ("RRULE:FREQ=MONTHLY;BYDAY=6TU", "first day is none"),
    "a numbered day of a week": ("RRULE:FREQ=WEEKLY;BYDAY=1TU", "first day is none"),
    "hours": ("RRULE:FREQ=HOURLY", "repeats otherwise"),
    "positions": ("RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=9", "repeats otherwise"),
    "two beginnings": ("DTSTART:20261202T080000Z", "has DTSTART more than once"),
    "two ends": ("DTEND:20261202T080000Z", "has DTEND more than once"),
    "two numbers of its version": ("SEQUENCE:1\nSEQUENCE:2", "has SEQUENCE more than once"),
    "an end before the beginning": (
        "RRULE:FREQ=DAILY;UNTIL=20261130T080000Z",
        "ends before it begins",
    ),
    "a local time left out of times of a zone": (
        "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261202T080000",
        "EXDATE is written in another way",
    ),
    "a day added to times": (
        "RRULE:FREQ=DAILY;COUNT=3\nRDATE;VALUE=DATE:20261220",
        "RDATE is written in another way",
    ),
    "earlier dates too": (
        "RECURRENCE-ID;RANGE=THISANDPRIOR:20261201T080000Z",
        "changes earlier dates",
    ),
}


@pytest.mark.parametrize("what", NOT_READ)
def test_what_programmes_read_differently_is_refused(what):
    line, expected = NOT_READ[what]
    event = f"UID:a\nSUMMARY:{FIRST}\nDTSTART:20261201T080000Z\nDTEND:20261201T160000Z\n{line}"
    assert expected in problem(event)


def test_an_end_in_local_time_of_a_beginning_in_a_zone_is_refused():
    event = f"SUMMARY:{FIRST}\nDTSTART;TZID=Europe/Vienna:20261201T080000\nDTEND:20261201T160000"
    assert "DTEND is written in another way" in problem(event)


def test_a_date_of_a_zone_that_is_left_out_of_a_local_series_does_not_move_the_series():
    """The library would take the whole series for one of that zone, hours away."""
    event = (
        f"SUMMARY:{FIRST}\nDTSTART:20261201T080000\nDTEND:20261201T160000\nRRULE:FREQ=DAILY;COUNT=5"
    )
    assert "EXDATE is written" in problem(f"{event}\nEXDATE:20261202T070000Z", zone="Europe/Vienna")


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("RECURRENCE-ID;VALUE=DATE:20261203", "RECURRENCE-ID is written in another way"),
        ("RECURRENCE-ID:20261203T080000", "RECURRENCE-ID is written in another way"),
    ],
)
def test_a_moved_date_that_is_not_named_in_the_series_own_way_is_refused(which, expected):
    moved = "DTSTART:20261203T100000Z\nDTEND:20261203T180000Z"
    found = problem(
        f"UID:a\nSUMMARY:{FIRST}\n{DAILY}", f"UID:a\n{which}\nSUMMARY:{SECOND}\n{moved}"
    )
    assert expected in found


@pytest.mark.parametrize("left_out", ["EXDATE:20261203T080000Z", "EXDATE;VALUE=DATE:20261203"])
def test_a_date_that_is_left_out_and_moved_vanishes_from_no_roster(left_out):
    moved = "DTSTART:20261203T100000Z\nDTEND:20261203T180000Z"
    series = f"UID:a\nSUMMARY:{FIRST}\n{DAILY}\n{left_out}"
    which = "UID:a\nRECURRENCE-ID:20261203T080000Z"
    found = problem(series, f"{which}\nSUMMARY:{SECOND}\n{moved}")
    assert "left out and moved" in found
    gone = shifts(series, f"{which}\nSTATUS:CANCELLED\n{moved}")
    assert [day for day, _, _ in gone] == [1, 2, 4, 5]


@pytest.mark.parametrize("more", ["", ";VALUE=DATE"])
def test_a_day_with_a_time_zone_is_refused(more):
    with pytest.raises(Refused) as caught:
        read(f"SUMMARY:{FIRST}\nDTSTART;TZID=Europe/Vienna{more}:20261201")
    assert caught.value.codes == ("calendar-form",)
    assert "a day has a time zone" in str(caught.value)


@pytest.mark.parametrize(
    "parameters",
    [";" * 60, ";A=b" * 20_000, ';A=":;"' * 10_000, ";TZID" * 20_000, f";{'=' * 200_000}"],
    ids=["empty", "many", "quoted", "nearly", "long"],
)
def test_a_line_of_many_parameters_holds_nobody_up(parameters):
    """A pattern that could match them in two ways held a process for ever: this test would not end."""
    event = f"SUMMARY:{FIRST}\nDTSTART{parameters};TZID=Europe/Vienna:20261201"
    for last in ("", "T"):
        with pytest.raises(Refused) as caught:
            read(event + last)
        assert caught.value.codes
    assert "a day has a time zone" in problem_of_line(event)


def problem_of_line(event):
    with pytest.raises(Refused) as caught:
        read(event)
    return str(caught.value)


def zone(name, offset):
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )


def in_zone(name):
    days = f"DTSTART;TZID={name}:20261201T080000\nDTEND;TZID={name}:20261201T160000"
    return f"SUMMARY:{FIRST}\n{days}"


KNOWN = ["Europe/Vienna", "/vendor.example/2026_1/Europe/Vienna", "W. Europe Standard Time"]


@pytest.mark.parametrize("name", KNOWN)
def test_a_zone_that_is_defined_as_it_is_known_is_read(name):
    assert shifts(in_zone(name), head=zone(name, "+0100")) == [(1, 7, FIRST)]


@pytest.mark.parametrize("name", KNOWN)
def test_a_zone_that_is_defined_otherwise_than_it_is_known_is_refused(name):
    """Some programmes go by the definition, others by the name: they are five hours apart."""
    found = problem(in_zone(name), head=zone(name, "+0600"))
    assert "defined otherwise than it is known" in found


def test_a_zone_of_one_file_does_not_decide_the_shifts_of_another():
    assert shifts(in_zone("Office"), head=zone("Office", "+0600")) == [(1, 2, FIRST)]
    assert "'Office' is not known" in problem(in_zone("Office"))
    assert shifts(in_zone("Office"), head=zone("Office", "+0100")) == [(1, 7, FIRST)]


def test_a_vendor_s_own_name_of_a_zone_is_not_guessed_at():
    assert "is not known" in problem(in_zone("/vendor.example/2026_1/Europe/Vienna"))


@pytest.mark.parametrize("name", ["Office", "Europe/Vienna"])
def test_a_zone_that_changes_each_second_is_not_walked_through(name):
    rule = "DTSTART:00010101T000000\nRRULE:FREQ=SECONDLY"
    head = zone(name, "+0100").replace("DTSTART:19700101T000000", rule)
    begun = time.process_time()
    with pytest.raises(Refused) as caught:
        read(in_zone(name), head=head)
    assert caught.value.codes == ("calendar-form",)
    assert time.process_time() - begun < 5


def test_a_zone_that_is_defined_twice_is_refused():
    head = zone("Office", "+0100") + zone("Office", "+0200")
    with pytest.raises(Refused) as caught:
        read(in_zone("Office"), head=head)
    assert "in two ways" in str(caught.value)


@pytest.mark.parametrize("name", ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"])
def test_an_unknown_time_zone_is_refused_wherever_it_is(name):
    lines = {"DTSTART": "20261201T080000", "DTEND": "20261201T160000"}
    lines.setdefault(name, "20261202T080000")
    event = "".join(
        f"\n{key};TZID={'Nowhere/Land' if key == name else 'Europe/Vienna'}:{value}"
        for key, value in lines.items()
    )
    assert "'Nowhere/Land' is not known" in problem(f"UID:a\nSUMMARY:{FIRST}{event}")


def test_rules_without_end_are_bounded_in_all():
    event = f"SUMMARY:{FIRST}\nDTSTART:20261101T080000Z\nDTEND:20261101T160000Z\nRRULE:FREQ=DAILY"
    many = [f"UID:{number}\n{event}" for number in range(600)]
    with pytest.raises(Refused) as caught:
        read(*many)
    assert caught.value.codes == ("calendar-large",)
