# SPDX-License-Identifier: Apache-2.0
"""A log handler whose receiver nobody waits for: records go into a bounded queue, and a thread of its own sends them."""

import logging
import os
import queue
import threading
from abc import ABC, abstractmethod
from typing import override


class QueuedHandler(logging.Handler, ABC):
    """Takes records of any thread; what finds the queue full is left out and counted.

    The thread begins with the first record. Servers fork after they have logged: threads, locks and connections of the parent are
    none of the child's, which begins anew.
    """

    def __init__(self, name: str, most_waiting: int, seconds_to_finish: float) -> None:
        super().__init__()
        self._thread_name, self._most_waiting = name, most_waiting
        self._seconds_to_finish = seconds_to_finish
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    @abstractmethod
    def message_of(self, record: logging.LogRecord) -> bytes:
        """Return the bytes that are sent of a record."""

    @abstractmethod
    def send_all(self) -> None:
        """Send what waits, until `_ending` is set and nothing waits."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            message = self.message_of(record)
        except Exception:  # noqa: BLE001 - the boundary of `logging`: a record that breaks must not break who logs
            self.handleError(record)
            return
        try:
            self._waiting.put_nowait(message)
        except queue.Full:
            self._left_out += 1
        self._start()

    @override
    def close(self) -> None:
        """Give what waits its last seconds."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(self._seconds_to_finish)
        super().close()

    def _forget(self) -> None:
        self._waiting: queue.Queue[bytes] = queue.Queue(self._most_waiting)
        self._left_out = 0
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self.send_all, name=self._thread_name, daemon=True
                )
                self._thread.start()

    def _gap_notice(self, reason: str) -> bytes | None:
        """Return the message that says how many records were left out since the last one; None while there is none to give."""
        if not self._left_out or self._waiting.full():
            return None
        left_out, self._left_out = self._left_out, 0
        says = f"{left_out} records were {reason}; the node's files have them"
        return self.message_of(
            logging.LogRecord(__name__, logging.WARNING, __file__, 0, says, None, None)
        )
