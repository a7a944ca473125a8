# SPDX-License-Identifier: Apache-2.0
"""Opening hours and spans of the day, on the clock of the office's own wall."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.directory.entry.hours import DAYS, OpeningHours, is_open_at, is_within

MONDAY = datetime(2026, 11, 23)
OFFICE = (OpeningHours(DAYS[:5], "08:00", "17:30"),)
FRIDAY_NIGHT = (OpeningHours(("fri",), "22:00", "06:00"),)
SUNDAY_NIGHT = (OpeningHours(("sun",), "22:00", "06:00"),)

local_times = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))
times = st.times().map(lambda time: time.strftime("%H:%M"))


def on(day: int, time: str) -> datetime:
    return datetime.fromisoformat(f"{MONDAY + timedelta(days=day):%Y-%m-%d}T{time}")


@pytest.mark.parametrize(
    ("hours", "day", "time", "expected"),
    [
        (OFFICE, 0, "07:59", False), (OFFICE, 0, "08:00", True), (OFFICE, 4, "17:29", True),
        (OFFICE, 4, "17:30", False), (OFFICE, 5, "12:00", False),
        (FRIDAY_NIGHT, 4, "21:59", False), (FRIDAY_NIGHT, 4, "22:00", True),
        (FRIDAY_NIGHT, 5, "05:59", True), (FRIDAY_NIGHT, 5, "06:00", False),
        (FRIDAY_NIGHT, 4, "03:00", False), (FRIDAY_NIGHT, 5, "23:00", False),
        (SUNDAY_NIGHT, 6, "23:00", True), (SUNDAY_NIGHT, 7, "05:00", True), (SUNDAY_NIGHT, 6, "05:00", False),
    ],
)  # fmt: skip
def test_an_office_is_open_by_its_own_wall(
    hours: tuple[OpeningHours, ...], day: int, time: str, *, expected: bool
) -> None:
    assert is_open_at(hours, on(day, time)) is expected


@given(local_times)
def test_without_hours_it_is_open_day_and_night(local: datetime) -> None:
    assert is_open_at((), local)


@given(times, local_times)
def test_a_span_that_ends_where_it_begins_is_a_whole_day(time: str, local: datetime) -> None:
    assert is_within(time, time, local)
    assert is_open_at((OpeningHours(DAYS, time, time),), local)


@given(times, times, local_times)
def test_a_span_and_the_rest_of_the_day_make_the_day(start: str, end: str, local: datetime) -> None:
    if start != end:
        assert is_within(start, end, local) is not is_within(end, start, local)


@given(times, times, local_times)
def test_open_on_every_day_means_within_the_span(start: str, end: str, local: datetime) -> None:
    assert is_open_at((OpeningHours(DAYS, start, end),), local) is is_within(start, end, local)
