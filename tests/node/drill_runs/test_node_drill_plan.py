# SPDX-License-Identifier: Apache-2.0
"""The moments at which drills are sent: ahead, inside the agreed window of the other State, whatever its clocks do."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from rogatory.directory.entry.hours import DrillWindow, is_within
from rogatory.node.drill_runs.plan import next_moment
from rogatory.node.drills.agreed import MONTH


@given(
    start=st.integers(0, 1439),
    length=st.integers(1, 1439),
    zone=st.sampled_from(["Etc/GMT-3", "Etc/GMT+5", "Europe/Berlin", "America/St_Johns"]),
    per_month=st.integers(1, 60),
    days=st.integers(0, 800),
    seed=st.integers(0, 2**32),
)
def test_every_planned_moment_lies_ahead_and_inside_the_window(
    start, length, zone, per_month, days, seed
):
    ends = (start + length) % 1440
    window = DrillWindow(
        f"{start // 60:02d}:{start % 60:02d}", f"{ends // 60:02d}:{ends % 60:02d}", zone, per_month
    )
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    moment = next_moment(window, now, Random(seed).randbytes)
    local = moment.astimezone(ZoneInfo(zone))
    wall = local.replace(tzinfo=None)
    exists = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    assert now < moment <= now + 2 * MONTH / per_month + timedelta(days=3)
    # Where the clocks are put forward a minute of the night may not exist; it is read an hour later.
    assert is_within(window.start, window.end, local) or _skips(window, local, exists)


def _skips(window, local, exists):
    hour = timedelta(hours=1)
    return any(is_within(window.start, window.end, one) for one in (local - hour, exists - hour))
