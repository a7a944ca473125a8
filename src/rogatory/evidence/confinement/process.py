# SPDX-License-Identifier: Apache-2.0
"""Work on hostile data in a child process that may crash, swell or hang without harm.

The child is this Python started anew, not a fork: it shares no memory, no descriptor and no lock
with what collects. It receives its job on a pipe and answers on another, line by line: its
progress, lines of its result, and last the result. What it answers is as untrusted as the data that
it read.
"""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

MOST_MEMORY = 2 << 30
"""Bytes of address space of the child: a file system that claims a table of terabytes fails."""

STALLED_AFTER = 120.0
"""Seconds without progress until the child is killed: a loop in a file system must not hold up
a collection. The slowest disk reads a step of the work sooner; looking for file systems is one
step."""

LONGEST_ANSWER = 2 << 20
"""Bytes of one line of the child: memory of the parent that a subverted child could fill."""

_START = "import json,sys;sys.path[:]=json.loads(sys.argv[1]);from rogatory.evidence.confinement.child import main;main()"

type ReportBytes = Callable[[int], None]
"""Receives the number of bytes that the child has processed."""


class Cause(Enum):
    """The cause for which a job has no result, which the caller words."""

    ERROR = auto()
    MEMORY = auto()
    STALLED = auto()
    CRASHED = auto()
    OUT_OF_FORM = auto()


@dataclass(frozen=True, slots=True)
class ConfinedOutcome:
    """The outcome of a job: its `result`, or why there is none (`failed`, a sentence).

    `error` is the name of the child's error, where it reported one.
    """

    result: Mapping[str, Any] | None
    failed: str | None = None
    cause: Cause | None = None
    error: str | None = None


def in_child(
    job: str,
    arguments: Mapping[str, Any],
    *,
    report: ReportBytes,
    line: Callable[[bytes], None] | None = None,
    given: bytes = b"",
    memory: int = MOST_MEMORY,
    stalled_after: float = STALLED_AFTER,
    longest: float | None = None,
) -> ConfinedOutcome:
    """Do a job of `child.JOBS` in a child; never raises for what the child does.

    `given` are bytes that it works on; `longest` are seconds for all of it, whatever it reports.
    """
    child = _Child({"job": job, "arguments": arguments, "memory": memory}, given)
    try:
        return _listen(child, report, line, stalled_after, longest)
    finally:
        child.end()


class _Child:
    def __init__(self, order: Mapping[str, Any], given: bytes) -> None:
        order_out, self._order = os.pipe()
        self.answers, answer_in = os.pipe()
        try:
            nothing = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
            try:
                actions = [
                    (os.POSIX_SPAWN_DUP2, order_out, 0),
                    (os.POSIX_SPAWN_DUP2, answer_in, 1),
                    (os.POSIX_SPAWN_DUP2, nothing, 2),
                ]
                command = [sys.executable, "-I", "-c", _START, json.dumps(sys.path)]
                # An empty environment: nothing in it is the job's, and libraries read it.
                self.pid = os.posix_spawn(sys.executable, command, {}, file_actions=actions)
            finally:
                os.close(nothing)
        except BaseException:
            os.close(self._order)
            os.close(self.answers)
            raise
        finally:
            os.close(order_out)
            os.close(answer_in)
        # A child that died at once is noticed by its silence.
        with suppress(BrokenPipeError), os.fdopen(self._order, "wb") as stream:
            stream.write(json.dumps(order).encode() + b"\n")
            stream.write(given)
        self.status: int | None = None

    def wait(self) -> int:
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        os.close(self.answers)
        if self.status is None:
            self.kill()
            self.wait()


def _listen(
    child: _Child,
    report: ReportBytes,
    line: Callable[[bytes], None] | None,
    stalled_after: float,
    longest: float | None,
) -> ConfinedOutcome:
    """Read the child's answers: `p` and a number, `l` and a line of the result, or `r` and the
    result. Lines are no progress: a child could send them for ever.
    """
    rest = b""
    begun = time.monotonic()
    end = begun + (longest if longest is not None else float("inf"))
    latest = min(begun + stalled_after, end)
    while True:
        left = max(latest - time.monotonic(), 0)
        if not select.select([child.answers], [], [], left)[0] or time.monotonic() > end:
            problem = f"it made no progress for {min(stalled_after, end - begun):g} seconds"
            return ConfinedOutcome(None, problem, Cause.STALLED)
        block = os.read(child.answers, 1 << 18)
        if not block:
            return ConfinedOutcome(None, _death(child.wait()), Cause.CRASHED)
        *answers, rest = (rest + block).split(b"\n")
        if len(rest) > LONGEST_ANSWER:
            return _out_of_form()
        for answer in answers:
            kind, body = answer[:1], answer[1:]
            if kind == b"p" and body.isdigit() and len(body) < 20:
                latest = min(time.monotonic() + stalled_after, end)
                report(int(body))
            elif kind == b"l" and line is not None:
                line(body + b"\n")
            elif kind == b"r":
                return _result(body)
            else:
                return _out_of_form()


def _out_of_form() -> ConfinedOutcome:
    return ConfinedOutcome(None, "it answered out of form", Cause.OUT_OF_FORM)


def _result(body: bytes) -> ConfinedOutcome:
    try:
        answer = json.loads(body)
        if answer["failed"] is not None:
            error = str(answer["error"])[:100]
            cause = Cause.MEMORY if error == "MemoryError" else Cause.ERROR
            return ConfinedOutcome(None, str(answer["failed"])[:1000], cause, error)
        return ConfinedOutcome(dict(answer["result"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _out_of_form()


def _death(status: int) -> str:
    if status >= 0:
        return f"its examination ended early, with status {status}"
    try:
        return f"its examination crashed ({signal.Signals(-status).name})"
    except ValueError:
        return f"its examination crashed (signal {-status})"
