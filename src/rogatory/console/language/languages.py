# SPDX-License-Identifier: Apache-2.0
"""The six languages of the console, and how dates, moments and numbers are written in each (CLDR).

A language has the code of the directory and of messages (`zh`); Django and browsers know Chinese
by its script (`zh-hans`). Times are those of the value: pages hand over UTC or a place's own.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils.translation import get_language

from rogatory.directory.entry.hours import DAYS
from rogatory.node.letters.dates import MONTHS
from rogatory.node.letters.languages import words_in

_LOCALES: Mapping[str, str] = {
    "ar": "ar",
    "en": "en_GB",
    "es": "es",
    "fr": "fr",
    "ru": "ru",
    "zh": "zh_Hans",
}
"""Day before month in English, as the United Nations write it."""


def reader_language() -> str:
    """Return the reader's language by its code in messages and in the directory."""
    code = (get_language() or "en")[:2]
    return code if code in _LOCALES else "en"


def written_day(value: date) -> str:
    return _as_in_letters(value, format_skeleton("yMMMd", value, locale=_locale()))


def _as_in_letters(value: date, text: str) -> str:
    """Return a date of the CLDR as letters write it: French has an ordinal for the first of a month,
    and Arabic both names of a month, as the United Nations do.
    """
    language = reader_language()
    if language == "fr" and value.day == 1:
        return f"1er{text.removeprefix('1')}"
    if language == "ar":
        month = _locale().months["format"]["abbreviated"][value.month]
        return text.replace(month, words_in(language)(MONTHS[value.month - 1]))
    return text


def day_text(text: str) -> str:
    """Return in words a day as files write it; anything else as it is."""
    try:
        return written_day(date.fromisoformat(text))
    except ValueError:
        return text


def written_moment(value: datetime, *, exact: bool = False, year: bool = True) -> str:
    """Return it to the minute, or `exact` to the second, on a clock of 24 hours."""
    locale = _locale()
    on = _as_in_letters(value, format_skeleton("yMMMd" if year else "MMMd", value, locale=locale))
    at = format_skeleton(
        "Hms" if exact else "Hm", value.timetz(), tzinfo=value.tzinfo, locale=locale
    )
    return str(locale.datetime_formats["medium"]).format(at, on)


def written_time(value: datetime) -> str:
    """Return the time of the day to the minute."""
    return str(format_skeleton("Hm", value.timetz(), tzinfo=value.tzinfo, locale=_locale()))


def written_weekdays(days: Iterable[str]) -> str:
    """Return days of the week in their order; three or more in a row by the first and the last."""
    called = _locale().days["stand-alone"]["abbreviated"]
    runs: list[list[int]] = []
    for day in sorted(DAYS.index(day) for day in days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    spans: list[str] = []
    for run in runs:
        if len(run) > 2:
            spans.append(f"{called[run[0]]}\N{EN DASH}{called[run[-1]]}")
        else:
            spans += [str(called[day]) for day in run]
    return comma().join(spans)


def written_number(value: float, places: int = 0) -> str:
    return format_decimal(value, format=f"#,##0.{'0' * places}".rstrip("."), locale=_locale())


_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")
_UNITS_OF: Mapping[str, tuple[str, ...]] = {
    "ar": ("بايت", "كيبيبايت", "ميبيبايت", "جيبيبايت", "تيبيبايت"),
    "fr": ("o", "Kio", "Mio", "Gio", "Tio"),
    "ru": ("Б", "КиБ", "МиБ", "ГиБ", "ТиБ"),
}
"""The CLDR names no multiple of 1024; these are those of ISO/IEC 80000-13 as each language writes them."""


def written_size(count: int) -> str:
    """Return bytes in the largest binary unit of which there is at least one."""
    units, amount, unit = _UNITS_OF.get(reader_language(), _UNITS), float(count), 0
    while amount >= 1024 and unit < len(units) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{written_number(amount, 1 if unit else 0)} {units[unit]}"


_DECLINED = ("ru", "zh")
"""Languages whose spans of time are written in short: a Russian word would need the case of its
sentence, and Chinese has one form. Arabic days have long names only as a rule that Babel does not follow.
"""
_DUAL, _DUAL_IN_SENTENCE = "ان", "ين"


def written_span(amount: float, unit: Literal["second", "minute", "hour", "day"]) -> str:
    """Return a span of time as it is written after a preposition: in words, or in short."""
    language = reader_language()
    is_short = language in _DECLINED or (language == "ar" and unit == "day")
    length: Literal["short", "long"] = "short" if is_short else "long"
    span = format_unit(amount, f"duration-{unit}", length=length, locale=_locale())
    if language == "ar" and amount == 2:
        return span.removesuffix(_DUAL) + _DUAL_IN_SENTENCE
    return span


def written_years(count: int) -> str:
    # The CLDR has Chinese years only in short, where they are the same; Babel follows no such alias.
    length: Literal["short", "long"] = "short" if reader_language() == "zh" else "long"
    return format_unit(count, "duration-year", length=length, locale=_locale())


_COMMAS: Mapping[str, str] = {"ar": "، ", "zh": "，"}
"""The separator of two things in a row; elsewhere a comma and a space."""


def comma() -> str:
    return _COMMAS.get(reader_language(), ", ")


_SEMICOLONS: Mapping[str, str] = {"ar": "؛ ", "fr": "\u202f; ", "zh": "；"}
"""The separator of two parts that have commas; elsewhere a semicolon and a space."""


def semicolon() -> str:
    return _SEMICOLONS.get(reader_language(), "; ")


_BRACKETS: Mapping[str, tuple[str, str]] = {"zh": ("（", "）")}
"""The brackets around what is beside a text; elsewhere round ones after a space."""


def with_beside(text: str, beside: str) -> str:
    """Return a text followed by what is beside it, in the brackets of the reader's language."""
    before, after = brackets()
    return f"{text}{before}{beside}{after}"


def brackets() -> tuple[str, str]:
    """Return the brackets of the reader's language, with the space that is before them."""
    return _BRACKETS.get(reader_language(), (" (", ")"))


def sentence_gap() -> str:
    """Return what is between two sentences: nothing in Chinese, whose full stop has its own space."""
    return "" if reader_language() == "zh" else " "


_COLONS: Mapping[str, str] = {"fr": "\u00a0: ", "zh": "\uff1a"}
"""The separator of a name and what it names; elsewhere a colon and a space."""


def colon() -> str:
    return _COLONS.get(reader_language(), ": ")


def listed(values: Iterable[object]) -> str:
    """Return several things in one sentence, by the language's own signs and its own "and"."""
    return format_list([str(value) for value in values], style="standard", locale=_locale())


def named_language(code: str) -> str:
    """Return the CLDR's name of a language in the reader's; its code, if it has none there."""
    return str(_locale().languages.get(code.replace("-", "_"), code))


def locale_of(language: str) -> str:
    """Return the locale of a language of messages and of the directory, as Babel names it."""
    return _LOCALES[language]


def _locale() -> Locale:
    return Locale.parse(locale_of(reader_language()))
