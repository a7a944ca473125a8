# SPDX-License-Identifier: Apache-2.0
"""Waking an idle worker of this machine at once, instead of letting it look all the time.

A named pipe: a process that asked for a job writes one byte after its commit. The bell is a
courtesy: a byte that is lost costs a worker's next look, never a job.
"""

import contextlib
import errno
import os
import select
from pathlib import Path

_ENOUGH = 65_536
"""The capacity of a pipe: one reading empties it, however often it was rung."""


def ring(path: Path) -> None:
    """Wake the workers that wait at the bell, if there are any; never waits, never fails."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            os.write(descriptor, b"\x00")
        finally:
            os.close(descriptor)


class Bell:
    """The end at which one worker waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = _open(path)

    def wait(self, seconds: float) -> None:
        """Return when the bell is rung, or after that time."""
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        if ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._descriptor, _ENOUGH)

    def ring(self) -> None:
        ring(self._path)

    def close(self) -> None:
        os.close(self._descriptor)


def _open(path: Path) -> int:
    try:
        os.mkfifo(path, 0o600)
    except OSError as error:
        if error.errno != errno.EEXIST:
            raise
    # Also for writing: else it would count as ended whenever the last ringer closed it.
    return os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
