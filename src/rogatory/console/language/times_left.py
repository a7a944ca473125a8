# SPDX-License-Identifier: Apache-2.0
"""How long is left of a time, or how long it has been over, as a person says it."""

from django.utils.translation import gettext, ngettext


def time_left(seconds: float) -> str:
    """Return what is left of a time in the largest unit that is exact enough; nothing is left of
    less.
    """
    if seconds < 60:
        return gettext("no time left") if seconds <= 0 else gettext("less than a minute left")
    minutes = int(seconds // 60)
    if minutes < 120:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def time_over(seconds: float) -> str:
    """How long a time has been over."""
    minutes = int(seconds // 60)
    if minutes < 120:
        return ngettext("%(n)d minute overdue", "%(n)d minutes overdue", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour overdue", "%(n)d hours overdue", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day overdue", "%(n)d days overdue", days) % {"n": days}


def since(seconds: float) -> str:
    """How long ago something was, roughly, as a person says it."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 120:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
