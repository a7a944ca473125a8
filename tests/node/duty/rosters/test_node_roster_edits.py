# SPDX-License-Identifier: Apache-2.0
"""Changes of a draft roster, and its weeks in the nights in which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from rogatory.errors import Refused
from rogatory.node.duty.plan import Weekly
from rogatory.node.duty.roster import Roster, Shift
from rogatory.node.duty.rosters.roster_edits import (
    absent_shifts,
    with_absence,
    with_pattern,
    with_shifts,
    within_period,
    without_shift,
)
from rogatory.node.duty.rosters.roster_weeks import RosterSpan, bounds_of, weeks_of
from rogatory.node.duty.zones import midnight

START = datetime(2026, 11, 24, tzinfo=UTC)
FIRST, SECOND, THIRD = "xb-0001", "xb-0002", "xb-0003"
PARIS = ZoneInfo("Europe/Paris")


def shift(day, officer, substitute=None, *, hours=24):
    start = START + timedelta(days=day)
    return Shift(start, start + timedelta(hours=hours), officer, substitute)


def roster(*shifts, zone="Etc/UTC", days=10):
    return Roster("xb/contact-point", zone, START, START + timedelta(days=days), shifts, (SECOND,))


def test_a_shift_takes_the_place_of_others_in_its_time_and_of_nothing_else():
    before = roster(shift(0, FIRST), shift(1, SECOND))
    middle = Shift(START + timedelta(hours=20), START + timedelta(hours=28), THIRD)
    after = with_shifts(before, [middle])
    hours = [(one.officer, (one.end - one.start) // timedelta(hours=1)) for one in after.shifts]
    assert hours == [(FIRST, 20), (THIRD, 8), (SECOND, 20)]


def test_a_shift_that_ends_before_it_begins_is_refused():
    with pytest.raises(Refused) as caught:
        with_shifts(roster(), [Shift(START, START - timedelta(hours=1), FIRST)])
    assert [one.code.id for one in caught.value.reasons] == ["roster-shift-order"]


def test_only_the_named_shift_is_removed():
    before = roster(shift(0, FIRST), shift(1, FIRST))
    assert without_shift(before, FIRST, START).shifts == (before.shifts[1],)
    with pytest.raises(Refused):
        without_shift(before, SECOND, START)


def test_a_pattern_keeps_its_local_times_when_the_clocks_change():
    starts, ends = midnight(date(2026, 10, 24), PARIS), midnight(date(2026, 10, 26), PARIS)
    every_night = Weekly(frozenset({"sat", "sun"}), time(20), time(8), (FIRST,))
    after = with_pattern(roster(zone="Europe/Paris"), every_night, starts, ends)
    nights = [one for one in after.shifts if one.start.astimezone(PARIS).hour == 20]
    assert [(one.end - one.start) // timedelta(hours=1) for one in nights] == [13, 4]


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)]
)
def test_a_day_has_the_hours_that_its_clocks_show(day, hours):
    first, last, _previous, _next = bounds_of(RosterSpan.WEEK, date.fromisoformat(day))
    (week,) = weeks_of(first, last, PARIS, (), ())
    lengths = {one.day.isoformat(): one.minutes // 60 for one in week.days}
    assert lengths.pop(day) == hours
    assert set(lengths.values()) == {24}
    assert sum(lengths.values()) + hours == (week.ends - week.starts) // timedelta(hours=1)


def test_a_month_is_shown_in_whole_weeks():
    first, last, previous, following = bounds_of(RosterSpan.MONTH, date(2026, 2, 17))
    assert (first, last) == (date(2026, 1, 26), date(2026, 3, 2))
    assert (previous, following) == (date(2026, 1, 1), date(2026, 3, 1))


def test_substitutes_are_free_then_and_the_one_with_the_fewest_hours_is_first():
    before = roster(shift(0, FIRST), shift(0, "xb-0004"), shift(1, SECOND), shift(2, FIRST, SECOND))
    officers = (FIRST, SECOND, THIRD, "xb-0004")
    found = absent_shifts(before, FIRST, START, START + timedelta(days=3), officers)
    assert [one.substitutes for one in found] == [(THIRD, SECOND), (SECOND, THIRD, "xb-0004")]


def test_an_absence_changes_its_own_time_alone_and_nobody_is_left_where_nobody_takes_it():
    before = roster(shift(0, FIRST, SECOND), shift(1, SECOND, FIRST))
    span = START + timedelta(hours=6), START + timedelta(hours=30)
    left = with_absence(before, FIRST, span, {})
    assert [(one.officer, one.substitute) for one in left.shifts] == [
        (FIRST, SECOND),
        (SECOND, None),
        (SECOND, FIRST),
    ]
    taken = with_absence(before, FIRST, span, {span[0]: SECOND})
    assert taken.shifts[1] == Shift(span[0], START + timedelta(days=1), SECOND, None)


def test_what_is_published_lies_in_its_period():
    before = roster(shift(-1, FIRST, hours=30), shift(9, SECOND, hours=48))
    assert [(one.start, one.end) for one in within_period(before).shifts] == [
        (START, START + timedelta(hours=6)),
        (START + timedelta(days=9), START + timedelta(days=10)),
    ]
