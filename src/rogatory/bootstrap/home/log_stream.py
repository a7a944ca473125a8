# SPDX-License-Identifier: Apache-2.0
"""The lines of a log on a descriptor that another program reads, such as a container's engine or systemd's journal."""

import contextlib
import logging
import os
import queue
from typing import override

from rogatory.transport.queued_handler import QueuedHandler

MOST_WAITING = 1000
"""Lines that wait for the reader: one that reads nothing must not fill the memory."""

SECONDS_TO_FINISH = 1.0
"""So long a process that ends waits for the reader to take its last lines."""


class LineStream(QueuedHandler):
    """Writes each record as a line: a pipe that nobody reads is full after 64 KiB, and holds up its thread alone.

    Several processes write to one descriptor: a line above PIPE_BUF (4,096 bytes), as of a long trace, can have another one
    within it.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__("log lines", MOST_WAITING, SECONDS_TO_FINISH)
        self._descriptor = descriptor

    @override
    def send_all(self) -> None:
        while not (self._ending.is_set() and self._waiting.empty()):
            with contextlib.suppress(queue.Empty):
                self._write(self._waiting.get(timeout=0.2))
                if notice := self._gap_notice("left out here while nobody read them"):
                    self._write(notice)

    @override
    def message_of(self, record: logging.LogRecord) -> bytes:
        return f"{self.format(record)}\n".encode()

    def _write(self, line: bytes) -> None:
        # Who read has gone: the files have every line.
        with contextlib.suppress(OSError):
            while line:
                line = line[os.write(self._descriptor, line) :]
