# SPDX-License-Identifier: Apache-2.0
"""The middle time of an act, and the memory of this process."""

import time
from collections.abc import Callable
from typing import Any

from bench.rows import median
from bench.watching import PROC, bytes_of


def middle_ms(act: Callable[[], Any], looks: int) -> float:
    """Return the middle time of an act, done once before it is measured."""
    act()
    took = []
    for _ in range(looks):
        started = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - started))
    return median(took)


def memory_mib() -> float:
    """Return what this process has in memory at most until now, as the kernel counts (VmHWM)."""
    return bytes_of(PROC / "self" / "status", "VmHWM:") / 2**20
