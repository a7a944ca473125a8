# SPDX-License-Identifier: Apache-2.0
"""How often one State may have something published."""

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

MOST_SUBMISSIONS = 120
"""An hour, of one State: each may be two megabytes that are kept for ever, and a stolen State key
must not fill the publisher's disk. Only what that key signed is counted, so nobody else can use
up a State's share; and what the holders publish is not counted."""

HOUR = timedelta(hours=1)


class SubmissionLimit:
    """The submissions published of each State within the hour; known to one process, gone with
    it.
    """

    def __init__(self) -> None:
        self._published: dict[str, deque[datetime]] = defaultdict(deque)
        self._lock = threading.Lock()

    def wait(self, state: str, at: datetime) -> timedelta | None:
        """Return how long the State must wait, or None if it may submit now."""
        with self._lock:
            found = self._published.get(state, deque())
            while found and at - found[0] >= HOUR:
                found.popleft()
            return found[0] + HOUR - at if len(found) >= MOST_SUBMISSIONS else None

    def note(self, state: str, at: datetime) -> None:
        with self._lock:
            self._published[state].append(at)
