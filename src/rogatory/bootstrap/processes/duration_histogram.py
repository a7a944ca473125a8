# SPDX-License-Identifier: Apache-2.0
"""A histogram of durations: how many took at most so long."""

import threading
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

BOUNDS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0, 600.0)
"""Seconds: from a commit in memory to a package that is fetched over a slow line."""


class DurationHistogram:
    """Counts by upper bounds, the last of which is infinite; threads may share it."""

    def __init__(self, counts: Sequence[int] = (), total: float = 0.0) -> None:
        self._counts = list(counts) or [0] * (len(BOUNDS) + 1)
        self._total = total
        self._lock = threading.Lock()

    def observe(self, seconds: float) -> None:
        with self._lock:
            self._counts[bisect_left(BOUNDS, seconds)] += 1
            self._total += seconds

    def as_json(self) -> dict[str, Any]:
        with self._lock:
            return {"counts": list(self._counts), "total": self._total}

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "DurationHistogram":
        """Return a histogram read back; raises ValueError for what is none."""
        counts, total = document["counts"], document["total"]
        if len(counts) != len(BOUNDS) + 1 or not all(type(one) is int for one in counts):
            raise ValueError("a histogram has another form")
        return cls(counts, float(total))

    def cumulated(self) -> tuple[Sequence[int], float]:
        """Return how many took at most as long as each bound, all of them last; and the sum of seconds."""
        with self._lock:
            found, so_far = [], 0
            for count in self._counts:
                so_far += count
                found.append(so_far)
            return found, self._total
