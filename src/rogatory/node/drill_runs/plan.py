# SPDX-License-Identifier: Apache-2.0
"""When the next drill of a State is due: at random, so that nobody's officers learn to expect it.

The day is drawn evenly over twice the mean distance, the minute evenly over that day's window on the
drilled State's own wall. So the agreed number comes on the average, and any day may be one.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rogatory.directory.entry.hours import DrillWindow, minute_of
from rogatory.node.drills.agreed import MONTH
from rogatory.wire.randomness import Random

DAY_MINUTES = 24 * 60

LAST_MINUTES = 10
"""Before the end of a window no drill leaves by itself: one that came after it would count at one end."""


def next_moment(window: DrillWindow, now: datetime, random: Random) -> datetime:
    """Return a moment after `now` inside the window, in UTC."""
    mean = MONTH / window.per_month
    zone = ZoneInfo(window.time_zone)
    drawn = now + mean * 2 * _fraction(random)
    local = drawn.astimezone(zone)
    first = minute_of(window.start)
    length = (minute_of(window.end) - first) % DAY_MINUTES or DAY_MINUTES
    if length > 2 * LAST_MINUTES:
        length -= LAST_MINUTES
    minute = first + int(length * _fraction(random))
    day = local.date()
    while True:
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the wall's own time
        wall = midnight + timedelta(minutes=minute)
        # A minute that a change of the clock skips is read as the one after it.
        moment = wall.replace(tzinfo=zone).astimezone(now.tzinfo)
        if moment > now:
            return moment
        day += timedelta(days=1)


def _fraction(random: Random) -> float:
    """Return a fraction, spread evenly from 0 up to 1, without 1."""
    return int.from_bytes(random(7)) / (1 << 56)
