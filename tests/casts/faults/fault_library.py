# SPDX-License-Identifier: Apache-2.0
"""A disk that fails, fills, breaks off, or a process that is killed: at a chosen call, for real.

`faults.c` is a library for LD_PRELOAD. Tests run the real command under it:

    def test_the_disk_fills(faults, tmp_path):
        ran = faults.run(
            "evidence", "collect", tmp_path / "source", "--out", tmp_path / "bag",
            rules=[Fault("write", "*/bag.partial/data/*", "ENOSPC", first=3)],
        )
        assert ran.status == 4
        assert ran.fired            # always: a test whose fault never came shows nothing

A `Fault` names

    call      read, readv, pread, preadv, write, writev, pwrite, pwritev, fsync, fdatasync, syncfs,
              ftruncate, fallocate, open, mkdir, unlink, rename, link; or * for any of them.
              `open` is openat as well, and so on for what comes in an `…at` or `…64` form.
              Python: os.readv is readv, file objects and os.read are read, os.preadv is preadv.
    path      a pattern over the absolute path, `*` matching slashes too. Of `rename` and `link` it
              is the new name. Of a descriptor it is the name that the kernel gives, so an unnamed
              spool is `/folder/#12345 (deleted)` and a pipe `pipe:[…]`.
    outcome   an errno's name (EIO, ENOSPC, EDQUOT, EFBIG, EACCES, EROFS, ENOSYS, …); `short`: half
              of it is read or written; `ended`: the end of the file, 0 bytes; `kill`: SIGKILL
              before the call; `kill-after`: SIGKILL when the kernel has done it.
    first     the number of the matching call, from 1, that is the first to fail
    times     how many from there on; EVER for all

Matching calls are counted in each process for itself; a forked child goes on from where its
parent was, a program that it starts begins anew. `fired` lists what happened, in order, as
(outcome, call, path). A rule that matches nothing fires nothing.

`open` of Python's own modules passes through here too: let patterns name folders of the test.
What runs is forked from a process that has loaded the command line (`warm.py`), unless it is to be killed
after a time, which counts from the start of an interpreter, or is `cold`.

Where there is no gcc, or the machine is none that the library is written for, tests are skipped.
"""

import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from casts.steady.warm import COMMAND, Warm

EVER = -1
_SOURCE = Path(__file__).with_name("faults.c")


@dataclass(frozen=True)
class Fault:
    """One rule; see above."""

    call: str
    path: str
    outcome: str
    first: int = 1
    times: int = 1

    def line(self) -> str:
        return "\t".join([self.call, self.path, str(self.first), str(self.times), self.outcome])


@dataclass(frozen=True)
class Ran:
    """How a command ended; `status` is negative where a signal ended it."""

    status: int
    out: str
    err: str
    fired: tuple[tuple[str, str, str], ...]

    @property
    def killed(self) -> bool:
        return self.status == -signal.SIGKILL


class FaultLibrary:
    """The compiled library, and what runs under it."""

    def __init__(self, folder: Path) -> None:
        if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
            pytest.skip("the fault library is for Linux on 64 bits")
        compiler = shutil.which("gcc")
        if compiler is None:
            pytest.skip("gcc is not installed")
        self._folder = folder
        self._library = folder / "faults.so"
        self._runs = 0
        self._warm: Warm | None = None
        command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-U_FORTIFY_SOURCE"]
        subprocess.run(
            [*command, "-o", self._library, _SOURCE, "-ldl"], check=True, capture_output=True
        )

    def environment(self, rules: Sequence[Fault], report: Path) -> dict[str, str]:
        """Return what a process needs to run under the rules, beside its own environment."""
        return {
            "LD_PRELOAD": str(self._library),
            "ROGATORY_FAULTS": "\n".join(rule.line() for rule in rules),
            "ROGATORY_FAULTS_TOLD": str(report),
        }

    def run(
        self,
        *words: object,
        rules: Sequence[Fault] = (),
        kill_after: float | None = None,
        stdin: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
    ) -> Ran:
        """`rogatory WORDS` in a process of its own; `kill_after` that many seconds by SIGKILL."""
        return self.python(
            "-c",
            COMMAND,
            *words,
            rules=rules,
            kill_after=kill_after,
            stdin=stdin,
            environment=environment,
            user=user,
        )

    def python(
        self,
        *words: object,
        rules: Sequence[Fault] = (),
        kill_after: float | None = None,
        stdin: bytes | None = None,
        environment: Mapping[str, str] | None = None,
        user: int | None = None,
        cold: bool = False,
    ) -> Ran:
        """`python WORDS`, likewise: for what no command does. `user` needs root."""
        is_warm = words[0] == "-c" and kill_after is None and not cold
        self._runs += 1
        report = self._folder / f"told-{self._runs}"
        env = {**os.environ, **(environment or {})}
        if rules:
            env |= self.environment(rules, report)
        if is_warm:
            code, *rest = map(str, words[1:])
            done = self._forking().run(code, *rest, environment=env, stdin=stdin, user=user)
            return Ran(done.returncode, done.stdout.decode(), done.stderr.decode(), _fired(report))
        process = subprocess.Popen(
            [sys.executable, *map(str, words)],
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            user=user,
            group=user,
            extra_groups=[] if user is not None else None,
        )
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        out, err = process.communicate(stdin)
        return Ran(process.returncode, out.decode(), err.decode(), _fired(report))

    def _forking(self) -> Warm:
        if self._warm is None:
            self._warm = Warm({"LD_PRELOAD": str(self._library)})
        return self._warm

    def close(self) -> None:
        """End the process that forks others."""
        if self._warm is not None:
            self._warm.close()


def _fired(report: Path) -> tuple[tuple[str, str, str], ...]:
    """Return what happened, in order."""
    if not report.exists():
        return ()
    lines = report.read_text(errors="backslashreplace").splitlines()
    return tuple(tuple(line.split("\t", 2)) for line in lines)  # type: ignore[misc]
