# SPDX-License-Identifier: Apache-2.0
"""Count what processes make durable: their fsyncs, by strace, and the bytes that they write, by /proc.

The bytes are the kernel's count of pages made dirty: a page of SQLite's log counts when it is
written, and once more when it is copied into the database.
"""

import contextlib
import re
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.rows import SkippedError
from bench.watching import PROC

CALLS = "fsync,fdatasync,sync_file_range,syncfs,msync"
SECONDS_TO_ATTACH = 20
SECONDS_BETWEEN_LOOKS = 0.05
"""While strace attaches: it gives no other sign."""

_LINE = re.compile(r"^\d+ +(\w+)\(")


@dataclass
class Durable:
    """Fsyncs and bytes of processes while they were watched."""

    syncs: int = 0
    written: int = 0
    """Bytes."""
    by_process: Counter[int] = field(default_factory=Counter)
    """Fsyncs by the process's (or thread's) number."""


@contextlib.contextmanager
def counting(pids: Iterable[int], folder: Path) -> Iterator[Durable]:
    """Provide the counts of these processes and their threads; they are whole after the block.

    Raises:
        SkippedError: there is no strace, or it may not attach.
    """
    if shutil.which("strace") is None:
        raise SkippedError("strace, which counts fsyncs, is not installed")
    watched, found, log = list(pids), Durable(), folder / "syncs"
    words = ["strace", "-f", "-e", f"trace={CALLS}", "-o", str(log)]
    for pid in watched:
        words += ["-p", str(pid)]
    tracer = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        _await_attached(tracer, watched)
        before = {pid: _written(pid) for pid in watched}
        yield found
        found.written = sum(_written(pid) - before[pid] for pid in watched)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
    for line in log.read_text(encoding="utf-8").splitlines():
        if _LINE.match(line):
            found.syncs += 1
            found.by_process[int(line.split(" ", 1)[0])] += 1


def _await_attached(tracer: subprocess.Popen[bytes], pids: Iterable[int]) -> None:
    until = time.monotonic() + SECONDS_TO_ATTACH
    while not all(_tracer_of(pid) == tracer.pid for pid in pids):
        if tracer.poll() is not None or time.monotonic() > until:
            raise SkippedError("strace may not attach to the node's processes")
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _tracer_of(pid: int) -> int:
    for line in (PROC / str(pid) / "status").read_text(encoding="utf-8").splitlines():
        if line.startswith("TracerPid:"):
            return int(line.split()[1])
    return 0


def _written(pid: int) -> int:
    for line in (PROC / str(pid) / "io").read_text(encoding="utf-8").splitlines():
        if line.startswith("write_bytes:"):
            return int(line.split()[1])
    return 0
