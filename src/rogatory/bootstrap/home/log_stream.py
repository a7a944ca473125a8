# SPDX-License-Identifier: Apache-2.0
"""The lines of a log on a descriptor that another program reads, such as a container's engine or systemd's journal."""

import contextlib
import logging
import os
import queue
import threading
from typing import override

MOST_WAITING = 1000
"""Lines that wait for the reader: one that reads nothing must not fill the memory."""

SECONDS_TO_FINISH = 1.0
"""So long a process that ends waits for the reader to take its last lines."""


class LineStream(logging.Handler):
    """Writes each record as a line, from a thread of its own: a pipe that nobody reads is full after 64 KiB, and holds up that thread alone.

    Lines that find the queue full are left out, and counted once it is not. Several processes write to one descriptor: a line
    above PIPE_BUF (4,096 bytes), as of a long trace, can have another one within it.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._waiting: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        self._left_out = 0
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self._line(record)
        except Exception:  # noqa: BLE001 - the boundary of `logging`: a record that breaks must not break who logs
            self.handleError(record)
            return
        try:
            self._waiting.put_nowait(line)
        except queue.Full:
            self._left_out += 1
        self._start()

    @override
    def close(self) -> None:
        """Give the reader a moment for what waits."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(SECONDS_TO_FINISH)
        super().close()

    def _start(self) -> None:
        """Start the thread with the first record: a server forks its workers after it has set up its logs."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._write_all, name="log lines", daemon=True
                )
                self._thread.start()

    def _write_all(self) -> None:
        while not (self._ending.is_set() and self._waiting.empty()):
            with contextlib.suppress(queue.Empty):
                self._write(self._waiting.get(timeout=0.2))
                if self._left_out and not self._waiting.full():
                    left_out, self._left_out = self._left_out, 0
                    self._write(self._line(_gap_notice(left_out)))

    def _write(self, line: bytes) -> None:
        # Who read has gone: the files have every line.
        with contextlib.suppress(OSError):
            while line:
                line = line[os.write(self._descriptor, line) :]

    def _line(self, record: logging.LogRecord) -> bytes:
        return f"{self.format(record)}\n".encode()


def _gap_notice(left_out: int) -> logging.LogRecord:
    says = (
        f"{left_out} records were left out here while nobody read them; the node's files have them"
    )
    return logging.LogRecord(__name__, logging.WARNING, __file__, 0, says, None, None)
