# SPDX-License-Identifier: Apache-2.0
"""How busy the machine was with what is not ours, while something was measured."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

LOADED = 0.12
"""Share of all processor time: above it a figure is marked as taken under load."""

_IDLE = (3, 4)
"""Columns of /proc/stat in which nothing is done: idle, waiting for I/O."""


@dataclass(frozen=True, slots=True)
class Moment:
    at: float
    busy: float
    own: float


def now() -> Moment:
    words = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
    ticks = os.sysconf("SC_CLK_TCK")
    busy = sum(int(word) for place, word in enumerate(words) if place not in _IDLE) / ticks
    used = os.times()
    own = used.user + used.system + used.children_user + used.children_system
    return Moment(time.monotonic(), busy, own)


def foreign_share(since: Moment) -> float:
    """Share of the processors' time that others used; ours are children that have ended.

    The kernel's own work for us (writing back, discarding) counts as others'.
    """
    until = now()
    space = (until.at - since.at) * (os.cpu_count() or 1)
    foreign = (until.busy - since.busy) - (until.own - since.own)
    # The kernel counts in ticks of a hundredth: over less than some, one tick is more than all.
    return min(1.0, max(0.0, foreign / space)) if space else 0.0
