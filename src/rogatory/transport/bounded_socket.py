# SPDX-License-Identifier: Apache-2.0
"""A TLS socket that waits for nobody for long, at either end of the line.

A counterpart that trickles bytes would hold a thread for as long as it likes: a timeout for each
call is never reached. So what is read after the last send has, all together, `PATIENCE` seconds
and a second more for each `SLOWEST` bytes that came.
"""

import fcntl
import ssl
import sys
import termios
import time
from typing import Any

PATIENCE = 20.0
"""Seconds for a handshake, for the beginning of a request or answer, and for each send."""

SLOWEST = 2 << 10
"""Bytes a second of one connection: two segments at once and a message share a line of 128 kbit/s that loses packets. A State
that sends no faster holds `requests_at_once` threads of a door's process for so long, and never all of them."""

AT_ONCE = 64 << 10
"""Bytes given to the kernel in one call: with more it would take megabytes before it is seen whether any of them leave."""


class BoundedSocket(ssl.SSLSocket):
    """`patience` may be set on a subclass."""

    patience = PATIENCE
    _since: float | None
    _taken: int

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - the library's shape
        self._since, self._taken = None, 0
        self.settimeout(self.patience)
        super().do_handshake(block)

    def step_handshake(self) -> bool:
        """Do as much of the handshake as can be done without waiting; True once it is done."""
        self._since, self._taken = None, 0
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return False
        return True

    def step_read(self, size: int) -> bytes | None:
        """Return what is here, at most `size` bytes; None if there is nothing yet, empty at the
        end.
        """
        try:
            return bytes(super().read(size))
        except ssl.SSLWantReadError:
            return None

    def read(self, len: int = 1024, buffer: Any = None) -> Any:  # noqa: A002 - the library's shape
        self.settimeout(self._left())
        taken: Any = super().read(len, buffer)
        self._taken += taken if isinstance(taken, int) else memoryview(taken).nbytes
        return taken

    def send(self, data: Any, flags: int = 0) -> int:
        """Send some of the data. The kernel asks for more only when a third of what it holds has gone, which may be a megabyte: a
        counterpart that takes it slowly is waited for, one that takes nothing is not.
        """
        self._since, self._taken = None, 0
        some = memoryview(data).cast("B")[:AT_ONCE]
        while True:
            held = self._held()
            self.settimeout(self.patience)
            try:
                return super().send(some, flags)
            except TimeoutError:
                if held - self._held() < self.patience * SLOWEST:
                    raise

    def _held(self) -> int:
        """Return the bytes that the kernel holds for the other side, which has not acknowledged them."""
        found = fcntl.ioctl(self.fileno(), termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(found, sys.byteorder)

    def _left(self) -> float:
        now = time.monotonic()
        since = self._since if self._since is not None else now
        self._since = since
        left = since + self.patience + self._taken / SLOWEST - now
        if left <= 0:
            raise TimeoutError("the counterpart is too slow")
        return left
