# SPDX-License-Identifier: Apache-2.0
"""An act killed at every step, in attempts of which each goes on after the one that was killed before.

A driver is a script that calls `kill_at_every_step`; tests run it with `killed_at_every_step`.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from casts.steady.patience import PATIENCE

COUNTED = 2
"""Of the parts of a step, an attempt is killed at the first ones."""

type ReportStep = Callable[[str, int], None]


def set_up(home: str) -> None:
    """Begin a process that works on a home: nothing of it is opened yet."""
    os.environ["ROGATORY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.tables"
    import django

    django.setup()


def kill_at_every_step(
    functions: Iterable[tuple[object, str]], act: Callable[[ReportStep], object]
) -> None:
    """Act in forked processes; print the steps at which they were killed, and exit as the last one does.

    Each attempt is killed by SIGKILL at the first step at which none was killed before: at one that the act reports,
    or before or after one of the functions, each given with its owner.
    """
    seen: list[str] = []

    def once(name: str, report: int) -> None:
        """Die, if nobody died here before."""
        if name not in seen:
            os.write(report, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def wrap(owner: object, function: str, report: int) -> None:
        real = getattr(owner, function)

        def killing(*values, **more):
            once(f"before {function}", report)
            found = real(*values, **more)
            once(f"after {function}", report)
            return found

        setattr(owner, function, killing)

    def attempt(report: int) -> None:
        for owner, function in functions:
            wrap(owner, function, report)
        act(lambda step, number: once(f"{step} {min(number, COUNTED)}", report))

    while True:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            attempt(writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as lines:
            name = lines.read()
        _pid, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            json.dump(seen, sys.stdout)
            sys.exit(os.waitstatus_to_exitcode(status))
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert name not in seen
        seen.append(name)


def killed_at_every_step(driver: Path, *words: object) -> list[str]:
    """Run a driver to its end; return the steps at which its attempts were killed."""
    done = subprocess.run(
        [sys.executable, str(driver), *map(str, words)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)
