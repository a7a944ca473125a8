# SPDX-License-Identifier: Apache-2.0
"""How often, and how often at once, one token may be used: counted in the process, of which there is one on a machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from rogatory.node.limits.bandwidth import PauseRequestedError, filled_until, left_over, seconds_up
from rogatory.node.systems import refusals

REQUESTS_A_MINUTE = 300
"""Of one token: a system that asks without a pause must not slow down officers and peers, whose database it reads."""

REQUESTS_AT_ONCE = 3
"""Of one token: the door has eight threads, and one system must leave some to the others."""

SECONDS_APART = 1
"""After which a system that asks for too much at once comes again."""


@dataclass
class TokenLimits:
    """The requests that are left to each token."""

    _left: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    _inside: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def admit(self, name: str, at: datetime) -> Iterator[None]:
        """Let a request in while the block lasts.

        Raises:
            PauseRequestedError: the token was used too often in the last minute, or is in use too often now.
        """
        with self._lock:
            self._enter(name, at)
        try:
            yield
        finally:
            with self._lock:
                self._inside[name] -= 1

    def _enter(self, name: str, at: datetime) -> None:
        rate, most = REQUESTS_A_MINUTE / 60, REQUESTS_A_MINUTE
        found = self._left.get(name)
        left = left_over(found, rate, most, at)
        if left < 1:
            seconds = seconds_up((1 - left) / rate)
            reason = refusals.SYSTEM_TOO_FAST.because(limit=most, seconds=seconds)
            raise PauseRequestedError(reason, seconds)
        self._left[name] = (left - 1, filled_until(found, at))
        if self._inside.get(name, 0) >= REQUESTS_AT_ONCE:
            reason = refusals.SYSTEM_AT_ONCE.because(limit=REQUESTS_AT_ONCE, seconds=SECONDS_APART)
            raise PauseRequestedError(reason, SECONDS_APART)
        self._inside[name] = self._inside.get(name, 0) + 1
