# SPDX-License-Identifier: Apache-2.0
"""The supervisor: starts a node's processes, restarts one that dies, ends all of them.

It holds no database and no key. Its children end with it, even if it is killed; what a killed
child was doing is taken up by the next one.
"""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import missing_keys
from rogatory.bootstrap.ports.object_store import check_objects
from rogatory.bootstrap.processes.admission import read_admission
from rogatory.bootstrap.processes.forking import FIRST, MEMORY, Started, start
from rogatory.bootstrap.processes.place import started
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Reason, Refused, Unreachable, refuse_if_any

CHILDREN = ("door", "console", "worker")

STANDARD_ERROR = 2
"""The descriptor to which the children write their logs where node.toml says so."""

NODE_CLOSED = 75
"""The exit status of a child that found why no process of the node may work; the reasons are in the home."""

DATABASE_AWAY = 69
"""The exit status of the process that brings the tables up to date where the database's server does not answer."""

SECONDS_FOR_DATABASE = 600.0
"""So long a node that starts waits for that server: it may start later than the node, or be restarted."""

MOST_ENDS = 5
"""A child that ends so often within `SECONDS_OF_ENDS` will not get better by starting it again."""

SECONDS_OF_ENDS = 60.0
"""The time in which the ends of a child are counted."""

FIRST_PAUSE = 0.2
"""Seconds before a child that ended is started again; each further time twice as long."""

LONGEST_PAUSE = 10.0
"""Seconds: the longest of these pauses, in which the node lacks a process."""

SECONDS_TO_STOP = 20.0
"""Then a child that does not stop is killed, which loses nothing."""

SECONDS_BETWEEN_LOOKS = 0.1
"""How often the supervisor looks whether a child has ended."""


@dataclass
class Child:
    """One kind of process, and its current incarnation."""

    name: str
    command: Sequence[str]
    process: Started | None = None
    ends: deque[float] = field(default_factory=deque)
    start_at: float = 0.0

    def note_end(self, now: float) -> None:
        """Remember an end, and put the next start off the longer, the more there were."""
        self.process = None
        self.ends.append(now)
        while self.ends and now - self.ends[0] > SECONDS_OF_ENDS:
            self.ends.popleft()
        self.start_at = now + min(FIRST_PAUSE * 2 ** (len(self.ends) - 1), LONGEST_PAUSE)


def isolate(home: Home, *words: str) -> None:
    """Begin `rogatory WORDS` anew in this process, unless it sees nothing of its caller's environment, as its children
    are to: then they are forked from it.
    """
    if not sys.flags.isolated:
        command = [*FIRST, "-m", "rogatory.main", *words]
        os.execve(sys.executable, command, clean_environment(home))  # noqa: S606 - our own words


def run_node(
    home: Home, names: Sequence[str] = CHILDREN, *, report: Callable[[str], None] | None = None
) -> None:
    """Run a node in the foreground until SIGTERM or SIGINT.

    Raises:
        Refused: a key is missing that these processes need, a node runs in this home already, its database was restored and is not complete, or its
            object store overwrites what it keeps.
        Unreachable: a port cannot be opened, database or object store do not answer, or a process does not stay up.
    """
    commands = {name: child_command(home, name) for name in names}
    with _only_one(home):
        if "door" in names:
            _refuse_taken_port("door", home.door_address)
        if "console" in names:
            _refuse_taken_port("console", home.console_address)
        if "api" in names:
            _refuse_taken_port("api", home.api_address)
        check_objects(home, os.urandom)
        refuse_if_any(missing_keys(home, names))
        stop = threading.Event()
        with _stopped_by_signals(stop):
            if not _migrate(home, stop):
                return
            found = read_admission(home)
            if report is not None and found.is_unknown:
                who = (
                    f"{', '.join(found.silent)} did not say"
                    if found.silent
                    else "no State was asked"
                )
                report(f"It is not known whether the database is the newest: {who}.")
            if report is not None:
                for reason in found.remarks:
                    report(reason.sentence())
            supervise(home, [Child(name, command) for name, command in commands.items()], stop)


def child_command(home: Home, name: str) -> list[str]:
    """Return the command of a child; isolated, so that no variable of the caller's changes its code."""
    child = "rogatory.bootstrap.processes.child"
    return [*FIRST, "-m", child, name, str(home.path), str(os.getpid())]


def _migrate(home: Home, stop: threading.Event) -> bool:
    """Bring the tables up to date, in a process of its own: this one opens no database. Return False if the node was
    stopped before that was done.

    A server of the database that is away comes back: what it was doing is rolled back there, and done again.
    """
    errors, until, pause = home.logs / "migrate.err", time.monotonic() + SECONDS_FOR_DATABASE, 0.0
    while not stop.wait(pause):
        status = _migrated(home, errors, stop)
        if status == 0:
            return not stop.is_set()
        if stop.is_set():
            return False
        if status != DATABASE_AWAY or time.monotonic() > until:
            raise Unreachable(refusals.NOT_MIGRATED.because(path=str(home.path), log=str(errors)))
        pause = min(max(pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
    return False


def _migrated(home: Home, errors: Path, stop: threading.Event) -> int:
    with errors.open("wb") as file:
        command, environment = child_command(home, "migrate"), clean_environment(home)
        migrating = start(command, environment, home.path, file.fileno(), _output(home))
        while (status := migrating.poll()) is None:
            if stop.wait(SECONDS_BETWEEN_LOOKS):
                migrating.terminate()
                return migrating.wait()
    return status


def supervise(home: Home, children: Sequence[Child], stop: threading.Event) -> None:
    """Keep the children running until `stop`; then end them, whatever else happens.

    To be called from the process's main thread: the children end with the thread that started
    them.
    """
    try:
        while not stop.is_set():
            for child in children:
                _look_after(home, child)
            stop.wait(SECONDS_BETWEEN_LOOKS)
    finally:
        _end_all(home, children)


def _look_after(home: Home, child: Child) -> None:
    """Start a child that does not run.

    Raises:
        Refused: it ended because no process of the node may work.
        Unreachable: it ended too often.
    """
    now = time.monotonic()
    if child.process is not None and child.process.poll() is not None:
        ready_file(home, child.name).unlink(missing_ok=True)
        if child.process.returncode == NODE_CLOSED:
            read_admission(home)
        child.note_end(now)
        if len(child.ends) >= MOST_ENDS:
            raise Unreachable(
                refusals.CHILD_FAILED.because(
                    name=child.name,
                    times=len(child.ends),
                    seconds=int(SECONDS_OF_ENDS),
                    log=str(home.logs / f"{child.name}.err"),
                )
            )
    if child.process is None and now >= child.start_at:
        _start(home, child)


def ready_file(home: Home, name: str) -> Path:
    """Return what a child makes when it begins its work; it is gone once the child is seen to have ended."""
    return home.run / f"{name}.ready"


def is_ready(home: Home, name: str) -> bool:
    """Decide whether a child works: it has begun, and runs. What is left of a killed node is not ready."""
    pid = pid_of(home, name)
    return ready_file(home, name).exists() and pid is not None and started(pid) is not None


def _start(home: Home, child: Child) -> None:
    ready_file(home, child.name).unlink(missing_ok=True)
    with (home.logs / f"{child.name}.err").open("wb") as errors:
        # In a session of its own: Ctrl-C in a terminal reaches the supervisor, which ends its children in order.
        child.process = start(
            child.command, clean_environment(home), home.path, errors.fileno(), _output(home)
        )
    (home.run / f"{child.name}.pid").write_text(f"{child.process.pid}\n", encoding="ascii")


def _output(home: Home) -> int | None:
    """Return the descriptor for the standard output of a child, which writes its log there (`home.logs`); None where it has no use for one."""
    return STANDARD_ERROR if home.logs_table.standard_error else None


def clean_environment(home: Home) -> dict[str, str]:
    """Return all that a child sees of the environment: nothing that a caller could put into it."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(home.path),
        "ROGATORY_HOME": str(home.path),
        **MEMORY,
    }


def _end_all(home: Home, children: Sequence[Child]) -> None:
    running = [child for child in children if child.process is not None]
    for child in running:
        assert child.process is not None
        with contextlib.suppress(ProcessLookupError):
            child.process.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for child in running:
        assert child.process is not None
        try:
            child.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        child.process = None
    for child in children:
        ready_file(home, child.name).unlink(missing_ok=True)
        (home.run / f"{child.name}.pid").unlink(missing_ok=True)


@contextlib.contextmanager
def _only_one(home: Home) -> Iterator[None]:
    """Allow one supervisor a home; the kernel lets go of the lock when it ends, however it ends."""
    pid = home.run / "supervisor.pid"
    try:
        lock = FolderLock(home.path)
        lock.__enter__()
    except Unreachable as error:
        running = pid.read_text(encoding="ascii").strip() if pid.exists() else "?"
        raise Refused(
            refusals.NODE_ALREADY_RUNS.because(path=str(home.path), pid=running)
        ) from error
    try:
        pid.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield
    finally:
        pid.unlink(missing_ok=True)
        lock.__exit__(None, None, None)


@contextlib.contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    before = {
        each: signal.signal(each, lambda _signal, _frame: stop.set())
        for each in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _refuse_taken_port(name: str, address: tuple[str, int]) -> None:
    try:
        with socket.create_server(address, reuse_port=False):
            pass
    except OSError as error:
        raise Unreachable(_port_reason(name, address, error)) from error


def _port_reason(name: str, address: tuple[str, int], error: OSError) -> Reason:
    host, port = address
    if error.errno == errno.EACCES:
        return refusals.PORT_FORBIDDEN.because(host=host, port=port, name=name)
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return refusals.ADDRESS_ELSEWHERE.because(host=host, port=port, name=name)
    return refusals.PORT_TAKEN.because(host=host, port=port, name=name)


def pid_of(home: Home, name: str) -> int | None:
    """Return the process id that the supervisor wrote down for `supervisor` or a child."""
    path = home.run / f"{name}.pid"
    try:
        return int(path.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None
