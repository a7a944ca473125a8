# SPDX-License-Identifier: Apache-2.0
"""Rosters of duty, put into the store."""

from datetime import timedelta

import pytest

from casts.console.world import NOW
from rogatory.node.duty.roster import Roster, Shift
from rogatory.node.duty.set_roster import set_roster

XB = "xb/contact-point"


FIRST, HEAD = "xb-0001", "xb-0002"


def put_roster(world):
    shifts = tuple(
        Shift(NOW + timedelta(days=each), NOW + timedelta(days=each + 1), *pair)
        for each, pair in enumerate([(FIRST, HEAD), (HEAD, FIRST)] * 10)
    )
    roster = Roster(XB, "Etc/UTC", NOW, NOW + timedelta(days=20), shifts, (HEAD,))
    set_roster(world.node("XB"), roster, HEAD, "The month")


@pytest.fixture
def rostered(world):
    put_roster(world)
    return world
