# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime

import pytest
from django.utils import translation

from rogatory.console.language.names import called_by
from rogatory.console.templatetags.moments import day_as_read, local_times, weekdays, years, zone
from rogatory.node.peers.names import Names

NAMES = Names({"XA": {"en": "Arcadia"}, "XB": {"en": "Borealia"}}, {})


def shown(moment, *zones, language="en"):
    with translation.override(language), called_by(lambda: NAMES):
        return local_times(moment, zones)


def test_a_moment_is_shown_by_the_clocks_of_both_states():
    moment = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert shown(moment, ("XA", "Etc/GMT-3"), ("XB", "Etc/GMT+5")) == (
        '<span class="local">Arcadia 25 Nov, 02:30&nbsp;UTC+3</span> · '
        '<span class="local">Borealia 24 Nov, 18:30&nbsp;UTC−5</span>'
    )


def test_the_month_is_in_the_readers_language():
    moment = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert "24 nov., 15:00&nbsp;UTC+3" in shown(moment, ("XA", "Etc/GMT-3"), language="fr")


@pytest.mark.parametrize(("month", "distance"), [(1, "UTC+1"), (7, "UTC+2")])
def test_summer_time_is_shown_as_it_is_on_that_day(month, distance):
    moment = datetime(2026, month, 1, 12, 0, tzinfo=UTC)
    assert f"&nbsp;{distance}<" in shown(moment, ("XA", "Europe/Paris"))


def test_a_distance_that_is_no_whole_hour_is_shown_with_its_minutes():
    assert "&nbsp;UTC+5:45<" in shown(datetime(2026, 1, 1, tzinfo=UTC), ("XA", "Asia/Kathmandu"))
    assert "&nbsp;UTC−3:30<" in shown(datetime(2026, 1, 1, tzinfo=UTC), ("XA", "America/St_Johns"))


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "Etc", ""])
def test_a_zone_that_nobody_knows_is_left_out(zone):
    assert shown(datetime(2026, 1, 1, tzinfo=UTC), ("XA", zone)) == ""


@pytest.mark.parametrize(
    ("language", "days", "expected"),
    [
        ("en", ("mon", "tue", "wed", "thu", "fri"), "Mon–Fri"),
        ("en", ("fri", "mon", "tue"), "Mon, Tue, Fri"),
        ("fr", ("mon", "tue", "wed", "sat"), "lun.–mer., sam."),
        ("ar", ("sun", "mon"), "الاثنين، الأحد"),
        ("zh-hans", ("sat", "sun"), "周六，周日"),
        ("en", (), ""),
    ],
)
def test_days_of_the_week_in_a_row_are_shown_by_the_first_and_the_last(language, days, expected):
    with translation.override(language):
        assert weekdays(days) == expected


def test_a_zone_whose_name_turns_the_sign_about_is_shown_by_its_distance_alone():
    now = datetime(2026, 11, 24, 20, 1, tzinfo=UTC)
    with translation.override("en"):
        assert zone("Etc/GMT+5", now) == '<bdi dir="ltr">UTC−5</bdi>, <bdi dir="ltr">15:01</bdi>'
        paris = '<bdi dir="ltr">Europe/Paris</bdi>, <bdi dir="ltr">UTC+1</bdi>, <bdi dir="ltr">21:01</bdi>'
        assert zone("Europe/Paris", now) == paris
        assert zone("Nowhere/<b>", now) == '<bdi dir="ltr">Nowhere/&lt;b&gt;</bdi>'


def test_a_day_that_is_none_stays_as_it_is():
    with translation.override("en"):
        assert "27 Nov 2026" in day_as_read("2026-11-27")
        assert day_as_read("never") == "never"


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 1, "1 year"),
        ("en", 5, "5 years"),
        ("ru", 2, "2 года"),
        ("ru", 5, "5 лет"),
        ("ar", 2, "سنتان"),
        ("zh-hans", 5, "5年"),
    ],
)
def test_years_are_counted_as_the_language_counts(language, count, expected):
    with translation.override(language):
        assert years(count).replace("\N{NO-BREAK SPACE}", " ") == expected
