# SPDX-License-Identifier: Apache-2.0
"""Acts on duty at a node of an exercise: its offices have rosters, as offices in life must."""

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from rogatory.exercises.cast import (
    CENTRAL_AUTHORITY,
    CONTACT_POINT,
    DUTY,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
    STATES,
    Player,
)
from rogatory.node.duty.plan import WEEKDAYS, DutyPlan, Weekly, work_out

if TYPE_CHECKING:
    from rogatory.node.context import Node

DAYS = 90
"""As long as an exercise is left standing; then its desk says that the roster has run out."""

WATCHES: tuple[tuple[str, Player, Player], ...] = (
    (CONTACT_POINT, DUTY, HEAD_OF_DUTY),
    (CENTRAL_AUTHORITY, LAWYER, HEAD_OF_LAW),
)
"""Each office, who has the watch there day and night, and the head, who is the substitute, too."""


def set_rosters(node: "Node") -> Any:
    """Put a roster in force for each office that has none now; which offices got one."""
    from rogatory.node.duty.on_duty import on_duty
    from rogatory.node.duty.set_roster import set_roster

    now, made = node.clock.now().replace(microsecond=0), []
    for office, player, head in WATCHES:
        authority = str(STATES[node.state].authority(office))
        if on_duty(node, authority, now).runs_out is not None:
            continue
        officer, second = player.known_as(node.state), head.known_as(node.state)
        plan = DutyPlan(
            authority=authority,
            time_zone=STATES[node.state].time_zone,
            starts=now,
            ends=now + timedelta(days=DAYS),
            heads=(second,),
            weekly=(Weekly(frozenset(WEEKDAYS), time(), time(), (officer,), (second,)),),
        )
        set_roster(node, work_out(plan), second, "For the exercise")
        made.append(authority)
    return made
