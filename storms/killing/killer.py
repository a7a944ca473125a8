# SPDX-License-Identifier: Apache-2.0
"""The choice of the process that is killed, and when: SIGKILL at random moments, whatever it is doing."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.processes.supervisor import pid_of

SHORTEST_LIFE = 1.0
"""Seconds: a process that is killed as soon as it starts would be all that happens."""

OURS = (b"rogatory", b"storms.terminal")
"""One of these is in the command line of each process that may be killed."""

type Victims = Callable[[], Mapping[str, int]]


def victims_of(home: Home) -> Mapping[str, int]:
    """The processes of a running node by what they are: supervisor, worker, both doors and what the
    doors fork for their requests.
    """
    found = {name: pid_of(home, name) for name in ("supervisor", *home.processes)}
    forked = {
        f"{name}-forked": next(_children_of(found[name]), None)
        for name in ("door", "console")
        if name in found
    }
    return {name: pid for name, pid in (found | forked).items() if pid is not None}


def _children_of(process: int | None) -> Iterator[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:
        return
    yield from (int(child) for child in listed.split())


class Killer(threading.Thread):
    """Kills one process after another, until it has killed so many or is stopped."""

    def __init__(self, victims: Victims, chance: Random, kills: int, pause: float) -> None:
        super().__init__(name="killer", daemon=True)
        self._victims, self._chance, self._pause = victims, chance, pause
        self._wanted = kills
        self._stop = threading.Event()
        self.killed: Counter[str] = Counter()
        self._killed_at: dict[int, float] = {}

    @property
    def is_done(self) -> bool:
        return self.killed.total() >= self._wanted

    def share(self) -> float:
        """Return how much of its work is done, from 0 to 1."""
        return self.killed.total() / self._wanted

    def run(self) -> None:
        while not self.is_done and not self._stop.wait(self._chance.expovariate(1 / self._pause)):
            self._kill_one()

    def stop(self) -> None:
        self._stop.set()
        if self.is_alive():
            self.join()

    def _kill_one(self) -> None:
        drawn = self._chance.random()
        victims = sorted(
            (name, pid)
            for name, pid in self._victims().items()
            if _age(pid) > SHORTEST_LIFE and not self._is_dying(pid)
        )
        if not victims:
            return
        name, pid = victims[int(drawn * len(victims))]
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._killed_at[pid] = time.monotonic()
        self.killed[name.partition(" ")[2]] += 1

    def _is_dying(self, pid: int) -> bool:
        """Decide whether this process was killed already, which a busy machine takes its time to end: a
        process that was given the number since is younger than the kill.
        """
        killed = self._killed_at.get(pid)
        return killed is not None and _age(pid) > time.monotonic() - killed


def _age(pid: int) -> float:
    """Seconds since a process of ours began; 0 if there is none, or it is a zombie or somebody else's.

    A process id that was written down may have been given to another process since.
    """
    try:
        status = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace").rpartition(")")[2]
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return 0.0
    fields = status.split()
    if fields[0] == "Z" or not any(name in command for name in OURS):
        return 0.0
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began
