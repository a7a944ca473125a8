# SPDX-License-Identifier: Apache-2.0
"""Waking workers on other machines at once: PostgreSQL's NOTIFY, after the commit that asked for a job.

As the bell is, a notice is a courtesy: one that is lost costs a worker's next look, never a job. On SQLite there is
one machine, and nothing is sent. Through a pool that lends connections for single transactions nobody is
notified either, and workers look by themselves.
"""

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import Error, connection

from rogatory.errors import RogatoryError
from rogatory.storage.transactions.writing import connections_closed

CHANNEL = "rogatory_jobs"

SECONDS_OF_SILENCE = 5.0
"""How often a listener without notices looks whether it is to end."""

SECONDS_TO_RECONNECT = 1.0
"""After this a listener whose connection broke listens anew."""

_log = logging.getLogger(__name__)


def notify_workers() -> None:
    """Wake the workers of every machine, after a commit; never fails."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        # What was asked for is safe: a worker that this notice does not reach looks before long.
        with contextlib.suppress(Error), connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class NoticeListener:
    """A thread that calls `ring` whenever a worker of any machine may have something to do."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="notices", daemon=True)

    def start(self) -> None:
        """Begin, where the database sends notices."""
        if connection.vendor == "postgresql":
            self._thread.start()

    def stop(self) -> None:
        """End without waiting for the thread: it holds nothing."""
        self._stop.set()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                with connections_closed():
                    self._hear()
            except (Error, RogatoryError, OSError) as error:
                _log.warning("no notices of jobs for a while: %s", error)
                self._stop.wait(SECONDS_TO_RECONNECT)

    def _hear(self) -> None:
        with connection.wrap_database_errors:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            line: Any = connection.connection
            self._ring()  # what was asked for while nobody listened
            while not self._stop.is_set():
                for _notice in line.notifies(timeout=SECONDS_OF_SILENCE, stop_after=1):
                    self._ring()
