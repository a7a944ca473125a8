# SPDX-License-Identifier: Apache-2.0
"""The worker: leases jobs as long as it runs, a few at a time, and keeps their leases alive; in maintenance, none.

One thread leases, renews and waits; a pool does the work, so that a peer that does not answer
holds up one thread and not the node. A thread of the pool leases its next job in the commit that ends
the one before, as long as one is due: a separate lease is a commit. Killed at any point, a worker
loses nothing: its jobs are leased again when their leases have run out.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from rogatory.node.context import Node
from rogatory.node.maintenance.mode import MaintenanceWatch
from rogatory.node.repositories.queue import LEASE, Job, Successor
from rogatory.node.worker.schedule import after_clock_was_set_back
from rogatory.node.worker.work import run
from rogatory.storage.failover.guard import ServerNotAcceptedError
from rogatory.storage.transactions.writing import connections_closed, refresh_connections

_log = logging.getLogger(__name__)

THREADS = 4
"""Jobs done at the same time: most of their time goes by waiting for a peer."""

SECONDS_BETWEEN_LOOKS = 0.5
"""The longest an idle worker sleeps where a job may be due and the bell was not heard; the bell, and the moment of
the next job that it knows of, wake it before.
"""

SHORTEST_PAUSE = 0.01
"""A job that another worker is leasing just now is seen as free until its commit: no thread turns on it."""

RENEW_AFTER = LEASE / 3
"""Two renewals may fail before a lease runs out."""

CLOCK_STEP = timedelta(minutes=1)
"""A clock that is set back further than this between two looks ran fast before: what it put off is brought forward."""

SECONDS_TO_FINISH = 10.0
"""The time that jobs under way are given when the worker stops."""


class WorkerBell(Protocol):
    """The bell at which an idle worker waits (`storage.queue.bell.Bell`)."""

    def wait(self, seconds: float) -> None: ...
    def ring(self) -> None: ...


@dataclass(slots=True)
class _Held:
    """The job that a thread of the pool does now; None once it has no other."""

    job: Job | None


class Worker:
    def __init__(
        self,
        node: Node,
        bell: WorkerBell,
        *,
        threads: int = THREADS,
        settle: Callable[[], None] = lambda: None,
        observe: Callable[[str, float], None] | None = None,
    ) -> None:
        """Make a worker. `settle` returns once the database's server is accepted, where it is another one than before;
        `observe` is given the kind of each job and the seconds that it took.
        """
        self._observe = observe
        self._node = node
        self._bell = bell
        self._threads = threads
        self._settle = settle
        self._running: dict[Future[None], _Held] = {}
        self._stop = threading.Event()
        self._watch = MaintenanceWatch(node)
        self._renewed = node.clock.now()
        self._looked = self._renewed, time.monotonic()
        self._name = f"{os.uname().nodename[:60]}-{os.getpid()}-{node.random(4).hex()}"

    def work(self, stop: threading.Event) -> None:
        """Work until `stop` is set; then wait a little for what is under way."""
        self._stop = stop
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="job")
        with connections_closed():
            try:
                while not stop.is_set():
                    self._one_look(pool)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
                self._let_finish()

    def _one_look(self, pool: ThreadPoolExecutor) -> None:
        """Lease as many jobs as can run, renew what runs; wait if there was nothing to do."""
        try:
            self._running = {f: held for f, held in self._running.items() if not f.done()}
            self._notice_clock()
            self._renew()
            jobs = self._lease()
            pause = 0.0 if jobs else self._pause()
        except ServerNotAcceptedError:
            self._settle()
            return
        except Exception:  # noqa: BLE001 - the boundary of the worker: noted, and looked again
            # A database that is away comes back; a worker that died of it, or kept the broken connection, would not.
            _log.exception("the queue could not be read")
            refresh_connections()
            self._bell.wait(1)
            return
        for job in jobs:
            held = _Held(job)
            self._running[pool.submit(self._do, held)] = held
        if not jobs:
            self._bell.wait(pause)

    def _pause(self) -> float:
        """Return the seconds until the next job that is known is due."""
        if len(self._running) == self._threads or self._watch.is_known:
            return SECONDS_BETWEEN_LOOKS
        due = self._node.queue.next_due()
        if due is None:
            return SECONDS_BETWEEN_LOOKS
        left = (due - self._node.clock.now()).total_seconds()
        return min(max(left, SHORTEST_PAUSE), SECONDS_BETWEEN_LOOKS)

    def _notice_clock(self) -> None:
        """Compare the clock with one that nobody sets."""
        (before, ticks), now = self._looked, (self._node.clock.now(), time.monotonic())
        if before + timedelta(seconds=now[1] - ticks) - now[0] > CLOCK_STEP:
            _log.warning("the clock was set back from %s to %s", before, now[0])
            self._renewed = now[0] - RENEW_AFTER
            after_clock_was_set_back(self._node)
        self._looked = now

    def _lease(self) -> list[Job]:
        space = self._threads - len(self._running)
        if not space or self._watch.current() is not None:
            return []
        return list(self._node.queue.lease(self._name, space, self._node.clock.now()))

    def _renew(self) -> None:
        now = self._node.clock.now()
        if self._running and now - self._renewed >= RENEW_AFTER:
            for held in self._running.values():
                if (job := held.job) is not None:
                    self._node.queue.renew(job, now)
        if not self._running or now - self._renewed >= RENEW_AFTER:
            self._renewed = now

    def _do(self, held: _Held) -> None:
        """Do a job, and those that were leased each in the commit that ended the one before."""
        try:
            while (job := held.job) is not None:
                successor = Successor(self._node.clock.now, self._goes_on)
                self._do_one(replace(job, successor=successor))
                held.job = successor.job
        finally:
            self._bell.ring()

    def _goes_on(self) -> bool:
        return not self._stop.is_set() and not self._watch.is_known

    def _do_one(self, job: Job) -> None:
        try:
            refresh_connections()
            begun = time.monotonic()
            run(self._node, job)
            if self._observe is not None:
                self._observe(job.kind, time.monotonic() - begun)
        except Exception:  # noqa: BLE001 - the boundary of the thread: noted; the lease runs out
            _log.exception(
                "the end of a job could not be written", extra={"fields": {"job": job.kind}}
            )

    def _let_finish(self) -> None:
        wait([f for f in self._running if not f.cancelled()], timeout=SECONDS_TO_FINISH)
