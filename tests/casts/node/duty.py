# SPDX-License-Identifier: Apache-2.0
"""A roster of Borealia's contact point, and time that goes by."""

from dataclasses import replace
from datetime import timedelta

from casts.node.world import NOW
from rogatory.node.duty.roster import Roster, Shift
from rogatory.node.duty.set_roster import set_roster
from rogatory.node.officers.alerts import page
from rogatory.wire.statements import older

XB = "xb/contact-point"
FIRST, HEAD, SECOND = "xb-0001", "xb-0002", "xb-0003"
"""Officers of the contact point: on duty, head of the unit, examiner and approver."""


def hours(number):
    return timedelta(hours=number)


def a_roster(**changes):
    """A month of twelve hours each: FIRST and SECOND in turn, each the other's substitute."""
    shifts = []
    for half in range(60):
        who, other = (FIRST, SECOND) if half % 2 == 0 else (SECOND, FIRST)
        shifts.append(Shift(NOW + hours(12 * half), NOW + hours(12 * half + 12), who, other))
    roster = Roster(
        authority=XB,
        time_zone="Etc/GMT+5",
        starts=NOW,
        ends=NOW + timedelta(days=30),
        shifts=tuple(shifts),
        heads=(HEAD,),
    )
    return replace(roster, **changes)


def rostered(world, **changes):
    return set_roster(world.node("XB"), a_roster(**changes), HEAD, "The month's roster")


def called(world, key="test/1", **more):
    """A call at Borealia, and its job done."""
    page(
        world.node("XB"),
        key,
        older("A reason with a name in it"),
        at=world.clock.now(),
        thread=None,
        **more,
    )
    world.work("XB")


def wait(world, **units):
    world.clock.forward(**units)
    world.work("XB")


def who(world):
    """The officers called at Borealia so far, in order."""
    return [notice.officer for notice in world.calls["XB"].notices]
