# SPDX-License-Identifier: Apache-2.0
"""How long is left of a time, or how long it has been over, as a person says it."""

from django.utils.translation import gettext, ngettext

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600

FROM_TWO = 2
"""A larger unit is used from two of it on: *one day left* may be 47 hours."""


def time_left(seconds: float) -> str:
    """Return what is left of a time in the largest unit that is exact enough; nothing is left of less."""
    if seconds <= 0:
        return gettext("no time left")
    if seconds < MINUTE:
        return gettext("less than a minute left")
    unit, n = _in_units(seconds)
    return {
        MINUTE: ngettext("%(n)d minute left", "%(n)d minutes left", n),
        HOUR: ngettext("%(n)d hour left", "%(n)d hours left", n),
        DAY: ngettext("%(n)d day left", "%(n)d days left", n),
    }[unit] % {"n": n}


def time_over(seconds: float) -> str:
    """Return how long a time has been over."""
    unit, n = _in_units(seconds)
    return {
        MINUTE: ngettext("%(n)d minute overdue", "%(n)d minutes overdue", n),
        HOUR: ngettext("%(n)d hour overdue", "%(n)d hours overdue", n),
        DAY: ngettext("%(n)d day overdue", "%(n)d days overdue", n),
    }[unit] % {"n": n}


def since(seconds: float) -> str:
    """Return how long ago something was, roughly, as a person says it."""
    if seconds < MINUTE:
        return gettext("just now")
    unit, n = _in_units(seconds)
    return {
        MINUTE: ngettext("%(n)d minute ago", "%(n)d minutes ago", n),
        HOUR: ngettext("%(n)d hour ago", "%(n)d hours ago", n),
        DAY: ngettext("%(n)d day ago", "%(n)d days ago", n),
    }[unit] % {"n": n}


def _in_units(seconds: float) -> tuple[int, int]:
    """Return the unit, and how many whole ones of it there are."""
    for unit in (DAY, HOUR):
        if seconds >= FROM_TWO * unit:
            return unit, int(seconds // unit)
    return MINUTE, int(seconds // MINUTE)
