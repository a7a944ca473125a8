# SPDX-License-Identifier: Apache-2.0
"""A process of a node enters itself in the database, gives signs of life, and ends when the fence was raised.

Who needs all processes of a node stopped asks here which still run. One on this machine and of this home is known to
the kernel. One on another machine is waited for: it gives a sign within `SECONDS_BETWEEN`, or has given none for
`SILENT_AFTER` and counts as ended. Should it work again later, the fence lets nothing of it be committed.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import Error

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.processes.place import SILENT_AFTER, place_of, started
from rogatory.bootstrap.refusals import RUNNING_ELSEWHERE
from rogatory.errors import Reason, refuse_if_any
from rogatory.storage.processes.running import (
    NodeProcess,
    enter_process,
    node_processes,
    raise_fence,
    remove_processes,
    renews_rows,
)
from rogatory.storage.transactions.fence import (
    FencedError,
    keep_fence,
    look_at_fence,
    wait_until_fenced,
)
from rogatory.storage.transactions.writing import connections_closed, refresh_connections

_log = logging.getLogger(__name__)

SECONDS_BETWEEN = 4.0
"""Between two signs of life of a process."""

FORGOTTEN_AFTER = timedelta(days=7)
"""The row of such a process is removed by the next one that begins."""

_SECONDS_BETWEEN_LOOKS = 0.5


class ProcessRegistration:
    """The row of this process in the database. `fenced` is called, in a thread of its own, when it must end."""

    def __init__(self, home: Home, kind: str, fenced: Callable[[Sequence[Reason]], None]) -> None:
        self._home, self._kind, self._fenced = home, kind, fenced
        self._number = os.urandom(16).hex()
        self._ended = threading.Event()

    def begin(self) -> None:
        """Enter this process, and remove rows that processes of this home left when they were killed. Where the
        database is away, it is entered once that is back.

        Raises:
            FencedError: the fence was raised since this process began.
        """
        keep_fence()
        try:
            self._enter()
            self._remove_killed()
        except FencedError:
            raise
        except Error:
            _log.warning("this process is not yet entered among those that run", exc_info=True)
        threading.Thread(target=self._give_signs, name="registration", daemon=True).start()

    def _remove_killed(self) -> None:
        here = place_of(self._home)
        gone = [
            one.id
            for one in node_processes()
            if one.silent > FORGOTTEN_AFTER or (one.place == here and not _runs_here(one))
        ]
        remove_processes(*gone)

    def end(self) -> None:
        """Remove the row: the process ends in order."""
        self._ended.set()
        try:
            remove_processes(self._number)
        except Error:
            _log.warning("this process could not be removed from those that run", exc_info=True)

    def _enter(self) -> None:
        enter_process(
            number=self._number,
            kind=self._kind,
            machine=os.uname().nodename[:64],
            place=place_of(self._home),
            pid=os.getpid(),
            ticks=started(os.getpid()) or 0,
        )

    def _give_signs(self) -> None:
        with connections_closed():
            while not self._ended.is_set():
                wait_until_fenced(SECONDS_BETWEEN)
                if self._ended.is_set():
                    return
                try:
                    refresh_connections()
                    self._look()
                except FencedError as error:
                    self._fenced(error.reasons)
                    return
                except Exception:  # noqa: BLE001 - the boundary of the thread: a database that is away comes back
                    _log.warning("no sign of life could be written", exc_info=True)
                    time.sleep(1)

    def _look(self) -> None:
        """Compare the fence; on PostgreSQL renew the row in the same transaction."""
        if renews_rows():
            self._enter()
        else:
            look_at_fence()


def stop_others(home: Home, command: str) -> None:
    """Refuse to go on while other processes of the node run; then raise the fence against those that only seem ended.

    Raises:
        Refused: some run; each is named.
        Unreachable: transactions of other processes do not end.
    """
    refuse_if_any(running_reasons(home))
    raise_fence(command)
    remove_processes(*(one.id for one in node_processes()))


def running_reasons(home: Home) -> list[Reason]:
    """Return the reason against what only a stopped node allows: other processes of it run, on whatever machine."""
    alive = running_processes(home)
    if not alive:
        return []
    words, seconds = ", ".join(str(one) for one in alive), int(SILENT_AFTER.total_seconds())
    return [RUNNING_ELSEWHERE.because(processes=words, seconds=seconds)]


def running_processes(home: Home) -> Sequence[NodeProcess]:
    """Return the other processes of the node that run. Those on other machines are waited for, until they give a sign
    or count as ended.
    """
    here = place_of(home)
    alive: list[NodeProcess] = []
    open_ones: dict[str, NodeProcess] = {}
    for one in node_processes():
        if one.place != here:
            open_ones[one.id] = one
        elif one.pid != os.getpid() and _runs_here(one):
            alive.append(one)
    while open_ones:
        rows = {one.id: one for one in node_processes()}
        for number, before in list(open_ones.items()):
            now = rows.get(number)
            if now is not None and now.seen > before.seen:
                alive.append(now)
            elif now is not None and now.silent <= SILENT_AFTER:
                continue
            del open_ones[number]
        if open_ones:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    return alive


def _runs_here(one: NodeProcess) -> bool:
    return started(one.pid) == one.ticks
