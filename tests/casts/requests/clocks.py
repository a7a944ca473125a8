# SPDX-License-Identifier: Apache-2.0
"""The clock of one name in a thread that is played, and days since its hold began."""

from datetime import UTC, datetime, timedelta

from rogatory.requests.deadlines.thread_deadlines import (
    clocks,
)

HOLD_START = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


HOLD_END = HOLD_START + timedelta(days=60)


def day(number):
    return HOLD_START + timedelta(days=number)


def clock(name, play, now, *, received=None, **more):
    found = clocks(play.fold(), received=received or {}, now=now, **more)
    return next((one for one in found if one.name == name), None)
