# SPDX-License-Identifier: Apache-2.0
"""`rogatory demo` as a process, with the memory of everything it starts watched and named."""

import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.running import rogatory
from bench.watching import Peaks, Watch

SECONDS_BETWEEN_SAMPLES = 0.1

SERVING = b"Serving until you press Ctrl-C."

_FOLDERS = re.compile(r"(?<=\s)/?(?:[^\s/]+/)+|^/?(?:[^\s/]+/)+")
_CHILD = re.compile(
    r"rogatory\.bootstrap\.processes\.child (?P<name>\S+) \S*/nodes/(?P<state>\w\w)\b"
)
_SUPERVISOR = re.compile(r"rogatory\.bootstrap\.processes\.supervise \S*/nodes/(?P<state>\w\w)\b")
_DESK = re.compile(r"rogatory\.exercises\.terminal \S*/nodes/(?P<state>\w\w)\b")
_COMMAND = re.compile(r"rogatory\.main (?P<words>[a-z]+(?: [a-z]+)?)")


@dataclass(frozen=True, slots=True)
class Played:
    status: int
    seconds: float
    peaks: Peaks
    output: str


def played(
    home: Path, evidence: Path | None, *, is_watched: bool = True, with_consoles: bool = False
) -> Played:
    """Play it to its end, without serving afterwards; `is_watched`: where its memory is asked for. With consoles it
    is ended where it would serve them: only then does it start them.
    """
    options = [] if evidence is None else ["--evidence", str(evidence)]
    options += [] if with_consoles else ["--no-serve"]
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output_file:
        process = subprocess.Popen(
            rogatory("demo", "--home", home, *options),
            stdin=subprocess.DEVNULL,
            stdout=output_file,
            stderr=subprocess.STDOUT,
        )
        try:
            peaks = Peaks()
            if is_watched:
                with Watch(process.pid, role_of, SECONDS_BETWEEN_SAMPLES) as watch:
                    _await_end(process, Path(f"/proc/self/fd/{output_file.fileno()}"))
                peaks = watch.peaks
            else:
                _await_end(process, Path(f"/proc/self/fd/{output_file.fileno()}"))
            status = process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
        output_file.seek(0)
        output = output_file.read().decode(errors="replace")
    return Played(status, time.perf_counter() - started, peaks, output)


def _await_end(process: "subprocess.Popen[bytes]", output: Path) -> None:
    """Wait until the demo ends, or ends with its story and serves: then end it, as Ctrl-C does."""
    while process.poll() is None:
        if SERVING in output.read_bytes():
            process.send_signal(signal.SIGINT)
            process.wait()
        time.sleep(SECONDS_BETWEEN_SAMPLES)


def role_of(command: str) -> str:
    """Return what a process of the demo is there for, by its command line."""
    if found := _CHILD.search(command):
        return f"{found['state'].upper()} {found['name']}"
    if found := _SUPERVISOR.search(command):
        return f"{found['state'].upper()} supervisor"
    if found := _DESK.search(command):
        return f"desk of {found['state'].upper()}"
    if "rogatory.exercises.services" in command:
        return "directory and timestamps"
    if found := _COMMAND.search(command):
        return f"rogatory {found['words']}"
    # Where the commands lie on this machine says nothing of them.
    return "another: " + _FOLDERS.sub("", command)[:60] if command else "another"
