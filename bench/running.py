# SPDX-License-Identifier: Apache-2.0
"""Whole processes, timed: each contestant once in every round, in changing order."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bench.rows import WrongOutputError
from bench.watching import Watch

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds on the wall, and of the processors."""

    wall: float
    cpu: float


type Step = Callable[[Path], None]


def nothing(_place: Path) -> None:
    """A step that is not needed."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """Something that does the work in a folder of its own, which is new for each run.

    `prepare` is not timed. `check` looks at the result thoroughly, in the run that is not timed;
    `glance` after every run.
    """

    name: str
    command: Callable[[Path], Sequence[str]]
    prepare: Step = nothing
    check: Step = nothing
    glance: Step = nothing


@dataclass
class Contest:
    timings: dict[str, list[Timing]] = field(default_factory=dict)
    peaks: dict[str, float] = field(default_factory=dict)

    def walls(self, name: str) -> list[float]:
        return [timing.wall for timing in self.timings[name]]

    def ratios(self, other: str, ours: str) -> list[float]:
        """How many times faster ours was than the other, round by round."""
        return [a / b for a, b in zip(self.walls(other), self.walls(ours), strict=True)]


def rogatory(*words: str | Path) -> list[str]:
    """A command of ours, as its user runs it."""
    return [sys.executable, "-I", "-m", "rogatory.main", *map(str, words)]


def shell(script: str) -> list[str]:
    return ["bash", "-o", "pipefail", "-ec", script]


def run(command: Sequence[str]) -> Timing:
    """Run to its end and time it; its output is thrown away unless it fails."""
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = _started(command, output)
        _, status, used = os.wait4(process.pid, 0)
        timing = Timing(time.perf_counter() - started, used.ru_utime + used.ru_stime)
        process.returncode = os.waitstatus_to_exitcode(status)
        _refuse_failure(process, output)
    return timing


def watched(command: Sequence[str]) -> float:
    """Run to its end and return the largest PSS of its process tree, in MiB."""
    with tempfile.TemporaryFile() as output:
        process = _started(command, output)
        with Watch(process.pid) as watch:
            process.wait()
        _refuse_failure(process, output)
    return watch.peaks.tree / MIB


def contest(
    contestants: Sequence[Contestant],
    *,
    rounds: int,
    folder: Path,
    warm: Callable[[], None],
    between: Callable[[], None] | None = None,
) -> Contest:
    """One run each with its memory watched and its result checked, then the timed rounds.

    `warm` brings the source into the page cache before each run; `between` is called once a
    round, for what is measured beside the contestants.
    """
    found = Contest()
    for each in contestants:
        with _place(folder) as place:
            each.prepare(place)
            warm()
            found.peaks[each.name] = watched(each.command(place))
            each.check(place)
    for number in range(rounds):
        turn = number % len(contestants)
        for each in (*contestants[turn:], *contestants[:turn]):
            timing = _timed(each, folder, warm)
            found.timings.setdefault(each.name, []).append(timing)
        if between:
            between()
    return found


def _timed(contestant: Contestant, folder: Path, warm: Callable[[], None]) -> Timing:
    with _place(folder) as place:
        contestant.prepare(place)
        # What the run before left to be written would be written during this one.
        os.sync()
        warm()
        timing = run(contestant.command(place))
        contestant.glance(place)
    return timing


class _place:  # noqa: N801 - a context manager, read as a function
    """A new folder for one run, removed after it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "run"

    def __enter__(self) -> Path:
        shutil.rmtree(self._path, ignore_errors=True)
        self._path.mkdir(parents=True)
        return self._path

    def __exit__(self, *_exception: object) -> None:
        shutil.rmtree(self._path, ignore_errors=True)


def _started(command: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    # Not a pipe: a tool that reports each file would wait for somebody to read it.
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=output
    )


def _refuse_failure(process: subprocess.Popen[bytes], output: IO[bytes]) -> None:
    """Raise if it failed, with its last words."""
    if process.returncode:
        output.seek(0)
        words = output.read().decode(errors="replace")[-800:]
        raise WrongOutputError(f"exit {process.returncode} of {process.args!r}: {words}")
