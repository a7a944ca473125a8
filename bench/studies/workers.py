# SPDX-License-Identifier: Apache-2.0
"""Two workers and four against one, on PostgreSQL, with jobs that wait as for a peer nearby or far away.

python -m bench.studies.workers run HOME DATABASE ROUNDS JOBS     (a child: see `child`)
python -m bench.studies.workers work HOME                         (its children: a worker each)
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from bench.child import ROOT, ask, new_store, report, set_up
from bench.rows import Found, Row, WrongOutputError, at_least, median
from bench.study import Study
from bench.workplace import Workplace

if TYPE_CHECKING:
    from rogatory.node.context import Node
    from rogatory.node.repositories.queue import Job

NEAR = 20
"""Milliseconds: a peer that is not far away."""
FAR = 100
"""Milliseconds: a peer on another continent, where one round trip takes as long."""

SECONDS_TO_DO = 120

MEASURED = {"one": (1, NEAR), "two": (2, NEAR), "one_far": (1, FAR), "four_far": (4, FAR)}
"""How many workers, and how long a job waits."""

TWO = Row(
    "workers",
    "two workers on PostgreSQL, jobs that wait 20 ms",
    "one worker",
    at_least(1.8, 1.95),
)
FOUR = Row(
    "workers-four",
    "four workers on PostgreSQL, jobs that wait 100 ms",
    "one worker",
    at_least(3, 3.8),
)


def measure(work: Workplace) -> dict[str, Found]:
    home, database = work.folder / "workers", work.new_database("workers")
    rounds = ask("workers", "run", home, database, work.scale.rounds, work.scale.jobs)
    figures = {f"{name}_jobs_per_s": median([each[name] for each in rounds]) for name in MEASURED}
    return {
        TWO.id: Found([each["two"] / each["one"] for each in rounds], figures),
        FOUR.id: Found([each["four_far"] / each["one_far"] for each in rounds], figures),
    }


STUDIES = (Study((TWO, FOUR), measure),)


def work(home: str) -> None:
    """A worker of its own process, until its standard input ends."""
    set_up(Path(home))
    from rogatory.bootstrap.home.folder import read_home
    from rogatory.bootstrap.processes.worker import Worker
    from rogatory.node.worker import work as handlers
    from rogatory.storage.queue.bell import Bell
    from rogatory.storage.queue.notices import NoticeListener

    cast("dict[str, Any]", handlers.HANDLERS)["wait"] = _wait
    stop = threading.Event()
    bell = Bell(read_home(Path(home)).bell)
    listener = NoticeListener(bell.ring)
    listener.start()
    worker = Worker(_bare_node(), bell)
    thread = threading.Thread(target=worker.work, args=(stop,))
    thread.start()
    report("ready")
    sys.stdin.read()
    stop.set()
    listener.stop()
    bell.ring()
    thread.join()


def _wait(node: "Node", job: "Job") -> None:
    """The job's handler: it takes as long as a peer does, and only this is measured beside the queue."""
    from rogatory.node.queue.end_job import done

    time.sleep(cast("int", job.payload["milliseconds"]) / 1000)
    with done(node, job):
        pass


def _bare_node() -> Any:
    """Return what a worker asks a node for, without keys or directory."""
    from rogatory.bootstrap.ports.clock import SystemClock
    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    return SimpleNamespace(
        store=DatabaseStore(), queue=DatabaseQueue(), clock=SystemClock(), random=os.urandom
    )


def _rate(home: Path, workers: int, jobs: int, wait: int) -> float:
    """Jobs a second, which wait so many milliseconds each, by that many workers, which are ready when the clock starts."""
    started = [_start(home) for _ in range(workers)]
    try:
        for each in started:
            assert each.stdout is not None
            if not each.stdout.readline():
                raise WrongOutputError("a worker did not start")
        _enqueue(jobs, wait)
        begun = time.perf_counter()
        while _queue_is_busy():
            if time.perf_counter() - begun > SECONDS_TO_DO:
                raise WrongOutputError("the workers do not come to an end")
            time.sleep(0.005)
        return jobs / (time.perf_counter() - begun)
    finally:
        _end(started)


def _queue_is_busy() -> bool:
    from rogatory.storage.queue.jobs import Job

    return Job.objects.exists()


def _enqueue(jobs: int, wait: int) -> None:
    """All in one transaction, at whose end the clock starts: no worker is ever without one."""
    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.queue.notices import notify_workers
    from rogatory.storage.store import DatabaseStore

    now, queue = datetime.now(UTC), DatabaseQueue(ring=notify_workers)  # noqa: TID251 - the edge, where time comes from
    with DatabaseStore().transaction():
        for number in range(jobs):
            queue.enqueue("wait", f"wait/{number}", {"milliseconds": wait}, now)


def _start(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.studies.workers", "work", str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def _end(workers: Sequence[subprocess.Popen[bytes]]) -> None:
    for each in workers:
        each.communicate()


def run(home: str, database: str, rounds: str, jobs: str) -> None:
    new_store(Path(home), database)
    report(
        [
            {
                name: _rate(Path(home), workers, int(jobs), wait)
                for name, (workers, wait) in MEASURED.items()
            }
            for _ in range(int(rounds))
        ]
    )


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(*sys.argv[2:])
    else:
        work(*sys.argv[2:])
