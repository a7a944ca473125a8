# SPDX-License-Identifier: Apache-2.0
"""The processes of an exercise: started, asked, and ended with it, whatever happens."""

import contextlib
import json
import os
import selectors
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from rogatory.bootstrap.processes.forking import FIRST
from rogatory.bootstrap.processes.loaded import loaded_process
from rogatory.errors import NO_ARTICLE, Code, Reason, Refused, Unreachable
from rogatory.exercises import refusals

SECONDS_TO_START = 180
"""A loaded machine takes seconds to start twelve processes; longer than this, one hangs."""

SECONDS_TO_STOP = 25
"""Longer than a supervisor gives its children; then the process is killed."""

SECONDS_TO_ANSWER = 600
"""Handing over a large package reads it once; what takes longer than this hangs."""

MOST_SHOWN = 800
"""Bytes of a log: enough for a reason or the end of a traceback, and no flood on the terminal."""


class Process:
    """A child whose first line says that it is ready, and whose errors go to a file."""

    def __init__(self, name: str, command: Sequence[str], log: Path, *more: str) -> None:
        self.name, self.log = name, log
        program = command if command[0].endswith(".py") else ("-m", *command)
        log.parent.mkdir(parents=True, exist_ok=True)
        parent = loaded_process()
        (read_by_it, ours), (read_by_us, its) = os.pipe(), os.pipe()
        self._input, self._output = os.fdopen(ours, "wb"), os.fdopen(read_by_us, "rb")
        try:
            with log.open("ab") as errors:
                self.child = parent.start(
                    [*FIRST, *program, str(parent.pid), *more],
                    environment=os.environ,
                    folder=Path.cwd(),
                    descriptors=(read_by_it, its, errors.fileno()),
                )
        finally:
            os.close(read_by_it)
            os.close(its)

    def read_line(self, seconds: float) -> str:
        """Return the next line it says; `Unreachable` if it ends or stays silent."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            if not selector.select(seconds):
                raise Unreachable(
                    refusals.TOO_SLOW.because(
                        seconds=int(seconds), what=f"{self.name} answers", logs=str(self.log.parent)
                    )
                )
        line = self._output.readline()
        if not line:
            raise Unreachable(self.ended())
        return line.decode()

    def write_line(self, line: str) -> None:
        try:
            self._input.write(f"{line}\n".encode())
            self._input.flush()
        except BrokenPipeError as error:
            raise Unreachable(self.ended()) from error

    def ended(self) -> Reason:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(5)
        return refusals.PROCESS_ENDED.because(
            name=self.name,
            status=str(self.child.returncode),
            log=str(self.log),
            output=_end_of(self.log),
        )

    def check(self) -> None:
        """Raise if it ended."""
        if self.child.poll() is not None:
            raise Unreachable(self.ended())

    def stop(self) -> None:
        """Ask it to end."""
        if self.child.poll() is None:
            self.child.terminate()

    def join(self, seconds: float) -> None:
        """Wait for its end; then end it."""
        try:
            self.child.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        for pipe in (self._input, self._output):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


class Terminal:
    """An officer's terminal at a node (see `terminal`)."""

    def __init__(self, state: str, process: Process) -> None:
        self.state, self._process = state, process

    def ask(self, act: str, /, **arguments: Any) -> Any:
        """Do an act and give its answer.

        Raises:
            Refused, Unreachable: as the act did, with its reasons.
        """
        self._process.write_line(json.dumps({"act": act, "with": arguments}))
        answer = json.loads(self._process.read_line(SECONDS_TO_ANSWER))
        if "done" in answer:
            return answer["done"]
        reasons = [_reason(self.state, act, one) for one in answer["reasons"]]
        raise (Refused if answer["arrived"] else Unreachable)(reasons)


class Ensemble:
    """All processes of an exercise; leaving the block ends every one of them."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.processes: list[Process] = []

    def start(self, name: str, command: Sequence[str], *more: str) -> Process:
        """Start a module, or a file, with its arguments, this process's id, and what else comes after that."""
        process = Process(name, command, self.logs / f"{name}.log", *more)
        self.processes.append(process)
        return process

    def await_ready(self, processes: Sequence[Process]) -> None:
        until = time.monotonic() + SECONDS_TO_START
        for process in processes:
            process.read_line(max(1.0, until - time.monotonic()))

    def check(self) -> None:
        for process in self.processes:
            process.check()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for process in reversed(self.processes):
            process.stop()
        until = time.monotonic() + SECONDS_TO_STOP
        for process in reversed(self.processes):
            process.join(until - time.monotonic())


def polled(seconds: float, every: float = 0.1) -> Iterator[float]:
    """Yield times to look again, until the seconds are over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield until - time.monotonic()
        time.sleep(every)


def _end_of(log: Path) -> str:
    """Return what a log says last: mostly why its process ended."""
    text = log.read_bytes()[-MOST_SHOWN:].decode(errors="replace").strip()
    return text or "nothing"


def _reason(state: str, act: str, fields: Mapping[str, Any]) -> Reason:
    """Return a reason from another process, with its own code."""
    code: Code = refusals.ACT_REFUSED
    return code.because(
        state=state,
        act=act.replace("_", " "),
        code=str(fields["code"]),
        output=f"{fields['what']} {fields['remedy']}{_citation(fields)}",
    )


def _citation(fields: Mapping[str, Any]) -> str:
    """Return the provision that a reason of another process rests on, as `Reason.sentence` adds it."""
    article = str(fields.get("article", NO_ARTICLE))
    if article == NO_ARTICLE:
        return ""
    word = "articles" if ", " in article else "article"
    return f" ({word} {article}; certainty: {fields.get('certainty')})"
