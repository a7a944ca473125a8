# SPDX-License-Identifier: Apache-2.0
"""Programs as processes of their own, without the start of an interpreter: see `warm_server.py`."""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

COMMAND = "from rogatory.main import run; run()"
SERVER = Path(__file__).with_name("warm_server.py")


class Warm:
    """A process that has loaded the command line, and forks for each program."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._line, others = socket.socketpair()
        with others:
            self._server = subprocess.Popen(
                [sys.executable, str(SERVER), str(others.fileno())],
                pass_fds=[others.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | (environment or {}),
            )

    def run(
        self,
        code: str,
        *words: str,
        environment: Mapping[str, str],
        stdin: bytes | None = None,
        user: int | None = None,
    ) -> subprocess.CompletedProcess:
        """Run `python -c CODE WORDS` in a process of its own; its status is negative where a signal ended it."""
        given, more = (os.open(os.devnull, os.O_RDONLY), None) if stdin is None else os.pipe()
        readers = [_Reader(one) for one in self._order(code, words, environment, user, given)]
        if more is not None:
            _write(more, stdin or b"")
        self._number()
        status = os.waitstatus_to_exitcode(self._number())
        return subprocess.CompletedProcess(words, status, *(one.all() for one in readers))

    def start(self, code: str, *words: str, environment: Mapping[str, str]) -> "Running":
        """Start `python -c CODE WORDS` in a process of its own; until it has ended, this one starts no other."""
        nothing = os.open(os.devnull, os.O_RDONLY)
        out, err = self._order(code, words, environment, None, nothing)
        return Running(self, self._number(), out, err)

    def _order(
        self,
        code: str,
        words: tuple[str, ...],
        environment: Mapping[str, str],
        user: int | None,
        given: int,
    ) -> tuple[int, int]:
        """Have a process started that reads what is given; return from where its output and its errors are read."""
        order = {
            "code": code,
            "words": words,
            "environment": dict(environment),
            "folder": str(Path.cwd()),
            "user": user,
        }
        with tempfile.TemporaryFile() as document:
            document.write(json.dumps(order).encode())
            document.seek(0)
            out, err = os.pipe(), os.pipe()
            socket.send_fds(self._line, [b"!"], [given, out[1], err[1], document.fileno()])
        for one in (given, out[1], err[1]):
            os.close(one)
        return out[0], err[0]

    def ended(self, timeout: float | None) -> int | None:
        """Return the status of the process that was started; None if it runs on for these seconds."""
        if not select.select([self._line], [], [], timeout)[0]:
            return None
        return os.waitstatus_to_exitcode(self._number())

    def close(self) -> None:
        self._line.close()
        self._server.wait()

    def _number(self) -> int:
        data = b""
        while len(data) < 8:
            more = self._line.recv(8 - len(data))
            assert more, "the process that forks has ended"
            data += more
        return int.from_bytes(data)


class Running:
    """A process that was forked and runs on, to be used as `subprocess.Popen` is."""

    def __init__(self, server: Warm, pid: int, out: int, err: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout, self.stderr = os.fdopen(out), os.fdopen(err)
        self._server = server

    def poll(self) -> int | None:
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        found = self._ended(timeout)
        if found is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        return found

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self.returncode = self._server.ended(timeout)
            if self.returncode is not None:
                _FREE.append(self._server)
        return self.returncode


_FREE: list[Warm] = []
"""Processes that have forked one that runs on, and whose one has ended."""


def begun(*words: object, environment: Mapping[str, str]) -> Running:
    """Start `rogatory WORDS` in a process of its own, beside others."""
    if not _FREE:
        _FREE.append(Warm())
        atexit.register(_FREE[-1].close)
    return _FREE.pop().start(COMMAND, *map(str, words), environment=environment)


def command(*words: object) -> subprocess.CompletedProcess:
    """Run `rogatory WORDS` in a process of its own; what it prints is text."""
    return _as_text(_forking().run(COMMAND, *map(str, words), environment=os.environ))


def program(
    path: Path, *words: object, environment: Mapping[str, str]
) -> subprocess.CompletedProcess:
    """Run `python PATH WORDS` in a process of its own; what it prints is text."""
    code = f"import runpy; runpy.run_path({str(path)!r}, run_name='__main__')"
    return _as_text(_forking().run(code, *map(str, words), environment=environment))


def script(
    code: str, *words: object, environment: Mapping[str, str]
) -> subprocess.CompletedProcess:
    """Run `python -c CODE WORDS` in a process of its own; what it prints is text."""
    return _as_text(_forking().run(code, *map(str, words), environment=environment))


def _as_text(done: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    out, err = done.stdout.decode(), done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


@cache
def _forking() -> Warm:
    """Return the one process of this worker that forks commands; it ends with the worker."""
    made = Warm()
    atexit.register(made.close)
    return made


class _Reader(threading.Thread):
    """Reads a pipe to its end, beside the others."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(daemon=True)
        self._file, self._data = os.fdopen(descriptor, "rb"), b""
        self.start()

    def run(self) -> None:
        with self._file:
            self._data = self._file.read()

    def all(self) -> bytes:
        self.join()
        return self._data


def _write(descriptor: int, data: bytes) -> None:
    """Write all of it, as far as anybody reads it."""
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except BrokenPipeError:
        pass
