# SPDX-License-Identifier: Apache-2.0
"""Measures of one process: its commits and its jobs, written into a file of its own in the home every few seconds.

Several processes of a door, and several workers, each write theirs; who serves them (`bootstrap.monitoring`) reads all of
this machine. They contain durations and kinds of job, and nothing of a case.
"""

import contextlib
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.processes.duration_histogram import DurationHistogram
from rogatory.bootstrap.processes.place import started
from rogatory.disk.new_file import replace
from rogatory.disk.reading import read_file
from rogatory.errors import RogatoryError

SECONDS_BETWEEN_WRITES = 5.0
"""Prometheus asks every fifteen seconds or less often."""

LARGEST_FILE = 1 << 18
"""A few histograms of each kind of job; more is no file of ours."""


@dataclass
class ProcessMeasures:
    """The histograms of a process."""

    process: str
    pid: int
    commits: DurationHistogram = field(default_factory=DurationHistogram)
    jobs: dict[str, DurationHistogram] = field(default_factory=dict)

    def observe_job(self, kind: str, seconds: float) -> None:
        self.jobs.setdefault(kind, DurationHistogram()).observe(seconds)

    def as_bytes(self) -> bytes:
        jobs = {kind: one.as_json() for kind, one in list(self.jobs.items())}
        document = {
            "process": self.process,
            "pid": self.pid,
            "ticks": started(self.pid),
            "commits": self.commits.as_json(),
            "jobs": jobs,
        }
        return json.dumps(document).encode()


def measures_folder(home: Home) -> Path:
    return home.run / "measures"


def begin_measuring(home: Home, process: str) -> ProcessMeasures | None:
    """Measure this process from now on, if the node's metrics are to be served; else measure nothing."""
    if home.metrics_listen is None:
        return None
    from rogatory.storage.transactions.writing import when_committed

    found = ProcessMeasures(process, os.getpid())
    when_committed(found.commits.observe)
    folder = measures_folder(home)
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{process}-{found.pid}.json"

    def write() -> None:
        while True:
            # A full disk has better uses than measures; the next writing may succeed.
            with contextlib.suppress(RogatoryError, OSError):
                replace(path, found.as_bytes())
            if stop.wait(SECONDS_BETWEEN_WRITES):
                return

    stop = threading.Event()
    threading.Thread(target=write, name="measures", daemon=True).start()
    return found


def read_measures(home: Home) -> Iterator[ProcessMeasures]:
    """Yield the measures of each process of this machine that still runs; files of others are removed."""
    folder = measures_folder(home)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            document = json.loads(read_file(path, limit=LARGEST_FILE))
            pid = int(document["pid"])
            jobs = {
                str(kind): DurationHistogram.parse(one) for kind, one in document["jobs"].items()
            }
            commits = DurationHistogram.parse(document["commits"])
            found = ProcessMeasures(str(document["process"]), pid, commits, jobs)
        except (RogatoryError, OSError, ValueError, KeyError, TypeError):
            continue  # it is being replaced, or not ours
        if document["ticks"] is not None and started(pid) == document["ticks"]:
            yield found
        else:
            with contextlib.suppress(OSError):
                path.unlink()
