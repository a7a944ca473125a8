# SPDX-License-Identifier: Apache-2.0
"""Processes that are forked from one that has loaded their modules, instead of loading them anew.

A node's processes load the same modules, which takes each most of its start. The process that starts them loads them
once and forks: each has a memory, descriptors, an environment and an end of its own, as if it had been started anew,
and what is loaded lies in memory once for all of them.
"""

import atexit
import contextlib
import ctypes
import gc
import importlib
import logging
import os
import runpy
import select
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from rogatory.treaty.law import WORLD, packaged_law

FIRST = [sys.executable, "-I"]
"""How a command begins that may be forked: isolated, and with this interpreter."""

MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20), "MALLOC_ARENA_MAX": "1"}
"""A segment's memory goes back to the system when it is freed, instead of staying with each thread that ever held one;
what one thread freed, another takes, instead of what it never had (mallopt(3)). Threads of one interpreter seldom ask
at the same time. This is read once, where a process is not forked."""

TO_LOAD = (
    "django.contrib.auth.apps",
    "django.contrib.contenttypes.apps",
    "django.core.handlers.wsgi",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.loader",
    "django.middleware.locale",
    "rogatory.bootstrap.accounts.log_in_service",
    "rogatory.bootstrap.ports.paging",
    "rogatory.bootstrap.ports.register",
    "rogatory.bootstrap.ports.signer",
    "rogatory.bootstrap.processes.admitting",
    "rogatory.bootstrap.processes.child",
    "rogatory.bootstrap.processes.doors",
    "rogatory.bootstrap.processes.server_watch",
    "rogatory.bootstrap.processes.worker",
    "rogatory.console.frame.reader",
    "rogatory.node.letters.of_referral",
    "rogatory.node.worker.schedule",
    "rogatory.storage.failover.guard",
    "rogatory.storage.queue.notices",
    "rogatory.transport.client",
    "rogatory.transport.door",
    "rogatory.transport.timestamps",
    "whitenoise.middleware",
)
"""The modules that bring nearly all that a node's processes load. None needs settings or tables, which belong to one home."""

ENDS = frozenset({signal.SIGTERM, signal.SIGINT})

STATUS_OF_A_FAULT = 1


class Started(Protocol):
    """A process of ours, as `subprocess.Popen` has it."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ForkOrder:
    """The work of a forked process, and where it does it."""

    command: Sequence[str]
    """The same words as for a process that is started anew: `FIRST`, then `-m MODULE` or a file, then arguments."""
    environment: Mapping[str, str]
    folder: Path
    descriptors: tuple[int, int, int]
    """Its standard input, output and errors."""


def can_fork(command: Sequence[str]) -> bool:
    """Decide whether a command may be forked from here: it and this process are as isolated as each other, and no
    thread runs beside, such as those of the object store's client. A child would have their locks and not them, and wait for ever.
    """
    isolated = bool(sys.flags.isolated) and list(command[: len(FIRST)]) == FIRST
    return isolated and _runs_one_thread()


def _runs_one_thread() -> bool:
    """Ask the kernel: Python does not know the threads of libraries."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def load() -> None:
    """Load what a node's processes load, and read the packaged law, as each of them would, unless it is done; nothing of
    it is ever garbage.
    """
    for name in TO_LOAD:
        importlib.import_module(name)
    packaged_law(WORLD)
    gc.freeze()


def fork(order: ForkOrder) -> int:
    """Return the process id of a child that does this and ends.

    To be called where no thread runs beside: a child has only the thread that forked it.
    """
    assert _runs_one_thread()
    # What is not written yet, a child would write once more.
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    # A signal that comes before the child has let go of this process's handlers waits until it has.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    child = os.fork()
    if child == 0:
        _become(order)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
    return child


def _become(order: ForkOrder) -> NoReturn:
    """Do what was ordered, and end without returning to what the forking process was doing."""
    status = STATUS_OF_A_FAULT
    try:
        os.setsid()
        for number, one in enumerate(order.descriptors):
            os.dup2(one, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.chdir(order.folder)
        os.environ.clear()
        os.environ.update(order.environment)
        atexit._clear()  # noqa: SLF001 - what this process was to do at its end, a child is not
        show_as(order.command)
        for each in ENDS:
            signal.signal(
                each, signal.default_int_handler if each is signal.SIGINT else signal.SIG_DFL
            )
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
        status = _run(order.command[len(FIRST) :])
    except SystemExit as end:
        status = _status(end.code)
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end of a program
        traceback.print_exc()
    finally:
        _end(status)


def _end(status: int) -> NoReturn:
    """Do what the interpreter does at the end of a program."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 - multiprocessing ends its forks so
    logging.shutdown()
    with contextlib.suppress(OSError):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    os._exit(status)


def _run(words: Sequence[str]) -> int:
    if words[0] == "-m":
        sys.argv[:] = ["-m", *words[2:]]
        # It is to run as the program, not as the module that was loaded.
        sys.modules.pop(words[1], None)
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv[:] = list(words)
        runpy.run_path(words[0], run_name="__main__")
    return 0


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    sys.stderr.write(f"{code}\n")
    return STATUS_OF_A_FAULT


def show_as(command: Sequence[str]) -> None:
    """Have `ps` show this process as one that was started by a command, as far as there is space for it.

    The words lie where the kernel put those of the first process (proc(5)), which are not made longer. The
    interpreter is left out: an operator looks for the module and its arguments.
    """
    shown = command[len(FIRST) :]
    text = "\0".join(shown[1:] if shown[0] == "-m" else shown).encode()
    fields = Path("/proc/self/stat").read_text("ascii", errors="replace").rpartition(")")[2].split()
    start, end = int(fields[45]), int(fields[46])
    if 0 < start < end:
        ctypes.memmove(start, text[: end - start - 1].ljust(end - start, b"\0"), end - start)


class Forked:
    """A process that was forked, to be used as `subprocess.Popen` is."""

    def __init__(self, pid: int, ended: int, status: Callable[[int], int]) -> None:
        """Hold the process; `ended` can be read from once it is over, and then has its `status`."""
        self.pid = pid
        self.returncode: int | None = None
        self._ended = ended
        self._status = status

    def poll(self) -> int | None:
        return self.returncode if self._is_over(0) else None

    def wait(self, timeout: float | None = None) -> int:
        """Return the status at the end; `TimeoutExpired` if it does not come in these seconds."""
        if not self._is_over(timeout):
            assert timeout is not None
            raise subprocess.TimeoutExpired(str(self.pid), timeout)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process is over."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _is_over(self, seconds: float | None) -> bool:
        if self.returncode is None:
            poll = select.poll()
            poll.register(self._ended, select.POLLIN)
            if not poll.poll(None if seconds is None else seconds * 1000):
                return False
            self.returncode = self._status(self._ended)
            os.close(self._ended)
        return True


def start(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    errors: int,
    output: int | None = None,
) -> Started:
    """Start a process in a session of its own that reads nothing and writes what it says to `errors`; its standard output, if another
    descriptor is given, to that.

    It is forked if this process is as isolated as it is to be; from here on this process has loaded what it needs.
    """
    written = errors if output is None else output
    with Path(os.devnull).open("rb") as nothing:
        order = ForkOrder(command, environment, folder, (nothing.fileno(), written, errors))
        if can_fork(command):
            load()
            child = fork(order)
            return Forked(child, os.pidfd_open(child), _own_status)
        return subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdin=nothing,
            stdout=written,
            stderr=errors,
            start_new_session=True,
        )


def _own_status(process: int) -> int:
    found = os.waitid(os.P_PIDFD, process, os.WEXITED)
    assert found is not None
    return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status
