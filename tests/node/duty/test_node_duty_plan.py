# SPDX-License-Identifier: Apache-2.0
"""Plans worked out: weekdays, turns, the night in which the clocks change, holidays, absences."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rogatory.errors import Refused
from rogatory.node.duty.plan import WEEKDAYS, Absence, DutyPlan, Weekly, work_out
from rogatory.node.duty.plan_file import read_roster_plan
from rogatory.node.duty.roster import MOST_SHIFTS, Shift, roster_reasons
from rogatory.node.duty.timetable import Timetable
from rogatory.node.repositories.duty import Urgency

XB = "xb/contact-point"
EVERY_DAY = frozenset(WEEKDAYS)

WRITTEN = """
authority = "xb/contact-point"
time_zone = "Etc/GMT+5"
from = 2026-12-01
until = 2026-12-15
default = "xb-0001"
heads = ["xb-0002"]

[[shift]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = 20:00:00
officers = ["xb-0001", "xb-0003"]
substitutes = ["xb-0003", "xb-0001"]

[[shift]]
days = "holiday"
from = "00:00"
to = "24:00"
officers = ["xb-0002"]
substitutes = ["xb-0001"]

[[once]]
from = 2026-12-02T10:00:00
to = 2026-12-02T12:00:00
officer = "xb-0002"
substitute = "xb-0003"

[[absence]]
officer = "xb-0001"
from = 2026-12-03
until = 2026-12-04

[[holiday]]
date = 2026-12-08
name = "Feast"

[waits]
emergency = [3, 4, 5]
"""


def local(zone, *moment):
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def a_plan(zone="Etc/UTC", start=(2026, 12, 1), days=14, **more):
    starts = local(zone, *start)
    return DutyPlan(
        authority=XB,
        time_zone=zone,
        starts=starts,
        ends=starts + timedelta(days=days),
        heads=("xb-0002",),
        **more,
    )


def night_and_day(*officers, turn="week"):
    return (
        Weekly(EVERY_DAY, time(8), time(20), officers, turn=turn),
        Weekly(EVERY_DAY, time(20), time(8), officers[::-1], turn=turn),
    )


def test_a_written_plan_is_worked_out():
    roster = work_out(read_roster_plan(WRITTEN))
    zone = "Etc/GMT+5"
    assert roster.starts == local(zone, 2026, 12, 1)
    table = Timetable([roster])
    watches = {
        (2026, 12, 1, 9): "xb-0001",  # Tuesday of the first week
        (2026, 12, 1, 21): "xb-0001",  # the default at night
        (2026, 12, 2, 11): "xb-0002",  # once
        (2026, 12, 2, 13): "xb-0001",
        (2026, 12, 3, 9): "xb-0003",  # the first is absent
        (2026, 12, 7, 9): "xb-0003",  # Monday of the second week: the other's turn
        (2026, 12, 8, 9): "xb-0002",  # holiday
        (2026, 12, 8, 23): "xb-0002",
        (2026, 12, 9, 9): "xb-0003",
    }
    assert {when: table.at(local(zone, *when)).officer for when in watches} == watches
    assert roster.waits[Urgency.EMERGENCY] == (3, 4, 5)
    assert roster.holidays == (("2026-12-08", "Feast"),)
    assert not list(roster_reasons(roster))


def test_the_plan_of_the_handbook_is_one():
    page = (Path(__file__).parents[3] / "docs" / "duty.md").read_text(encoding="utf-8")
    lines = page.partition("`winter.toml`:")[2].splitlines()
    plan = itertools.takewhile(lambda line: not line or line.startswith("    "), lines[1:])
    roster = work_out(read_roster_plan("\n".join(line[4:] for line in plan)))
    assert not list(roster_reasons(roster))
    assert not list(Timetable([roster]).gaps(roster.starts, roster.ends))


def test_everything_that_is_wrong_with_a_plan_is_reported_at_once():
    with pytest.raises(Refused) as caught:
        read_roster_plan(
            'time_zone = "Nowhere/Else"\nfrom = 7\nuntil = 2027-01-01\nheads = "xb-0002"\nodd = 1\n'
            '[[shift]]\ndays = ["someday"]\nfrom = "25:00"\nto = "08:00"\nofficers = []\nturn = "hour"\n'
            '[[absence]]\nofficer = "nobody"\nfrom = 2026-12-02\nuntil = 2026-12-01\n'
            "[[holiday]]\ndate = 2026-12-02T10:00:00\n[waits]\nsoon = [1]\nurgent = [1, 2]\n"
        )
    message = str(caught.value)
    for word in (
        "Nowhere/Else",
        "the authority (`authority`) is missing",
        "the beginning (`from`) must be a day or a moment",
        "the heads of unit (`heads`) must be a list",
        "`odd` is not a word",
        "shift 1: the days (`days`) must be",
        "shift 1: the beginning (`from`) must be",
        "shift 1: the turn (`turn`) must be",
        "Shift 1 of the plan names no officer",
        "absence 1 ends before it begins",
        "holiday 1: the day (`date`) must be a day",
        "`soon` is no level",
        "waits.urgent must be three",
    ):
        assert word in message, word


def test_a_shift_that_names_no_officer_is_refused_by_its_number():
    """Left out, its time would be covered by the default officer, and nobody would know."""
    plan = (
        'authority = "xb/contact-point"\ntime_zone = "Etc/UTC"\nfrom = 2026-12-01\nuntil = 2026-12-08\n'
        'heads = ["xb-0002"]\ndefault = "xb-0001"\n'
    )
    shift = '[[shift]]\ndays = "daily"\nfrom = "08:00"\nto = "20:00"\nofficers = [{}]\n'
    with pytest.raises(Refused) as caught:
        read_roster_plan(plan + shift.format('"xb-0003"') + shift.format(""))
    (reason,) = caught.value.reasons
    assert (reason.code.id, reason.fields["number"]) == ("roster-shift-empty", 2)


@pytest.mark.parametrize("text", ["= 1", "shift = 1", "x" * (300 << 10), '[[shift]]\nfrom = "8"'])
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(Refused):
        read_roster_plan(text)


def test_the_night_in_which_the_clocks_change_opens_no_gap_and_lasts_as_long_as_it_lasts():
    zone = "Europe/Vienna"
    plan = a_plan(zone, (2027, 3, 27), 3, weekly=night_and_day("xb-0001", "xb-0003"))
    roster = work_out(plan)
    assert not list(Timetable([roster]).gaps(plan.starts, plan.ends))
    night = next(one for one in roster.shifts if one.start == local(zone, 2027, 3, 27, 20))
    assert night.end - night.start == timedelta(hours=11)
    autumn = work_out(a_plan(zone, (2027, 10, 30), 3, weekly=night_and_day("xb-0001", "xb-0003")))
    night = next(one for one in autumn.shifts if one.start == local(zone, 2027, 10, 30, 20))
    assert night.end - night.start == timedelta(hours=13)


def test_shifts_that_meet_in_the_hour_that_is_skipped_or_comes_twice_still_meet():
    rules = (
        Weekly(EVERY_DAY, time(2, 30), time(14, 30), ("xb-0001",)),
        Weekly(EVERY_DAY, time(14, 30), time(2, 30), ("xb-0003",)),
    )
    for start in ((2027, 3, 27), (2027, 10, 30)):
        plan = a_plan("Europe/Vienna", start, 3, weekly=rules)
        roster = work_out(plan)
        assert not list(Timetable([roster]).gaps(plan.starts, plan.ends))
        assert not list(roster_reasons(roster))


def test_holidays_change_nothing_where_no_shift_is_named_for_them():
    plain = a_plan(weekly=night_and_day("xb-0001", "xb-0003"))
    feast = a_plan(weekly=plain.weekly, holidays=((date(2026, 12, 8), "Feast"),))
    assert work_out(plain).shifts == work_out(feast).shifts


def test_an_absence_without_a_substitute_is_a_gap():
    away = Absence("xb-0001", local("Etc/UTC", 2026, 12, 3), local("Etc/UTC", 2026, 12, 4))
    plan = a_plan(weekly=night_and_day("xb-0001", "xb-0003"), absences=(away,))
    (gap,) = Timetable([work_out(plan)]).gaps(plan.starts, plan.ends)
    assert gap == (local("Etc/UTC", 2026, 12, 3, 8), local("Etc/UTC", 2026, 12, 3, 20))


def test_turns_by_the_day():
    roster = work_out(a_plan(weekly=night_and_day("xb-0001", "xb-0003", turn="day")))
    days = [one.officer for one in roster.shifts if one.start.hour == 8]
    assert days[:4] == ["xb-0001", "xb-0003", "xb-0001", "xb-0003"]


ZONES = ("Etc/UTC", "Europe/Vienna", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu")


@given(
    zone=some.sampled_from(ZONES),
    day=some.dates(date(2026, 1, 1), date(2027, 12, 31)),
    change=some.times().map(lambda one: one.replace(second=0, microsecond=0)),
    other=some.times().map(lambda one: one.replace(second=0, microsecond=0)),
    absences=some.lists(some.tuples(some.integers(0, 300), some.integers(1, 90)), max_size=3),
    once=some.lists(some.tuples(some.integers(0, 300), some.integers(1, 40)), max_size=3),
)
def test_a_plan_that_covers_the_day_covers_every_moment_whatever_else_it_says(
    zone, day, change, other, absences, once
):
    """Two rules that share the day leave no gap, and no two have the watch at once: in any zone, over
    any change of clocks, with single shifts and with the absences of one whose substitute is there.
    """
    if change == other:
        return
    starts = local(zone, day.year, day.month, day.day)
    plan = DutyPlan(
        authority=XB,
        time_zone=zone,
        starts=starts,
        ends=starts + timedelta(days=14),
        heads=("xb-0002",),
        weekly=(
            Weekly(EVERY_DAY, change, other, ("xb-0001",), ("xb-0003",)),
            Weekly(EVERY_DAY, other, change, ("xb-0001",), ("xb-0003",)),
        ),
        once=tuple(
            Shift(starts + timedelta(hours=at), starts + timedelta(hours=at + long), "xb-0004")
            for at, long in once[:1]
        ),
        absences=tuple(
            Absence("xb-0001", starts + timedelta(hours=at), starts + timedelta(hours=at + long))
            for at, long in absences
        ),
    )
    roster = work_out(plan)
    assert not list(Timetable([roster]).gaps(plan.starts, plan.ends))
    assert not list(roster_reasons(roster))
    for shift in roster.shifts:
        for one in plan.absences:
            assert not (
                shift.officer == one.officer and one.start < shift.end and shift.start < one.end
            )


def codes_of(plan):
    with pytest.raises(Refused) as caught:
        work_out(plan)
    return [reason.code.id for reason in caught.value.reasons]


def test_a_plan_for_a_thousand_years_is_refused_before_it_is_worked_out():
    """Found by the fuzzer: 510 bytes kept the reader busy with fifty thousand shifts."""
    assert codes_of(a_plan(days=366_000, weekly=night_and_day("xb-0001"))) == ["roster-long"]


def test_a_plan_of_too_many_shifts_is_refused_before_it_is_worked_out():
    assert codes_of(a_plan(days=399, weekly=night_and_day("xb-0001") * 50)) == ["roster-large"]
    shift = Shift(local("Etc/UTC", 2026, 12, 1), local("Etc/UTC", 2026, 12, 2), "xb-0001", None)
    assert codes_of(a_plan(once=(shift,) * (MOST_SHIFTS + 1))) == ["roster-large"]


def spans_of(kind, *more):
    """Spans of hours from the beginning of December, as single shifts or as absences."""
    return some.lists(
        some.builds(
            kind,
            some.integers(0, 70),
            some.integers(1, 30),
            *more,
        ),
        max_size=5,
    )


def at_hour(number):
    return local("Etc/UTC", 2026, 12, 1) + timedelta(hours=number)


@given(
    spans_of(lambda start, hours: (start, start + hours)),
    spans_of(
        lambda start, hours, officer: Absence(officer, at_hour(start), at_hour(start + hours)),
        some.sampled_from(["xb-0001", "xb-0002"]),
    ),
)
def test_at_each_hour_is_there_who_should_be(singles, absences):
    """A single shift takes the place of the weekly one; who is absent is followed by his substitute."""
    weekly = (Weekly(EVERY_DAY, time(8), time(20), ("xb-0001",), ("xb-0002",)),)
    once = tuple(Shift(at_hour(start), at_hour(end), "xb-0003", None) for start, end in singles)
    roster = work_out(a_plan(days=4, weekly=weekly, once=once, absences=tuple(absences)))
    for hour in range(96):
        at = at_hour(hour)
        there = {
            (one.officer, one.substitute) for one in roster.shifts if one.start <= at < one.end
        }
        if any(start <= hour < end for start, end in singles):
            assert there == {("xb-0003", None)}
            continue
        away = {one.officer for one in absences if one.start <= at < one.end}
        left = [who for who in ("xb-0001", "xb-0002") if who not in away]
        expected = {(left[0], left[1] if len(left) > 1 else None)} if left else set()
        assert there == (expected if 8 <= at.hour < 20 else set())
