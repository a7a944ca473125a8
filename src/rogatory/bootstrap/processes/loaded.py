# SPDX-License-Identifier: Apache-2.0
"""A process that has loaded what a node's processes load, and forks each that it is asked for.

An exercise starts a dozen processes: one loads the modules for all. It ends with who asked, and then, as after any
parent's end, those that it forked do.

    python -I -m rogatory.bootstrap.processes.loaded DESCRIPTOR SPACE
"""

import atexit
import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from rogatory.bootstrap.processes.forking import (
    FIRST,
    MEMORY,
    Forked,
    ForkOrder,
    fork,
    load,
    show_as,
)
from rogatory.treaty.law import FEDERATION, packaged_law

COMMAND = ["-m", "rogatory.bootstrap.processes.loaded"]

SPACE = 400
"""Characters that the words of a forked process may have where `ps` looks for them."""

LONGEST_ORDER = 1 << 17
"""Bytes: an environment and a command line have some thousand."""

SIZE_OF_STATUS = 4


class LoadedProcess:
    """The process that forks, for whom it was started by."""

    def __init__(self) -> None:
        self._line, others = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._one_at_a_time = threading.Lock()
        with others:
            self._process = subprocess.Popen(
                [*FIRST, *COMMAND, str(others.fileno()), "-" * SPACE],
                pass_fds=[others.fileno()],
                env=os.environ | MEMORY,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Ctrl-C in a terminal is for who asks.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process that is the parent of those that it forks."""
        return self._process.pid

    def start(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        descriptors: tuple[int, int, int],
    ) -> Forked:
        """Start a command that begins with `FIRST` in a session of its own."""
        order = json.dumps([command, dict(environment), os.fspath(folder)]).encode()
        ended, writes_status = os.pipe()
        try:
            with self._one_at_a_time:
                socket.send_fds(self._line, [order], [*descriptors, writes_status])
                pid = int(self._line.recv(LONGEST_ORDER))
        finally:
            os.close(writes_status)
        return Forked(pid, ended, _reported_status)

    def close(self) -> None:
        """Let it end."""
        self._line.close()
        self._process.wait()


@cache
def loaded_process() -> LoadedProcess:
    """Return the one of this process, which ends with it."""
    made = LoadedProcess()
    atexit.register(made.close)
    return made


def _reported_status(ended: int) -> int:
    data = os.read(ended, SIZE_OF_STATUS)
    return int.from_bytes(data, signed=True) if data else -signal.SIGKILL


class _Forker:
    """The work of the process that has loaded all."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._poll = select.poll()
        self._poll.register(line, select.POLLIN)
        self._children: dict[int, tuple[int, int]] = {}
        """By what can be read from at the end of a child: its process id, and where its status is awaited."""

    def work(self) -> None:
        """Start what is asked for until the line ends."""
        while True:
            for descriptor, _event in self._poll.poll():
                if descriptor in self._children:
                    self._report_end(descriptor)
                elif not self._take_order():
                    return

    def _take_order(self) -> bool:
        order, given, _flags, _sender = socket.recv_fds(self._line, LONGEST_ORDER, 4)
        if not order:
            return False
        command, environment, folder = json.loads(order)
        reads, says, errors, writes_status = given
        _load_module(command)
        child = fork(ForkOrder(command, environment, Path(folder), (reads, says, errors)))
        for one in (reads, says, errors):
            os.close(one)
        ended = os.pidfd_open(child)
        self._children[ended] = child, writes_status
        self._poll.register(ended, select.POLLIN)
        self._line.send(str(child).encode())
        return True

    def _report_end(self, ended: int) -> None:
        child, writes_status = self._children.pop(ended)
        self._poll.unregister(ended)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with contextlib.suppress(BrokenPipeError):
            os.write(writes_status, status.to_bytes(SIZE_OF_STATUS, signed=True))
        os.close(writes_status)
        os.close(ended)


def _load_module(command: Sequence[str]) -> None:
    """Load a module that is to run, with what it loads, for all that run it later as well."""
    words = command[len(FIRST) :]
    if words[0] == "-m":
        with contextlib.suppress(Exception):  # who runs it sees why it cannot be loaded
            importlib.import_module(words[1])


def main(descriptor: str) -> None:
    """Load, and fork until nobody asks any more."""
    show_as([*FIRST, *COMMAND])
    packaged_law(FEDERATION)
    load()
    _Forker(socket.socket(fileno=int(descriptor))).work()


if __name__ == "__main__":
    main(sys.argv[1])
