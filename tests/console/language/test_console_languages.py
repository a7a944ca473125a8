# SPDX-License-Identifier: Apache-2.0
"""Dates, moments and numbers as the readers of each language write them (CLDR)."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.utils import translation

from rogatory.console import catalogues
from rogatory.console.language import languages
from rogatory.directory.entry.entry import LANGUAGES

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

WRITTEN = {
    "ar": ("4 آذار/مارس 2026", "4 آذار/مارس 2026، 05:06", "1,234.5"),
    "en": ("4 Mar 2026", "4 Mar 2026, 05:06", "1,234.5"),
    "es": ("4 mar 2026", "4 mar 2026, 5:06", "1.234,5"),
    "fr": ("4 mars 2026", "4 mars 2026, 05:06", "1\N{NARROW NO-BREAK SPACE}234,5"),
    "ru": (
        "4 мар. 2026\N{NARROW NO-BREAK SPACE}г.",
        "4 мар. 2026\N{NARROW NO-BREAK SPACE}г., 05:06",
        "1\N{NO-BREAK SPACE}234,5",
    ),
    "zh-hans": ("2026年3月4日", "2026年3月4日 05:06", "1,234.5"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_days_moments_and_numbers_are_written_as_in_the_language(language):
    with translation.override(language):
        found = (
            languages.written_day(date(2026, 3, 4)),
            languages.written_moment(MOMENT),
            languages.written_number(1234.5, 1),
        )
    assert found == WRITTEN[language]


def test_an_exact_moment_has_its_seconds_and_a_near_one_no_year():
    with translation.override("fr"):
        assert languages.written_moment(MOMENT, exact=True) == "4 mars 2026, 05:06:07"
        assert languages.written_moment(MOMENT, year=False) == "4 mars, 05:06"


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("en", "drafted: 2 of 3, 1"),
        ("es", "drafted: 2 of 3, 1"),
        ("fr", "drafted\N{NO-BREAK SPACE}: 2 of 3, 1"),
        ("zh-hans", "drafted\N{FULLWIDTH COLON}2 of 3\N{FULLWIDTH COMMA}1"),
    ],
)
def test_a_colon_and_a_comma_are_those_of_the_language(language, joined):
    with translation.override(language):
        assert f"drafted{languages.colon()}2 of 3{languages.comma()}1" == joined


def test_each_language_of_the_directory_is_offered_and_has_a_catalogue():
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(languages.reader_language())
    assert sorted(found) == sorted(LANGUAGES)
    assert sorted(code[:2] for code in catalogues.LANGUAGES) == sorted(LANGUAGES)


def test_a_language_that_is_not_offered_is_written_as_english():
    with translation.override("de"):
        assert languages.reader_language() == "en"
        assert languages.written_day(date(2026, 3, 4)) == "4 Mar 2026"


def test_the_first_of_a_month_is_an_ordinal_in_french_alone():
    first, eleventh = datetime(2026, 6, 1, 11, 1, tzinfo=UTC), date(2026, 6, 11)
    with translation.override("fr"):
        assert languages.written_day(first.date()) == "1er juin 2026"
        assert languages.written_moment(first).startswith("1er juin 2026")
        assert languages.written_day(eleventh) == "11 juin 2026"
    with translation.override("es"):
        assert languages.written_day(first.date()) == "1 jun 2026"


def test_a_code_is_in_the_brackets_of_the_readers_language():
    with translation.override("zh-hans"):
        assert languages.with_beside("法国", "FR") == "法国（FR）"
    with translation.override("ar"):
        assert languages.with_beside("فرنسا", "FR") == "فرنسا (FR)"
