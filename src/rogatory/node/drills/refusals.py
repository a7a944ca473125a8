# SPDX-License-Identifier: Apache-2.0
"""Refusals of a drill, and of acknowledging one."""

from rogatory.errors import Code

NO_WINDOW = Code(
    "drill-no-window",
    "{state} has not agreed to be drilled: its entry states no window.",
    "That State must state one in its entry.",
)
OUTSIDE_WINDOW = Code(
    "drill-outside-window",
    "{at} is outside the window of {state}: {start} to {end} ({zone}).",
    "Wait until its window opens.",
)
TOO_MANY = Code(
    "drill-too-many",
    "{state} agreed to {most} drills of one State in thirty days, and has had them.",
    "Wait.",
)
NOT_SPOKEN = Code(
    "drill-not-spoken",
    "The node of {state} does not speak drills.",
    "That State must update its node.",
)
NOBODY_TO_DRILL = Code(
    "drill-nobody",
    "{state} lists no authority {authority} that takes drills.",
    "Choose an authority of its entry.",
)
NO_DRILL = Code(
    "drill-none-here",
    "There is no drill {thread} that waits for this State.",
    "Choose a drill of the list.",
)
NOT_ON_DUTY = Code(
    "drill-not-on-duty",
    "{officer} is not on duty for {authority}; its calls go to {called}.",
    "One of them must acknowledge the drill, or {officer} must act as substitute first.",
)
PERIOD_BACKWARDS = Code(
    "drill-period",
    "The period ends at {until} and begins at {since}.",
    "Choose a period that ends after it begins.",
)
