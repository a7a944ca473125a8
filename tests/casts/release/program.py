# SPDX-License-Identifier: Apache-2.0
"""One version of the program, the present one or a released one, with its nodes and its officers' terminals.

A released version runs in an environment of its own: its wheel, and beside it the libraries of the present one, so that
nothing is asked of a registry. Where they serve it no longer, its environment is made from its own constraints.txt.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from casts.steady import warm
from casts.steady.patience import PATIENCE, until

HERE = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Program:
    """The interpreter that finds this version, and no other."""

    python: Path

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run `rogatory WORDS` to its end."""
        return subprocess.run(
            self._command("-m", "rogatory.main", *words),
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def document(self, *words: object) -> dict:
        """Return the document that a command prints; it must succeed."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def run_file(self, script: Path, *words: object) -> None:
        """Run a script that imports this version; it must succeed."""
        subprocess.run(self._command(script, *words), env=_environment(), check=True)

    def bring_up_to_date(self, home: Path) -> None:
        """Apply the migrations that are missing, as a node's start does before its processes begin."""
        words = ("-m", "rogatory.bootstrap.processes.child", "migrate", home, os.getpid())
        (home / "logs").mkdir(exist_ok=True)
        subprocess.run(self._command(*words), env=_environment(), check=True)

    @contextmanager
    def node(self, home: Path, *names: str) -> Iterator[None]:
        """Run the node of a home, which brings its tables up to date first, as long as the block."""
        words = ("-m", "rogatory.bootstrap.processes.supervise", home, os.getpid(), *names)
        ready = [home / "run" / f"{name}.ready" for name in names]
        for one in ready:
            one.unlink(missing_ok=True)
        log = home / "logs" / "started.err"
        log.parent.mkdir(exist_ok=True)
        with log.open("wb") as errors:
            process = subprocess.Popen(self._command(*words), env=_environment(), stderr=errors)
        try:
            until(lambda: process.poll() is not None or all(one.exists() for one in ready))
            assert process.poll() is None, log.read_text()
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    @contextmanager
    def terminal(self, home: Path) -> Iterator["Desk"]:
        """Give an officer's terminal on a home, whose tables are this version's."""
        words = ("-m", "rogatory.exercises.terminal", home, os.getpid())
        with (home / "logs" / "terminal.err").open("ab") as errors:
            process = subprocess.Popen(
                self._command(*words),
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        try:
            desk = Desk(process)
            desk.hear()
            yield desk
        finally:
            process.kill()
            process.communicate()

    def _command(self, *words: object) -> list[str]:
        return [str(word) for word in (self.python, "-I", *words)]


class Desk:
    """The acts of a terminal, each a line and its answer (`rogatory.exercises.terminal`)."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def ask(self, act: str, /, **arguments: object):
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"act": act, "with": arguments}).encode() + b"\n")
        self._process.stdin.flush()
        return self.hear()

    def hear(self):
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the terminal has ended; its log is in the home"
        answer = json.loads(line)
        assert "done" in answer, answer
        return answer["done"]


class _Present(Program):
    """The version of this checkout: what runs to its end is forked from a process that has loaded it (see `warm`)."""

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        return warm.script(warm.COMMAND, *words, environment=_environment())

    def bring_up_to_date(self, home: Path) -> None:
        (home / "logs").mkdir(exist_ok=True)
        # The parent with which the process ends is the one that forks it.
        code = (
            "import os\nfrom rogatory.bootstrap.processes.child import main\n"
            f"main('migrate', {str(home)!r}, str(os.getppid()))"
        )
        done = warm.script(code, environment=_environment())
        assert done.returncode == 0, done.stdout + done.stderr


def present() -> Program:
    return _Present(Path(sys.executable))


def released(wheel: Path, folder: Path) -> Program:
    """Install a wheel in a new folder."""
    venv.create(folder, with_pip=False, symlinks=True)
    place = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", place))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # After its own, so that its package is found first; a .pth in there is not followed.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return Program(folder / "bin" / "python")


def _environment() -> dict[str, str]:
    return {"PATH": HERE, "LANG": "C.UTF-8", "TZ": "UTC", "HOME": os.environ.get("HOME", "/")}
