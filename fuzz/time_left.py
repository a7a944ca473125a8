# SPDX-License-Identifier: Apache-2.0
"""The minutes of a run, divided over the targets that are left."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHORTEST = 5
"""Seconds that every target has, however late it is: one that is not run finds nothing."""


class TimeLeft:
    """Divides a time over targets of which several run at once.

    A target takes longer than its seconds: its process starts, and is instrumented. What that cost
    so far is taken from the shares of those that come after, so that a slow machine reaches all.
    """

    def __init__(
        self, seconds: float, targets: int, at_once: int, clock: Callable[[], float]
    ) -> None:
        self._until, self._clock = clock() + seconds, clock
        self._waiting, self._at_once = targets, at_once
        self._lock = threading.Lock()
        self._done, self._lost = 0, 0.0

    @contextmanager
    def share(self) -> Iterator[int]:
        """Give the next target its seconds, and note how much longer it took."""
        with self._lock:
            began = self._clock()
            rounds = (self._waiting + self._at_once - 1) / self._at_once
            self._waiting -= 1
            cost = self._lost / self._done if self._done else 0.0
            seconds = max(SHORTEST, int((self._until - began) / rounds - cost))
        yield seconds
        with self._lock:
            self._done += 1
            self._lost += max(0.0, self._clock() - began - seconds)
